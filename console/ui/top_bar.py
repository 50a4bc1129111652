"""The top bar: site, attendant, lanes, recognition, copying to Firebase, clock."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from console.gate.types import ModelState
from console.ui import local_words
from console.ui.elided_label import ElidedLabel
from console.ui.sync_words import bar_icon, bar_tone, bar_words
from console.ui.theme import Appearance, Tone, set_state
from console.ui.told import told
from db.sync_status import SyncStatus

_FULL_WIDTH_PX = 1180
_SITE_LETTERS, _PERSON_LETTERS, _SYNC_LETTERS = 6, 8, 3


class StatusItem(QFrame):
    """An icon with words beside it, in the colour of their tone.

    Where room is short its words are elided down to ``elided_to`` letters, or never (0).
    """

    def __init__(self, appearance: Appearance, *, elided_to: int = 0) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: tuple[str, str, Tone] = ("", "", Tone.NEUTRAL)
        self._icon = QLabel()
        self._text = ElidedLabel("", elided_to) if elided_to else QLabel()
        self._text.setFont(appearance.font(14))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        appearance.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        return self._shown[1]

    def set_icon_only(self, *, icon_only: bool) -> None:
        """Leave the words to the tool tip, where room is short and all is well."""
        self._text.setVisible(not icon_only)

    def show_words(self, icon: str, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        if (icon, text, tone) == self._shown:
            return
        self._shown = (icon, text, tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._restyle()

    def _restyle(self) -> None:
        icon, _, tone = self._shown
        set_state(self._text, "tone", tone.value)
        if icon:
            look = self._appearance
            pixmap = look.pixmap(
                icon, look.palette.ink(tone), look.px(18), self.devicePixelRatioF()
            )
            self._icon.setPixmap(pixmap)


class TopBar(QFrame):
    """Shows what it is told; the clock is set from outside."""

    def __init__(self, site_name: str, attendant: str, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self._appearance = appearance
        self._narrow = False
        self._time: datetime | None = None
        self._model_ready = False
        self._stop: QWidget | None = None
        self._release: QWidget | None = None
        site = ElidedLabel(site_name, _SITE_LETTERS)
        site.setObjectName("siteName")
        site.setToolTip(site_name)
        self._person = StatusItem(appearance, elided_to=_PERSON_LETTERS)
        self._person.show_words("person", attendant)
        self._lanes = StatusItem(appearance)
        self._model = StatusItem(appearance)
        self._sync = StatusItem(appearance, elided_to=_SYNC_LETTERS)
        self._clock = QLabel()
        self._clock.setObjectName("clock")
        self._clock.setFont(appearance.font(18, bold=True))
        self._clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 2, 16, 2)
        layout.setSpacing(24)
        layout.addWidget(site)
        layout.addWidget(self._person)
        layout.addStretch(1)
        for item in (self._lanes, self._model, self._sync):
            layout.addWidget(item)
        layout.addWidget(self._clock)
        appearance.changed.connect(self._fit)
        self.show_lanes(0, 0)
        self.show_model(ModelState.LOADING, "")
        self._sync.show_words("cloud_off", self.tr("Not connected to Firebase"), Tone.STALE)

    def show_person(self, name: str) -> None:
        """Say who is signed in; nobody is where ``name`` is empty."""
        if name:
            self._person.show_words("person", name)
        else:
            self._person.show_words("lock", self.tr("Locked"))

    def show_lanes(self, up_count: int, lane_count: int) -> None:
        text = self.tr("{up} of %n lanes up", None, lane_count).format(up=up_count)
        if lane_count == 0:
            self._lanes.show_words("warning", self.tr("No lanes"), Tone.REVIEW)
        elif up_count == lane_count:
            self._lanes.show_words("lanes", text, Tone.NEUTRAL)
        else:
            self._lanes.show_words("warning", text, Tone.REVIEW)

    def show_model(self, state: ModelState, problem: str) -> None:
        if state is ModelState.LOADING:
            self._model.show_words("loading", self.tr("Recognition loading"))
        elif state is ModelState.READY:
            self._model.show_words("reading", self.tr("Recognition ready"))
        else:
            self._model.show_words("warning", self.tr("Recognition failed"), Tone.REFUSE)
        self._model.setToolTip(told(problem) or self._model.text)
        self._model_ready = state is ModelState.READY
        self._model.set_icon_only(icon_only=self._narrow and self._model_ready)

    def show_sync(self, status: SyncStatus) -> None:
        """Say how copying to Firebase stands; the problem is told by the tool tip."""
        words = bar_words(status)
        self._sync.show_words(bar_icon(status), words, bar_tone(status))
        self._sync.setToolTip(f"{words}\n{told(status.problem)}".strip())

    def add_stop(self, stop: QWidget, release: QWidget) -> None:
        """Take the buttons that make all gates hold and release them; one of them is seen."""
        self._stop, self._release = stop, release
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            place = layout.indexOf(self._clock)
            for button in (stop, release):
                button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
                layout.insertWidget(place, button)
        self.show_stopped(stopped=False)

    def show_stopped(self, *, stopped: bool) -> None:
        """Offer to stop all gates, or to release them."""
        if self._stop is not None and self._release is not None:
            self._stop.setVisible(not stopped)
            self._release.setVisible(stopped)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what a narrow window, or large text, has no room for.

        Large text makes it narrow at once: until then the bar would make the window wider.
        """
        self._narrow = self.width() < self._appearance.px(_FULL_WIDTH_PX)
        self._model.set_icon_only(icon_only=self._narrow and self._model_ready)

        if self._time is not None:
            self.show_time(self._time)

    def show_time(self, local: datetime) -> None:
        self._time = local
        text = f"{local:%H:%M:%S}" if self._narrow else local_words.clock_face_words(local)
        if text != self._clock.text():
            self._clock.setText(text)
