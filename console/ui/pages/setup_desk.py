"""Joins the page of the lanes to the installer, beside the GUI thread; one test at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.bridge import EngineBridge
from console.gate.lane_test import LaneTestReport
from console.gate.types import GateCommands
from console.jobs import JobRunner
from console.people.installer import SETUP_ERRORS, FoundCamera, Installer
from console.settings import LaneSettings
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.barrier_trial import BarrierTrial
from console.ui.pages.lane_drafts import LaneDraft, drafts_of, with_found
from console.ui.pages.people_words import refusal_words
from console.ui.pages.setup import SetupPage
from console.ui.theme import Tone
from console.ui.told import told
from pipeline.types import FrameResult

T = TypeVar("T")


class LookBridge(QObject):
    """Hands looks from the test's thread to the GUI thread; an older one that waits is lost."""

    announced = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._newest: FrameResult | None = None

    def on_look(self, result: FrameResult) -> None:
        """Take the newest look; for the test's thread."""
        with self._lock:
            waits = self._newest is not None
            self._newest = result
        if not waits:
            self.announced.emit()

    def take(self) -> FrameResult | None:
        """Return the newest look that was not taken yet."""
        with self._lock:
            newest, self._newest = self._newest, None
        return newest


class SetupDesk(QObject):
    """Turns what the administrator does at the page into calls of the installer.

    ``restart`` starts the console again, with the lanes that were kept. ``commands`` and ``bridge``
    lead to the barriers of the lanes that run, and back.
    """

    def __init__(
        self,
        window: MainWindow,
        installer: Installer,
        restart: Callable[[], None],
        commands: GateCommands,
        bridge: EngineBridge,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._installer = installer
        self._jobs = JobRunner(self)
        self._tests = JobRunner(self, thread_count=1)
        self._bridge = LookBridge(self)
        self._bridge.announced.connect(self._show_look, Qt.ConnectionType.QueuedConnection)
        self._stopping = threading.Event()
        self._test_number = 0
        self._loaded = False
        self.page = SetupPage(window.appearance)
        self.page.show_running(installer.running)
        self._barriers = BarrierTrial(window, self.page, commands, bridge)
        window.add_page(ActionId.SETUP_PAGE, self.page)
        window.actions_table.describe_page(ActionId.SETUP_PAGE, self.page.actions_of_page.lines)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self.page.find_asked.connect(self.find)
        self.page.address_typed.connect(self._add_address)
        self.page.pair_asked.connect(self._pair)
        self.page.test_asked.connect(self._test)
        self._barriers.begun.connect(self._stop_test)
        self.page.keep_asked.connect(self._keep)
        self.page.restart_asked.connect(restart)
        self.page.lanes.currentRowChanged.connect(self._stop_test)

    @Slot()
    def find(self) -> None:
        """Ask the network which agents are there."""
        self.page.say(self.tr("Looking for cameras"), Tone.NEUTRAL)
        self._run(self._installer.find, self._found)

    @Slot()
    def close(self) -> None:
        """End the test that runs, and wait for what is under way."""
        self._stopping.set()
        self._jobs.close()
        self._tests.close()

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is not ActionId.SETUP_PAGE:
            self._stopping.set()
        elif not self._loaded:
            self._run(self._look_up, self._lanes_came)

    def _look_up(self) -> tuple[LaneDraft, ...]:
        lanes = self._installer.lanes()
        return drafts_of(lanes, [self._installer.is_paired(lane.camera_url) for lane in lanes])

    def _lanes_came(self, drafts: tuple[LaneDraft, ...]) -> None:
        self._loaded = True
        self.page.show_drafts(drafts)
        self.find()

    def _found(self, cameras: tuple[FoundCamera, ...]) -> None:
        drafts = with_found(self.page.drafts, cameras)
        self.page.show_drafts(drafts)
        if cameras:
            self.page.say(self.tr("%n agents answer", None, len(cameras)), Tone.NEUTRAL)
        else:
            self.page.say(
                self.tr("No agent answers on this network; type the address of a camera"),
                Tone.NEUTRAL,
            )

    @Slot(str)
    def _add_address(self, address: str) -> None:
        try:
            camera = self._installer.camera_at(address)
        except Exception as error:  # noqa: BLE001 - told in words, as from a job
            self._refuse(error)
            return
        drafts = with_found(self.page.drafts, (camera,))
        place = LaneDraft(LaneSettings("", "", camera.camera_url), False, False).place
        self.page.show_drafts(drafts, place)
        self.page.address.clear()
        self.page.say(self.tr("{place} was added").format(place=place), Tone.NEUTRAL)

    @Slot(object, str)
    def _pair(self, draft: LaneDraft, code: str) -> None:
        url = draft.lane.barrier_url or draft.lane.camera_url
        self.page.say(self.tr("Pairing"), Tone.NEUTRAL)
        self._run(partial(self._installer.pair, url, code), partial(self._paired, draft))

    def _paired(self, draft: LaneDraft, lane_id: str) -> None:
        self.page.code.clear()
        drafts = tuple(
            replace(one, paired=True) if one.place == draft.place else one
            for one in self.page.drafts
        )
        self.page.show_drafts(drafts, draft.place)
        self.page.say(self.tr("Paired with lane {lane}").format(lane=lane_id), Tone.OPEN)

    @Slot(object)
    def _test(self, draft: LaneDraft) -> None:
        self._stop_test()
        self._stopping = threading.Event()
        self._bridge.take()
        self.page.trial.show_connecting()
        look = partial(
            self._installer.test, draft.lane.camera_url, self._bridge.on_look, self._stopping
        )
        number = self._test_number
        self._tests.run_job(look, partial(self._tested, number), partial(self._test_failed, number))

    @Slot()
    def _stop_test(self, _row: int = -1) -> None:
        self._stopping.set()
        self._test_number += 1

    @Slot()
    def _show_look(self) -> None:
        result = self._bridge.take()
        if result is not None and not self._stopping.is_set():
            self.page.trial.show_look(result)

    def _tested(self, number: int, report: LaneTestReport) -> None:
        if number == self._test_number and not self._stopping.is_set():
            self.page.trial.show_report(report)

    def _test_failed(self, number: int, error: Exception) -> None:
        if number == self._test_number:
            self.page.trial.show_problem(_setup_words(error))

    @Slot(object)
    def _keep(self, lanes: tuple[LaneSettings, ...]) -> None:
        self._run(partial(self._installer.keep, lanes), partial(self._kept, len(lanes)))

    def _kept(self, count: int, _: None) -> None:
        self.page.offer_restart(offered=True)
        self.page.say(
            self.tr("%n lanes are kept; they count from the next start", None, count), Tone.OPEN
        )

    def _refuse(self, error: Exception) -> None:
        self.page.say(_setup_words(error), Tone.REFUSE)

    def _run(self, ask: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._jobs.run_job(ask, on_done, self._refuse)


def _setup_words(error: Exception) -> str:
    """Why something was not done; faults of cameras, agents and files say so themselves."""
    return told(str(error)) if isinstance(error, SETUP_ERRORS) else refusal_words(error)
