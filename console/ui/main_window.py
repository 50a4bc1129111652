"""The window: top bar, lanes, recent decisions, review, notices; and who hears whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from console.bridge import EngineBridge
from console.gate.types import (
    Connection,
    Fault,
    GateCommands,
    LaneFrame,
    LaneState,
    ModelState,
    Reason,
    ReviewItem,
)
from console.jobs import JobRunner
from console.ui import words
from console.ui.actions import ActionId, Actions
from console.ui.choice_dialog import Question, ask
from console.ui.decisions_table import DecisionsModel, DecisionsPanel
from console.ui.escalation import Escalation
from console.ui.gate_presenter import GatePresenter
from console.ui.kept_looks import KeptLooks, Look
from console.ui.key_bindings import KeyBindings
from console.ui.key_button import KeyButton
from console.ui.lane_grid import LaneGrid
from console.ui.lane_tile import LaneTile
from console.ui.language import LANGUAGES, keep_language
from console.ui.no_lanes import NoLanes
from console.ui.notice_bar import NoticeBar
from console.ui.page_bar import PageBar
from console.ui.pages.tables import PageTable
from console.ui.panes import Panes
from console.ui.review_panel import ReviewPanel
from console.ui.review_presenter import ReviewPresenter
from console.ui.review_queue import ReviewQueueModel
from console.ui.shortcut_sheet import ShortcutSheet
from console.ui.theme import SCALE_STEP, Appearance, ThemeName, Tone
from console.ui.told import told
from console.ui.top_bar import TopBar
from console.ui.window_settings import WindowSettings
from db.records import DecisionRecord
from db.sync_status import SyncStatus

TICK_MS = 200
DEFAULT_SIZE = QSize(1600, 900)


class MainWindow(QMainWindow):
    """Everything the attendant sees. Made by ``build_window``; asks the engine by commands.

    The lanes are its first page; others are added. While it is locked only the page that
    was given for that is seen, and nothing can be asked of the engine.
    """

    page_shown = Signal(object)  # ActionId
    closing = Signal()  # work beside the GUI thread must end now

    def __init__(
        self,
        settings: WindowSettings,
        lanes: tuple[tuple[str, str], ...],
        commands: GateCommands,
        bridge: EngineBridge,
        latencies: Callable[[str, float], None],
    ) -> None:
        super().__init__()
        self._settings = settings
        self._commands = commands
        self._bridge = bridge
        self._latencies = latencies
        self._lane_names = dict(lanes)
        self._states: dict[str, LaneState] = {}
        self._jobs = JobRunner(self)
        self._pages: dict[ActionId, QWidget] = {}
        self._page = ActionId.LANES_PAGE
        self._lock_page: QWidget | None = None
        self._forbidden: frozenset[ActionId] = frozenset()
        self.appearance = Appearance(settings.theme, settings.text_scale, parent=self)
        self._looks = KeptLooks(
            self.appearance, Look(settings.theme, settings.text_scale), settings.layout_path
        )
        self.appearance.apply()
        self.actions_table = Actions(
            self.appearance, lanes, self, bindings=KeyBindings(settings.layout_path)
        )
        self.addActions(list(self.actions_table.all()))

        self.tiles = {
            lane[0]: LaneTile(
                lane,
                number,
                self.actions_table,
                self.appearance,
                self._measure_first_paint,
                shown=settings.shown,
            )
            for number, lane in enumerate(lanes, 1)
        }
        self.top_bar = TopBar(settings.site_name, settings.attendant, self.appearance)
        self.top_bar.add_stop(
            KeyButton(self.actions_table[ActionId.STOP_GATES], "stop", self.appearance),
            KeyButton(
                self.actions_table[ActionId.RELEASE_GATES], "stop", self.appearance, Tone.REFUSE
            ),
        )
        self.queue = ReviewQueueModel(self)
        self.review = ReviewPanel(self.queue, self.actions_table, self.appearance, settings.local)
        self.decisions = DecisionsModel(self.appearance, self._lane_names, settings.local, self)
        self.decisions_panel = DecisionsPanel(self.decisions, self.appearance)
        self.notices = NoticeBar(self.actions_table, self.appearance)
        self.page_bar = PageBar(self.actions_table, self.appearance)
        self.presenter = ReviewPresenter(
            self.review, self.queue, self.actions_table, commands, settings
        )
        self.gates = GatePresenter(
            self, self.actions_table, commands, settings, self.appearance, self._reason_in_front
        )
        self._escalation = Escalation(settings.escalate_after_s, settings.alarm)
        self._lay_out()
        self._connect_actions()
        self._connect_bridge()
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()
        self._count_lanes()
        self._refresh_actions()
        self.tick()

    def load_recent(self, load: Callable[[], tuple[DecisionRecord, ...]]) -> None:
        """Fetch the recent decisions on the pool and list them."""
        self._jobs.run_job(load, self.decisions.add, self._show_load_problem)

    def add_page(self, action_id: ActionId, page: QWidget) -> None:
        """Offer another page, which its action brings up."""
        self._pages[action_id] = page
        self._stack.addWidget(page)
        for entry, table in self._tables_of(action_id):
            table.restore(self._kept_layout(), entry)
        action = self.actions_table[action_id]
        action.triggered.connect(partial(_call, partial(self.show_page, action_id)))
        self._refresh_pages()

    def has_page(self, action_id: ActionId) -> bool:
        """Whether there is such a page here."""
        return action_id in self._pages

    def show_page(self, action_id: ActionId) -> None:
        """Bring a page up; what is behind it goes on."""
        self._page = action_id
        if self._lock_page is None:
            self._stack.setCurrentWidget(self._pages[action_id])
            self._refresh_pages()
            if action_id is ActionId.LANES_PAGE:
                self._back_to_review()
            self.page_shown.emit(action_id)

    def lock(self, page: QWidget) -> None:
        """Show ``page`` and nothing else until somebody has signed in."""
        self._lock_page = page
        self.top_bar.show_person("")
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._refresh_pages()

    def unlock(self, person: str, forbidden: frozenset[ActionId]) -> None:
        """Give the window to a person, who is not allowed the ``forbidden`` actions."""
        self._lock_page = None
        self._forbidden = forbidden
        self.top_bar.show_person(person)
        self._looks.take_up(person)
        self.show_page(ActionId.LANES_PAGE if self._page in forbidden else self._page)

    def begin_shift(self) -> None:
        """Forget what the shift before chose for itself: whoever comes next hears the alarm."""
        if self._escalation.muted:
            self._toggle_sound()

    def show_notice(self, text: str) -> None:
        """Show a fault in words until the attendant dismisses it."""
        self.notices.add(text)

    def show_sync(self, status: SyncStatus) -> None:
        """Tell how copying to Firebase stands."""
        self.top_bar.show_sync(status)

    @Slot()
    def tick(self) -> None:
        """Let clock and ages run on."""
        now_ns = self._settings.monotonic_ns()
        for tile in self.tiles.values():
            tile.tick(now_ns)
        self.presenter.tick(now_ns)
        self._escalate(now_ns)
        watched = sum(tile.status.watched for tile in self.tiles.values())
        self.review.show_watched(watched, len(self.tiles))
        self.top_bar.show_time(self._settings.local(self._settings.now()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Give keys that no control wanted to the slots, wherever the focus is."""
        reviewing = self.review.isVisible() and self.presenter.selected is not None
        if not reviewing or not self.review.slots.edit(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._ticker.stop()
        self._keep_layout()
        self.closing.emit()
        self.presenter.close()
        self._jobs.close()
        super().closeEvent(event)

    @Slot(str)
    def _show_frame(self, lane_id: str) -> None:
        self._bridge.acknowledge(lane_id)
        frame = self._commands.take_preview(lane_id)
        tile = self.tiles.get(lane_id)
        if frame is not None and tile is not None:
            tile.show_frame(frame, self._settings.monotonic_ns())

    @Slot(str)
    def _show_view(self, lane_id: str) -> None:
        view = self._bridge.take_view(lane_id)
        tile = self.tiles.get(lane_id)
        if view is not None and tile is not None:
            tile.show_view(view, self._settings.monotonic_ns())

    @Slot(object)
    def _show_lane_state(self, state: LaneState) -> None:
        tile = self.tiles.get(state.lane_id)
        if tile is not None:
            self._states[state.lane_id] = state
            tile.show_state(state)
            self._count_lanes()
            self.presenter.show_stopped(stopped=state.stopped)
            self.top_bar.show_stopped(stopped=state.stopped)

    @Slot(object)
    def _open_review(self, item: ReviewItem) -> None:
        self.presenter.open_item(item)

    @Slot(str)
    def _close_review(self, passage_id: str) -> None:
        self.presenter.close_item(passage_id)

    @Slot(object)
    def _show_decision(self, decision: DecisionRecord) -> None:
        self.decisions.add((decision,))
        self.presenter.show_recorded(decision)

    @Slot(object, str)
    def _show_model_state(self, state: ModelState, problem: str) -> None:
        self.top_bar.show_model(state, problem)
        for tile in self.tiles.values():
            tile.show_model(state, problem)

    @Slot(object)
    def _show_fault(self, fault: Fault) -> None:
        where = self._lane_names.get(fault.lane_id, "")
        kind = words.fault_words(fault.kind)
        if where:
            kind = self.tr("{kind}, {lane}").format(kind=kind, lane=where)
        said = self.tr("{kind}: {message}").format(kind=kind, message=told(fault.message))
        self.show_notice(said)
        self.presenter.show_fault(fault)

    def _show_load_problem(self, error: Exception) -> None:
        text = self.tr("Earlier decisions could not be read: {error}").format(
            error=told(str(error))
        )
        self.decisions_panel.show_problem(self.tr("Earlier decisions are missing"))
        self.show_notice(text)

    def _measure_first_paint(self, frame: LaneFrame) -> None:
        born_ns = frame.captured_ns if frame.captured_ns is not None else frame.frame.received_ns
        self._latencies("glass_to_tile", (self._settings.monotonic_ns() - born_ns) / 1e6)

    def _reason_in_front(self, lane_id: str) -> Reason | None:
        """What the policy said of the vehicle in front of a lane's barrier, if there is one."""
        view = self.tiles[lane_id].view
        return None if view is None or view.verdict is None else view.verdict.reason

    def _escalate(self, now_ns: int) -> None:
        """Let the tile of a passage that waits too long pulse."""
        oldest = self.presenter.oldest
        waiting_s = None if oldest is None else self.queue.waiting_s(oldest)
        lit = self._escalation.pulse(waiting_s, now_ns)
        lane_id = "" if oldest is None or lit is None else oldest.item.lane_id
        for tile in self.tiles.values():
            tile.show_pulse(lit if tile.lane_id == lane_id else None)
        self.review.show_escalation(urgent=lit is not None, muted=self._escalation.muted)

    def _toggle_sound(self) -> None:
        self._escalation.muted = not self._escalation.muted
        said = self.tr("Sound off") if self._escalation.muted else self.tr("Sound on")
        self.notices.show_message(said, Tone.NEUTRAL)
        self._escalate(self._settings.monotonic_ns())

    def _test_sound(self) -> None:
        """Let the alarm be heard once, muted or not; a computer that cannot says so itself."""
        self._settings.alarm()
        self.notices.show_message(
            self.tr("This is the sound of a passage that waits"), Tone.NEUTRAL
        )

    def _count_lanes(self) -> None:
        up = sum(state.connection is Connection.LIVE for state in self._states.values())
        self.top_bar.show_lanes(up, len(self.tiles))

    def _refresh_actions(self) -> None:
        situation = replace(
            self.presenter.situation(len(self.notices.notices)),
            page=self._page,
            pages=frozenset(self._pages),
            locked=self._lock_page is not None,
            forbidden=self._forbidden,
        )
        self.actions_table.refresh(situation)

    def _refresh_pages(self) -> None:
        extra = {ActionId.LOCK} if ActionId.SHIFT_PAGE in self._pages else set()
        locked = self._lock_page is not None
        offered = frozenset(self._pages) - self._forbidden | extra
        self.page_bar.show_pages(offered, None if locked else self._page)
        self._refresh_actions()

    def _show_shortcuts(self) -> None:
        sheet = ShortcutSheet(self.actions_table, self.appearance, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # without a window manager nobody gives the keys back to the window
        sheet.finished.connect(self.activateWindow)
        sheet.open()

    def _next_theme(self) -> None:
        themes = list(ThemeName)
        place = themes.index(self.appearance.theme)
        theme = themes[(place + 1) % len(themes)]
        self._looks.choose(theme, self.appearance.text_scale)

    def _ask_language(self) -> None:
        question = Question(
            self.tr("Language"),
            self.tr("Words, dates and numbers change when the console starts again."),
            tuple(LANGUAGES.values()),
        )
        ask(question, self.appearance, self).chosen.connect(self._keep_language)

    @Slot(int, int)
    def _keep_language(self, place: int, _option: int) -> None:
        keep_language(self._settings.layout_path, tuple(LANGUAGES)[place])
        said = self.tr("{language} from the next start").format(
            language=tuple(LANGUAGES.values())[place]
        )
        self.notices.show_message(said, Tone.NEUTRAL)

    def _scale_text(self, step: float) -> None:
        self._looks.choose(self.appearance.theme, self.appearance.text_scale + step)

    @Slot()
    def _back_to_review(self) -> None:
        (self if self.presenter.selected is None else self.review.slots).setFocus()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _connect_actions(self) -> None:
        table = self.actions_table
        self.gates.connect_actions(self._lane_names.items())
        for action_id, answer in (
            (ActionId.MUTE, self._toggle_sound),
            (ActionId.TEST_SOUND, self._test_sound),
            (ActionId.DECISIONS, self.decisions_panel.table.setFocus),
            (ActionId.SHORTCUTS, self._show_shortcuts),
            (ActionId.THEME, self._next_theme),
            (ActionId.LANGUAGE, self._ask_language),
            (ActionId.LARGER_TEXT, partial(self._scale_text, SCALE_STEP)),
            (ActionId.SMALLER_TEXT, partial(self._scale_text, -SCALE_STEP)),
            (ActionId.FULL_SCREEN, self._toggle_full_screen),
            (ActionId.DISMISS_NOTICE, self.notices.dismiss),
        ):
            table[action_id].triggered.connect(partial(_call, answer))
        self.decisions_panel.table.left.connect(self._back_to_review)
        self.decisions_panel.table.marked.connect(self.presenter.mark_decision)
        self.presenter.situation_changed.connect(self._refresh_actions)
        self.notices.count_changed.connect(self._refresh_actions)
        self.presenter.message.connect(self.notices.show_message)

    def _connect_bridge(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        bridge = self._bridge
        bridge.frame_available.connect(self._show_frame, queued)
        bridge.view_available.connect(self._show_view, queued)
        bridge.lane_state_changed.connect(self._show_lane_state, queued)
        bridge.review_opened.connect(self._open_review, queued)
        bridge.review_closed.connect(self._close_review, queued)
        bridge.decision_recorded.connect(self._show_decision, queued)
        bridge.model_state_changed.connect(self._show_model_state, queued)
        bridge.fault_raised.connect(self._show_fault, queued)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("{site} - Gatehouse").format(site=self._settings.site_name))
        tiles = tuple(self.tiles.values())
        lanes = LaneGrid(tiles, self.appearance) if tiles else NoLanes(self.appearance)
        self._panes = Panes(
            lanes, lanes.picture_area, self.decisions_panel, self.review, self.appearance
        )
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(6, 6, 6, 6)
        inner.addWidget(self._panes)
        self._stack = QStackedWidget()
        foot = QHBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(self.notices, 1)
        foot.addWidget(self.page_bar)
        central = QWidget()
        central.setObjectName("central")
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        self.setCentralWidget(central)
        self.add_page(ActionId.LANES_PAGE, middle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self.resize(DEFAULT_SIZE.boundedTo(self.screen().availableSize()))
        self._restore_layout()

    def _restore_layout(self) -> None:
        kept = self._kept_layout()
        if kept is None:
            return
        geometry = kept.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._panes.restore(kept)

    def _keep_layout(self) -> None:
        kept = self._kept_layout()
        if kept is None:
            return
        kept.setValue("geometry", self.saveGeometry())
        self._panes.keep(kept)
        for action_id in self._pages:
            for entry, table in self._tables_of(action_id):
                table.keep(kept, entry)

    def _kept_layout(self) -> QSettings | None:
        path = self._settings.layout_path
        return None if path is None else QSettings(str(path), QSettings.Format.IniFormat)

    def _tables_of(self, action_id: ActionId) -> Iterator[tuple[str, PageTable]]:
        """The tables of a page, each with the name that its columns are kept under."""
        tables = self._pages[action_id].findChildren(PageTable)
        for number, table in enumerate(tables, 1):
            yield "/".join(("columns", action_id.value, str(number))), table


def _call(answer: Callable[[], None], _checked: bool = False) -> None:
    """Drop the ``checked`` that ``triggered`` carries."""
    answer()


def build_window(  # noqa: PLR0913, PLR0917 - the composition names every collaborator once
    settings: WindowSettings,
    lanes: Sequence[tuple[str, str]],
    commands: GateCommands,
    bridge: EngineBridge,
    load_recent: Callable[[], tuple[DecisionRecord, ...]],
    latencies: Callable[[str, float], None],
) -> MainWindow:
    """Return the window for these lanes (id and name), connected and filling itself.

    ``load_recent`` is called on a pool thread. ``latencies`` gets ("glass_to_tile", ms) on the
    GUI thread when a frame is painted for the first time.

    Raises:
        ThemeError: the resources are missing or damaged.
    """
    window = MainWindow(settings, tuple(lanes), commands, bridge, latencies)
    window.load_recent(load_recent)
    return window
