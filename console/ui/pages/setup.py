"""The page where lanes are set up: cameras found, paired, tried with a live read, and kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.gate.movements import Direction
from console.settings import LaneSettings
from console.ui.pages.card import MessageLine, add_row, field, heading, hint, plain_list
from console.ui.pages.lane_drafts import LaneDraft, chosen, has_room
from console.ui.pages.lane_trial import LaneTrial
from console.ui.pages.page_actions import PageActions
from console.ui.theme import Appearance, Tone

_LIST_WIDTH_PX = 520


class SetupPage(QWidget):
    """Shows drafts of lanes and emits what is wanted of them; asks no network and no file."""

    find_asked = Signal()
    address_typed = Signal(str)
    pair_asked = Signal(object, str)  # LaneDraft, one-time code
    test_asked = Signal(object)  # LaneDraft
    barrier_test_asked = Signal(object)  # LaneSettings, of a lane that runs
    keep_asked = Signal(object)  # tuple[LaneSettings, ...]
    restart_asked = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._drafts: tuple[LaneDraft, ...] = ()
        self._running: tuple[LaneSettings, ...] = ()
        self._tested: tuple[str, str, Tone] = ("", "", Tone.NEUTRAL)
        self._filling = False
        self.actions_of_page = PageActions(self, self.tr("Set-up"), appearance)
        self._make_actions()
        self.lanes = plain_list(self.tr("Lanes and cameras"))
        self.address = field(self.tr("Address of a camera or agent"))
        self.address.setPlaceholderText("https://")
        self.address.setToolTip("https://192.0.2.11:8443")
        self.code = field(self.tr("One-time code that the Pi shows"))
        self.code.setPlaceholderText(self.tr("One-time code that the Pi shows"))
        self.lane_id = field(self.tr("Id of the lane"))
        self.name = field(self.tr("Name of the lane"))
        self.camera = field(self.tr("Camera"))
        self.barrier = field(self.tr("Barrier"))
        self.barrier.setPlaceholderText(self.tr("none"))
        self.direction = QComboBox()
        self.direction.setAccessibleName(self.tr("Direction"))
        for direction, text in (
            (Direction.EITHER, self.tr("In and out")),
            (Direction.ENTRY, self.tr("In")),
            (Direction.EXIT, self.tr("Out")),
        ):
            self.direction.addItem(text, direction.value)
        self.message = MessageLine()
        self.trial = LaneTrial(appearance)
        self._lay_out()
        self._connect()
        appearance.changed.connect(self._fit)
        self._fit()
        self.show_drafts(())

    @property
    def drafts(self) -> tuple[LaneDraft, ...]:
        """The drafts as they stand in the form."""
        return self._drafts

    def show_drafts(self, drafts: tuple[LaneDraft, ...], select: str = "") -> None:
        """List these; the one at that place (host and port) is selected, or the same as before.

        Where the selection stays, so does what its test shows: a search of the network may end
        in the middle of one.
        """
        before = self.selected()
        wanted = select or (before.place if before is not None else "")
        self._drafts = drafts
        places = [draft.place for draft in drafts]
        with QSignalBlocker(self.lanes):
            self.lanes.clear()
            for draft in drafts:
                self.lanes.addItem(QListWidgetItem(self._line(draft)))
            if drafts:
                self.lanes.setCurrentRow(places.index(wanted) if wanted in places else 0)
        after = self.selected()
        if before is not None and (after is None or after.place != before.place):
            self.lanes.currentRowChanged.emit(self.lanes.currentRow())
        self._fill_form()

    def selected(self) -> LaneDraft | None:
        """The draft that is selected."""
        row = self.lanes.currentRow()
        return self._drafts[row] if 0 <= row < len(self._drafts) else None

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def show_running(self, lanes: tuple[LaneSettings, ...]) -> None:
        """Let the barriers of these lanes be tested: those that the console was started with."""
        self._running = lanes
        self._refresh_barrier()

    def show_barrier(self, lane_id: str, text: str, tone: Tone) -> None:
        """Tell how the last test of a barrier went; seen while its lane is selected."""
        self._tested = (lane_id, text, tone)
        self._refresh_barrier()

    def offer_restart(self, *, offered: bool) -> None:
        """Let the console be started again with the lanes that were kept."""
        self._restart.setEnabled(offered)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        (self.lanes if self._drafts else self.address).setFocus()

    def _make_actions(self) -> None:
        add = self.actions_of_page.add
        self._find = add(
            self.tr("Find cameras"),
            "Ctrl+F",
            self.tr("Ask the network which agents are there"),
            self.find_asked.emit,
        )
        self._pair = add(
            self.tr("Pair"),
            "Ctrl+K",
            self.tr("Agree on a key with the selected agent, by its one-time code"),
            self._ask_pairing,
        )
        self._test = add(
            self.tr("Test"),
            "Ctrl+T",
            self.tr("Look through the selected camera and read what it shows"),
            self._ask_test,
        )
        self._open = add(
            self.tr("Test the barrier"),
            "Ctrl+B",
            self.tr("Open the barrier of the selected lane once"),
            self._ask_barrier_test,
        )
        self._take = add(
            self.tr("Make it a lane"),
            "Ctrl+N",
            self.tr("Make the selected camera a lane, or no longer one"),
            self._toggle_lane,
        )
        self._keep = add(
            self.tr("Keep the lanes"),
            "Ctrl+S",
            self.tr("Write the lanes into the settings of the site"),
            lambda: self.keep_asked.emit(chosen(self._drafts)),
        )
        self._restart = add(
            self.tr("Start again"),
            "Ctrl+Return",
            self.tr("Start the console again with the lanes that were kept"),
            self.restart_asked.emit,
        )
        self._restart.setEnabled(False)

    def _line(self, draft: LaneDraft) -> str:
        lane = draft.lane
        state = self.tr("lane") if draft.is_lane else self.tr("found, not a lane yet")
        trust = self.tr("paired") if draft.paired else self.tr("not paired")
        return self.tr("{name}   {place}   {state}, {trust}").format(
            name=lane.name or lane.lane_id, place=draft.place, state=state, trust=trust
        )

    def _fill_form(self) -> None:
        draft = self.selected()
        self._filling = True
        lane = None if draft is None else draft.lane
        for box, text in (
            (self.lane_id, lane.lane_id if lane else ""),
            (self.name, lane.name if lane else ""),
            (self.camera, lane.camera_url if lane else ""),
            (self.barrier, lane.barrier_url if lane else ""),
        ):
            box.setText(text)
            box.setEnabled(lane is not None)
        self.direction.setEnabled(lane is not None)
        if lane is not None:
            self.direction.setCurrentIndex(self.direction.findData(lane.direction.value))
        self._filling = False
        self._refresh()

    def _take_form(self) -> None:
        """Let the selected draft be what stands in the form."""
        draft = self.selected()
        if draft is None or self._filling:
            return
        lane = LaneSettings(
            self.lane_id.text().strip(),
            self.name.text().strip(),
            self.camera.text().strip(),
            self.barrier.text().strip(),
            Direction(self.direction.currentData()),
        )
        self._replace(replace(draft, lane=lane))

    def _replace(self, draft: LaneDraft) -> None:
        row = self.lanes.currentRow()
        self._drafts = (*self._drafts[:row], draft, *self._drafts[row + 1 :])
        self.lanes.item(row).setText(self._line(draft))
        self._refresh()

    def _toggle_lane(self) -> None:
        draft = self.selected()
        if draft is None:
            return
        if not draft.is_lane and not has_room(self._drafts):
            self.say(self.tr("A booth has eight lanes at most"), Tone.REFUSE)
            return
        self._replace(replace(draft, is_lane=not draft.is_lane))

    def _ask_pairing(self) -> None:
        draft = self.selected()
        if draft is not None and self.code.text().strip():
            self.pair_asked.emit(draft, self.code.text())
        else:
            self.say(self.tr("Type the code that the Pi shows; ask it for one first"), Tone.NEUTRAL)
            self.code.setFocus()

    def _ask_test(self) -> None:
        draft = self.selected()
        if draft is not None:
            self.test_asked.emit(draft)

    def _ask_barrier_test(self) -> None:
        lane = self._running_lane()
        if lane is not None:
            self.barrier_test_asked.emit(lane)

    def _running_lane(self) -> LaneSettings | None:
        """The selected lane as the console runs it, unless its draft is another by now."""
        draft = self.selected()
        if draft is None or not draft.is_lane:
            return None
        ways = _ways(draft.lane)
        return next((lane for lane in self._running if _ways(lane) == ways), None)

    def _refresh_barrier(self) -> None:
        """Why the barrier cannot be tested, or how its test went."""
        draft, lane = self.selected(), self._running_lane()
        problem = ""
        if draft is not None and not draft.lane.barrier_url:
            problem = self.tr("No barrier is set up for this lane")
        elif draft is not None and lane is None:
            problem = self.tr("Barrier: to be tested once the lane is kept and runs (start again)")
        self._open.setEnabled(lane is not None and not problem)
        self.actions_of_page.explain(
            self._open, problem or self.tr("Open the barrier of the selected lane once")
        )
        tested, text, tone = self._tested
        if problem or lane is None or lane.lane_id != tested:
            self.trial.show_barrier(problem, Tone.NEUTRAL)
        else:
            self.trial.show_barrier(text, tone)

    def _refresh(self) -> None:
        draft = self.selected()
        for action in (self._pair, self._test, self._take):
            action.setEnabled(draft is not None)
        is_lane = draft is not None and draft.is_lane
        self._take.setText(self.tr("No longer a lane") if is_lane else self.tr("Make it a lane"))
        self._refresh_barrier()

    def _type_address(self) -> None:
        if self.address.text().strip():
            self.address_typed.emit(self.address.text())

    def _connect(self) -> None:
        self.address.returnPressed.connect(self._type_address)
        self.code.returnPressed.connect(self._ask_pairing)
        self.lanes.currentRowChanged.connect(self._follow_row)
        for box in (self.lane_id, self.name, self.camera, self.barrier):
            box.textEdited.connect(self._take_form)
        self.direction.currentIndexChanged.connect(self._take_form)

    def _follow_row(self, _row: int) -> None:
        self.trial.clear()
        self._fill_form()

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        finding = QHBoxLayout()
        finding.addWidget(self.address, 1)
        finding.addWidget(button(self._find, "search"))
        pairing = QHBoxLayout()
        pairing.addWidget(self.code, 1)
        pairing.addWidget(button(self._pair, "lock"))
        form = QGridLayout()
        form.setVerticalSpacing(6)
        add_row(form, self.tr("Name"), self._names())
        add_row(form, self.tr("Direction"), self.direction)
        add_row(form, self.tr("Camera"), self.camera)
        add_row(form, self.tr("Barrier"), self.barrier)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(button(self._take, "lanes"))
        foot.addWidget(button(self._keep, "recorded", Tone.OPEN))
        foot.addWidget(button(self._restart, "undo"))
        foot.addStretch(1)
        self._side = QFrame()
        self._side.setObjectName("card")
        left = QVBoxLayout(self._side)
        left.setContentsMargins(16, 12, 16, 12)
        left.setSpacing(8)
        left.addWidget(heading(self.tr("Lanes and cameras")))
        left.addWidget(
            hint(self.tr("Agents are found by themselves; any other camera by its address."))
        )
        left.addLayout(finding)
        left.addWidget(self.lanes, 1)
        left.addLayout(pairing)
        left.addLayout(form)
        left.addWidget(self.message)
        left.addLayout(foot)
        tried = QFrame()
        tried.setObjectName("card")
        right = QVBoxLayout(tried)
        right.setContentsMargins(12, 10, 12, 10)
        top = QHBoxLayout()
        top.addWidget(heading(self.tr("Live read")), 1, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(button(self._test, "camera"))
        top.addWidget(button(self._open, "barrier_open"))
        right.addLayout(top)
        right.addWidget(self.trial, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self._side, 2)
        layout.addWidget(tried, 3)

    def _names(self) -> QWidget:
        """Name and id in one row: at 150 % text the list above has no row to give."""
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(self.tr("Id"))
        label.setBuddy(self.lane_id)
        row.addWidget(self.name, 3)
        row.addWidget(label)
        row.addWidget(self.lane_id, 2)
        both.setFocusProxy(self.name)
        return both

    def _fit(self) -> None:
        self._side.setMaximumWidth(self._appearance.px(_LIST_WIDTH_PX))


def _ways(lane: LaneSettings) -> tuple[str, str, str]:
    """What makes a lane the one that runs, whatever it is called by now."""
    return lane.lane_id, lane.camera_url, lane.barrier_url
