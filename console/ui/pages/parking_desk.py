"""Joins the page of the car park to its sessions, which follow each decision as it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from console.bridge import EngineBridge
from console.jobs import JobRunner
from console.people.car_park import CarPark
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.parking import ParkingPageView
from console.ui.pages.people_words import refusal_words
from console.ui.theme import Tone
from console.ui.window_settings import WindowSettings
from db.parking_schema import ParkingSession

T = TypeVar("T")
SETTLE_MS = 500
"""Decisions that come together are followed together."""


class ParkingDesk(QObject):
    """Looks again after each decision, and carries out corrections; one job at a time."""

    def __init__(  # noqa: PLR0913 - the window, the car park and what the site says of both
        self,
        window: MainWindow,
        car_park: CarPark,
        bridge: EngineBridge,
        settings: WindowSettings,
        *,
        lane_names: Mapping[str, str],
        slot_count: int,
    ) -> None:
        super().__init__(window)
        self._car_park = car_park
        self._jobs = JobRunner(self, thread_count=1)
        self.page = ParkingPageView(
            window.appearance, lane_names, settings.local, settings.now, slot_count
        )
        window.add_page(ActionId.PARKING_PAGE, self.page)
        window.actions_table.describe_page(ActionId.PARKING_PAGE, self.page.actions_of_page.lines)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.look)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        bridge.decision_recorded.connect(self._decided, Qt.ConnectionType.QueuedConnection)
        self.page.slot_asked.connect(self._assign)
        self.page.close_asked.connect(self._close_stay)
        self.page.similar_asked.connect(self._look_for_similar)
        self.page.join_asked.connect(self._join)

    @Slot()
    def look(self) -> None:
        """Follow what was decided, and show who is inside."""
        self._run(self._car_park.look, self.page.show_view)

    @Slot()
    def close(self) -> None:
        """Wait for what is under way."""
        self._settle.stop()
        self._jobs.close()

    @Slot(object)
    def _decided(self, _: object) -> None:
        self._settle.start()

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is ActionId.PARKING_PAGE:
            self.look()

    @Slot(object, str)
    def _assign(self, stay: ParkingSession, slot: str) -> None:
        words = self.tr("{plate} stands in {slot}").format(plate=stay.plate, slot=slot or "–")  # noqa: RUF001
        self._change(partial(self._car_park.assign_slot, stay, slot), words)

    @Slot(object)
    def _close_stay(self, stay: ParkingSession) -> None:
        words = self.tr("{plate} is not inside any more").format(plate=stay.plate)
        self._change(partial(self._car_park.close, stay), words)

    @Slot(object)
    def _look_for_similar(self, left: ParkingSession) -> None:
        self._run(partial(self._car_park.similar, left.plate), self.page.show_similar)

    @Slot(object, object)
    def _join(self, left: ParkingSession, inside: ParkingSession) -> None:
        words = self.tr("{plate} left, read as {other}").format(
            plate=inside.plate, other=left.plate
        )
        self._change(partial(self._car_park.join, left, inside), words)

    def _change(self, change: Callable[[], None], words: str) -> None:
        self._run(change, partial(self._changed, words))

    def _changed(self, words: str, _: None) -> None:
        self.page.say(words, Tone.OPEN)
        self.look()

    def _run(self, ask: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._jobs.run_job(
            ask, on_done, lambda error: self.page.say(refusal_words(error), Tone.REFUSE)
        )
