"""One lane: live picture with overlay, read, verdict, ages, barrier and its buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from console.gate.types import BarrierPosition, LaneFrame, LaneState, LaneView, ModelState
from console.ui import overlay, words
from console.ui.actions import ActionId, Actions
from console.ui.camera_view import CameraView
from console.ui.elided_label import ElidedLabel
from console.ui.key_button import KeyButton
from console.ui.lane_status import LaneFacts, LaneStatus, describe
from console.ui.read_strip import ReadStrip
from console.ui.ribbon import Ribbon
from console.ui.theme import Appearance, Tone, set_state
from console.ui.tile_layout import EDGE_PX, PICTURE_ASPECT, plan_tile
from pipeline.types import Character, Read

OVERLAY_FRESH_S = 0.7
"""Boxes of a frame that is older than the picture shown by more than this are drawn faintly."""

OVERLAY_KEPT_S = 2.0
"""Boxes that are older still are not drawn: they would sit beside a moving vehicle."""

_RADIUS_PX = 6.0
_LINE_PX, _PULSE_PX = 2.0, 4.0
_LEAST_HEIGHT_PX = 140  # the grid asks for more where the width needs it


class LaneTile(QFrame):
    """Takes the lane's values as they come and shows what is true of the lane at each tick."""

    def __init__(  # noqa: PLR0913 - a lane, what it looks like, and who hears of it
        self,
        lane: tuple[str, str],
        number: int,
        actions: Actions,
        appearance: Appearance,
        on_first_paint: Callable[[LaneFrame], None],
        *,
        shown: Callable[[str], str] = str,
    ) -> None:
        """Take ``shown``, which gives a plate's text as people shall see it, glyph by glyph."""
        super().__init__()
        self.setObjectName("laneTile")
        self.lane_id, self._name = lane
        self._appearance = appearance
        self._shown = shown
        self._state: LaneState | None = None
        self._view: LaneView | None = None
        self._model = ModelState.LOADING
        self._model_problem = ""
        self._now_ns = 0
        self._status: LaneStatus | None = None
        self._aspect = PICTURE_ASPECT
        self._noted = False
        self._edge_tone = Tone.NEUTRAL
        self._pulse: bool | None = None
        self.setAccessibleName(self.tr("Lane {number}, {name}").format(number=number, name=lane[1]))

        self._number = QLabel(str(number))
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setObjectName("laneNumber")
        self._label = ElidedLabel(self._name)
        self._label.setObjectName("laneName")
        self._label.setToolTip(self._name)
        self._age = QLabel()
        self._age.setObjectName("frameAge")
        self._fps = QLabel()
        self._fps.setObjectName("laneFps")
        for label, size_px in ((self._age, 13), (self._fps, 12)):
            label.setFont(appearance.font(size_px))
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

        self.camera = CameraView(appearance, on_first_paint, shown=shown)
        self.camera.setAccessibleName(self.tr("Picture of {name}").format(name=self._name))
        self.read_strip = ReadStrip(appearance)
        self.ribbon = Ribbon(appearance)
        self._barrier_icon = QLabel()
        self._barrier = ElidedLabel()
        self._barrier.setObjectName("barrierPosition")
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(4)
        for action_id, icon, stretch in (
            (ActionId.OPEN_LANE, "barrier_open", 2),
            (ActionId.HOLD_LANE, "hold", 2),
            (ActionId.CLOSE_LANE, "barrier_closed", 3),
        ):
            action = actions.of_lane(action_id, self.lane_id)
            buttons.addWidget(KeyButton(action, icon, appearance), stretch)
        for part in (
            self._number,
            self._label,
            self._age,
            self._fps,
            self.camera,
            self.read_strip,
            self.ribbon,
            self._barrier_icon,
            self._barrier,
            self._buttons,
        ):
            part.setParent(self)
        self.refresh()
        appearance.changed.connect(self._restyle)

    @property
    def view(self) -> LaneView | None:
        """What recognition last saw in the lane."""
        return self._view

    @property
    def edge_tone(self) -> Tone:
        """The tone in whose colour the edge is drawn."""
        return self._edge_tone

    @property
    def pulse(self) -> bool | None:
        """Whether the edge is lit up just now; None while it does not pulse."""
        return self._pulse

    @property
    def status(self) -> LaneStatus:
        if self._status is None:
            self._status = describe(self._facts())
        return self._status

    @property
    def narrowest_px(self) -> int:
        """The width that the buttons need in a row of their own."""
        return self._buttons.minimumSizeHint().width() + 10

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.narrowest_px, self._appearance.px(_LEAST_HEIGHT_PX))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(440, 330)

    def show_frame(self, frame: LaneFrame, now_ns: int) -> None:
        if self.camera.frame is None:
            self._aspect = frame.frame.width_px / frame.frame.height_px
            self._arrange()
        self.camera.set_frame(frame)
        self._now_ns = now_ns
        if self.status.stale or self.status.message_title:
            self.refresh()
        else:
            self._show_overlay(self.status)

    def show_view(self, view: LaneView, now_ns: int) -> None:
        self._view = view
        self._now_ns = now_ns
        self.refresh()

    def show_state(self, state: LaneState) -> None:
        self._state = state
        self.refresh()

    def show_model(self, model: ModelState, problem: str) -> None:
        self._model, self._model_problem = model, problem
        self.refresh()

    def show_pulse(self, lit: bool | None) -> None:
        """Light the edge up or not, by turns, while a passage waits too long; None ends it."""
        if lit != self._pulse:
            self._pulse = lit
            self._update_edge()

    def tick(self, now_ns: int) -> None:
        """Let ages run on; ``now_ns`` is monotonic."""
        self._now_ns = now_ns
        self.refresh()

    def refresh(self) -> None:
        """Show what is true now."""
        status = describe(self._facts())
        self._status = status
        self.ribbon.show_status(status.tone, status.icon, status.word, status.detail)
        if status.tone is not self._edge_tone:
            self._edge_tone = status.tone
            self._update_edge()
        self.camera.set_stale(status.stale)
        self.camera.set_message(status.message_icon, status.message_title, status.message_detail)
        read = self._view.read if self._view is not None and status.read else None
        self.read_strip.show_characters(() if read is None else self._as_shown(read))
        self._show_overlay(status)
        self._show_header(status)
        self._show_barrier()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint ground and edge: a style sheet would paint all that is inside with each pulse."""
        palette = self._appearance.palette
        painter = QPainter(self)
        if self._inside().contains(event.rect()):
            painter.fillRect(event.rect(), QColor(palette.surface))
            return
        width = _LINE_PX if self._pulse is None else _PULSE_PX
        dull = self._edge_tone is Tone.NEUTRAL if self._pulse is None else not self._pulse
        tone = self._edge_tone if self._pulse is None else Tone.REVIEW
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(palette.surface))
        painter.setPen(QPen(QColor(palette.line if dull else palette.fill(tone)), width))
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(edge, _RADIUS_PX - width / 2, _RADIUS_PX - width / 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._arrange()
        super().resizeEvent(event)

    def _inside(self) -> QRect:
        return self.rect().adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)

    def _update_edge(self) -> None:
        self.update(QRegion(self.rect()) - QRegion(self._inside()))

    def _restyle(self) -> None:
        self._arrange()
        self.refresh()

    def _arrange(self) -> None:
        """Put everything in its place; without room for the barrier it is noted in the picture."""
        look = self._appearance
        plan = plan_tile(self.width(), self.height(), look.text_scale, self._aspect)
        for part, place in (
            (self._number, plan.number),
            (self._label, plan.name),
            (self._age, plan.age),
            (self._fps, plan.fps),
            (self.camera, plan.picture),
            (self.read_strip, plan.read),
            (self.ribbon, plan.ribbon),
            (self._buttons, plan.buttons),
        ):
            part.setGeometry(place)
        self._noted = plan.barrier is None
        for part in (self._barrier_icon, self._barrier):
            part.setVisible(not self._noted)
        if plan.barrier is not None:
            side = look.px(18) + 6
            self._barrier_icon.setGeometry(
                plan.barrier.adjusted(0, 0, side - plan.barrier.width(), 0)
            )
            self._barrier.setGeometry(plan.barrier.adjusted(side, 0, 0, 0))
        self._show_barrier()

    def _as_shown(self, read: Read) -> tuple[Character, ...]:
        """The characters with O and 0 told apart, which to every reader are one."""
        return tuple(
            character if character.text == glyph else replace(character, text=glyph)
            for character, glyph in zip(
                read.characters, overlay.glyphs_of(read, self._shown), strict=True
            )
        )

    def _show_overlay(self, status: LaneStatus) -> None:
        frame, view = self.camera.frame, self._view
        if not status.overlay or frame is None or view is None:
            self.camera.set_result(None, status.tone)
            return
        behind_s = (frame.frame.received_ns - view.result.frame.received_ns) / 1e9
        self.camera.set_result(
            view.result if behind_s < OVERLAY_KEPT_S else None,
            status.tone,
            faint=behind_s > OVERLAY_FRESH_S,
        )

    def _show_header(self, status: LaneStatus) -> None:
        age_s = self._frame_age_s()
        self._age.setAccessibleName(
            self.tr("No picture yet")
            if age_s is None
            else self.tr("Age of the picture: {age}").format(age=words.age_words(age_s))
        )
        set_state(self._age, "tone", "stale" if status.stale and age_s is not None else "")
        self._age.setText("" if age_s is None else words.age_words(age_s))
        fps = self._state.fps if self._state is not None else 0.0
        self._fps.setText(self.tr("{fps} fps").format(fps=round(fps)) if fps > 0 else "")
        if self._state is not None:
            self._fps.setToolTip(
                self.tr(
                    "{frames} pictures, {dropped} passed over, reconnected %n times",
                    None,
                    self._state.reconnect_count,
                ).format(frames=self._state.frame_count, dropped=self._state.dropped_count)
            )

    def _show_barrier(self) -> None:
        position = self._state.barrier if self._state is not None else BarrierPosition.UNKNOWN
        is_open = position in {BarrierPosition.OPEN, BarrierPosition.HELD}
        palette = self._appearance.palette
        text = self._barrier_text(position)
        self._barrier.setText(text)
        note = text if self._noted else ""
        self.camera.set_note(words.barrier_icon(position), note)
        set_state(self._barrier, "tone", "open" if is_open else "")
        side = self._appearance.px(18)
        self._barrier_icon.setPixmap(
            self._appearance.pixmap(
                words.barrier_icon(position),
                palette.open_ink if is_open else palette.text_dim,
                side,
                self.devicePixelRatioF(),
            )
        )

    def _barrier_text(self, position: BarrierPosition) -> str:
        """The position; where it was ordered to stay open, also that, and for how long yet."""
        state = self._state
        text = words.barrier_words(position)
        if state is None or not state.held:
            return text
        held = words.barrier_words(BarrierPosition.HELD)
        if state.hold_ends_ns is not None:
            left_s = max(0.0, (state.hold_ends_ns - self._now_ns) / 1e9)
            held = self.tr("{held}, {time} left").format(held=held, time=words.clock_words(left_s))
        if position in {BarrierPosition.HELD, BarrierPosition.OPEN, BarrierPosition.MOVING}:
            return held
        return self.tr("{held} - {position}").format(held=held, position=text)

    def _facts(self) -> LaneFacts:
        look_age_s = None
        if self._view is not None:
            look_age_s = (self._now_ns - self._view.result.frame.received_ns) / 1e9
        return LaneFacts(
            self._state,
            self._model,
            self._model_problem,
            self._view,
            self._frame_age_s(),
            look_age_s,
        )

    def _frame_age_s(self) -> float | None:
        frame = self.camera.frame
        if frame is None:
            return None
        return max(0.0, (self._now_ns - frame.seen_ns) / 1e9)
