"""The review panel: the queue, and the selected passage with everything to judge it by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.gate.types import Reason, ReviewItem
from console.ui import words
from console.ui.actions import ActionId, Actions
from console.ui.character_slots import CharacterSlots
from console.ui.effect import Effect
from console.ui.elided_label import ElidedLabel
from console.ui.evidence_view import EvidenceView
from console.ui.in_turn import PaintedInTurn
from console.ui.key_button import KeyButton
from console.ui.review_queue import ROW_PX, QueueDelegate, ReviewQueueModel
from console.ui.ribbon import Ribbon
from console.ui.theme import Appearance, Tone, set_state
from console.ui.vehicle_matches import ROW_COUNT, VehicleMatches

_SHOWN_ROWS = 3
_ITEM_PX = 620  # what the passage under review needs, at text scale 1


class QueueView(QListView):
    """The list; keys that it does not need are left to the window, where the slots get them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()


class ReviewPanel(QFrame):
    """Shows values and emits what the attendant picks; decides nothing."""

    passage_picked = Signal(str)

    def __init__(
        self,
        model: ReviewQueueModel,
        actions: Actions,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
    ) -> None:
        super().__init__()
        self.setObjectName("reviewPanel")
        self.setAccessibleName(self.tr("Review"))
        self._model = model
        self.appearance = appearance
        self.slots = CharacterSlots(appearance)
        self.matches = VehicleMatches(
            appearance,
            local,
            [actions[a] for a in (ActionId.VEHICLE_1, ActionId.VEHICLE_2, ActionId.VEHICLE_3)],
        )
        self.evidence = EvidenceView(appearance, local)
        self.ribbon = Ribbon(appearance)
        self._heading = QLabel(self.tr("Review"))
        self._heading.setProperty("role", "heading")
        self._sound = QLabel()
        self._escalated: tuple[bool, bool] = (False, False)
        self._count = QLabel()
        self._count.setProperty("role", "dim")
        self.queue = QueueView()
        self.queue.setObjectName("reviewQueue")
        self.queue.setAccessibleName(self.tr("Passages that wait"))
        self.queue.setModel(model)
        self.queue.setItemDelegate(QueueDelegate(appearance, self.queue))
        self.queue.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.queue.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.queue.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.queue.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.queue.clicked.connect(self._pick)
        self._make_buttons(actions)
        self._given_reason = ElidedLabel()
        self._given_reason.setProperty("role", "small")
        self._given_reason.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._empty_icon = QLabel()
        self._empty_title = QLabel()
        self._hint = QLabel()
        self._watched: tuple[int, int] | None = None
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self._item_page())
        header = QHBoxLayout()
        header.addWidget(self._heading)
        header.addWidget(self._sound)
        header.addStretch(1)
        header.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(header)
        layout.addWidget(self._pages, 1)
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self._show_count)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self.show_item(None)

    def _make_buttons(self, actions: Actions) -> None:
        appearance = self.appearance
        self._confirm = KeyButton(actions[ActionId.CONFIRM], "check", appearance, Tone.OPEN)
        self._correct = KeyButton(actions[ActionId.CORRECT], "correct", appearance, Tone.REVIEW)
        self._deny = KeyButton(actions[ActionId.DENY], "refuse", appearance, Tone.REFUSE)
        self._deny.show_effect("refuse", Tone.REFUSE, "")
        self._visitor = KeyButton(actions[ActionId.VISITOR], "visitor", appearance)
        self._skip = KeyButton(actions[ActionId.SKIP], "skip", appearance)
        self._reason = KeyButton(actions[ActionId.REASON], "review", appearance)
        self._take_back = KeyButton(actions[ActionId.TAKE_BACK], "undo", appearance)

    def show_item(self, item: ReviewItem | None) -> None:
        """Begin the review of a passage, or show that none waits."""
        self._pages.setCurrentIndex(0 if item is None else 1)
        if item is None:
            self.evidence.show_item(None)
            self.slots.clear()
            self.matches.show_matches("", ())
            return
        self._in_turn.begin()
        self.evidence.show_item(item)
        self.slots.show_read(item.evidence.frame, item.read)
        self.matches.show_matches(item.read.text, item.verdict.matches)
        self.queue.selectionModel().setCurrentIndex(
            self._model.index(self._model.row_of(item.passage_id)),
            QItemSelectionModel.SelectionFlag.ClearAndSelect,
        )

    def update_item(self, item: ReviewItem) -> None:
        """Show a later read of the passage under review; what was typed stays."""
        self._in_turn.begin()
        self.evidence.show_item(item)
        if self.slots.line.touched:
            self.slots.rebase(item.read.text)
        else:
            self.slots.show_read(item.evidence.frame, item.read)
            self.matches.show_matches(item.read.text, item.verdict.matches)

    def show_reason(self, text: str) -> None:
        """Say which reason goes on record with a yes; empty where it overrides nothing."""
        self._given_reason.setText(self.tr("Reason: {reason}").format(reason=text) if text else "")

    def show_effect(self, item: ReviewItem, effect: Effect) -> None:
        """Say on ribbon and buttons what a yes does to the barrier."""
        kind = item.verdict.kind
        tone, icon = words.verdict_tone(kind), words.verdict_icon(kind)
        detail = words.reason_words(item.verdict.reason)
        if effect is Effect.LEFT:
            tone, icon = Tone.STALE, "barrier_closed"
            detail = self.tr("Stays closed, the vehicle has left: {reason}").format(reason=detail)
        elif effect is Effect.STOPPED:
            tone, icon = Tone.REFUSE, "stop"
            detail = self.tr("Stays closed: {reason}").format(
                reason=words.reason_words(Reason.GATES_STOPPED)
            )
        elif effect is Effect.BLOCKED:
            tone, icon = Tone.REFUSE, "refuse"
            detail = self.tr("Stays closed: {reason}").format(
                reason=words.reason_words(Reason.BLOCKED)
            )
        self.ribbon.show_status(tone, icon, item.lane_name, detail)
        opens = effect is Effect.OPENS
        note = self.tr("opens") if opens else self.tr("stays closed")
        for button, own_icon, own_tone in (
            (self._confirm, "check", Tone.OPEN),
            (self._correct, "correct", Tone.REVIEW),
        ):
            button.show_effect(
                own_icon if opens else "barrier_closed", own_tone if opens else Tone.STALE, note
            )

    def _show_count(self) -> None:
        entries = self._model.entries
        waiting = [entry for entry in entries if entry.waits]
        if waiting:
            oldest = words.clock_words(self._model.waiting_s(waiting[0]))
            text = self.tr("%n waiting, oldest {time}", None, len(waiting)).format(time=oldest)
        else:
            text = self.tr("None waiting")
        self._count.setText(text)
        self._fit_queue()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_queue()

    def show_escalation(self, *, urgent: bool, muted: bool) -> None:
        """Say that a passage waits too long, and whether a sound would be heard."""
        if (urgent, muted) == self._escalated:
            return
        self._escalated = (urgent, muted)
        set_state(self._count, "tone", Tone.REFUSE.value if urgent else "")
        self._show_sound()

    def _show_sound(self) -> None:
        urgent, muted = self._escalated
        look = self.appearance
        ink = look.palette.refuse_ink if urgent else look.palette.text_dim
        icon = "muted" if muted else "sound"
        self._sound.setVisible(muted or urgent)
        self._sound.setPixmap(look.pixmap(icon, ink, look.px(18), self.devicePixelRatioF()))
        said = self.tr("Sound is off") if muted else self.tr("Waits too long")
        self._sound.setToolTip(said)
        self._sound.setAccessibleName(said)

    def show_watched(self, watched_count: int, lane_count: int) -> None:
        """Say whether an empty queue means that all is well, or that nobody is looking."""
        if self._watched != (watched_count, lane_count):
            self._watched = (watched_count, lane_count)
            self._show_emptiness()

    def _show_emptiness(self) -> None:
        look = self.appearance
        watched, lanes = self._watched or (0, 0)
        icon, ink, tone = "warning", look.palette.review_ink, Tone.REVIEW.value
        title = self.tr("No vehicle would be noticed")
        if watched == 0:
            text = self.tr("No lane is being watched.")
        elif watched < lanes:
            title = self.tr("Nothing waits for you")
            text = self.tr("Only {watched} of %n lanes are being watched.", None, lanes).format(
                watched=watched
            )
        else:
            icon, ink, tone = "check", look.palette.open_ink, ""
            title = self.tr("Nothing waits for you")
            text = self.tr("Passages that need a person appear here.")
        self._empty_title.setText(title)
        ratio = self.devicePixelRatioF()
        self._empty_icon.setPixmap(look.pixmap(icon, ink, look.px(56), ratio))
        self._hint.setText(text)
        self._hint.setProperty("role", "" if tone else "dim")
        set_state(self._hint, "tone", tone)

    def _fit_queue(self) -> None:
        """Show up to three rows, fewer where the passage under review needs the height."""
        room = (self.height() - self.appearance.px(_ITEM_PX)) // self.appearance.px(ROW_PX)
        rows = max(1, min(self._model.rowCount(), _SHOWN_ROWS, room))
        short = room < 0  # large text: the heading counts those that wait, the keys reach them
        self.queue.setVisible(not short)
        self.matches.show_rows(1 if short else ROW_COUNT)
        self.queue.setFixedHeight(self.appearance.px(ROW_PX) * rows + 4)

    def _pick(self, index: QModelIndex) -> None:
        self.passage_picked.emit(self._model.entries[index.row()].item.passage_id)

    def _restyle(self) -> None:
        look = self.appearance
        self._count.setFont(look.font(14))
        self._show_sound()
        self._show_emptiness()
        self.setMinimumWidth(look.px(320))
        self.queue.doItemsLayout()
        self._show_count()

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._empty_title.setProperty("role", "heading")
        self._hint.setWordWrap(True)
        layout = QVBoxLayout(page)
        layout.addStretch(2)
        for label in (self._empty_icon, self._empty_title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(3)
        return page

    def _item_page(self) -> QWidget:
        self._in_turn = PaintedInTurn((self.slots, self.evidence, self.matches, self.queue), self)
        page = QWidget()
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.evidence, 1)
        inner.addWidget(self.slots)
        caption = QLabel(self.tr("Nearest registered vehicles"))
        caption.setProperty("role", "small")
        captions = QHBoxLayout()
        captions.addWidget(caption)
        captions.addWidget(self._given_reason, 1)
        inner.addLayout(captions)
        inner.addWidget(self.matches)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, stretch in ((self._confirm, 3), (self._correct, 3), (self._deny, 2)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            buttons.addWidget(button, stretch)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.queue)
        layout.addWidget(self.ribbon)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)
        others = QHBoxLayout()
        others.setSpacing(8)
        for button in (self._visitor, self._skip, self._reason, self._take_back):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            others.addWidget(button, 1)
        layout.addLayout(others)
        return page
