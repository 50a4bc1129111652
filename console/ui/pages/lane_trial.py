"""What a camera shows while its lane is tested: picture, boxes, text, and what to move."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from console.gate.lane_test import LaneTestReport
from console.gate.types import LaneFrame
from console.ui import lane_test_words
from console.ui.camera_view import CameraView
from console.ui.pages.card import MessageLine
from console.ui.read_strip import ReadStrip
from console.ui.theme import Appearance, Tone
from console.ui.told import told
from pipeline.types import FrameResult, Read

_STRIP_PX = 48
_PICTURE_PX = 96  # what large text leaves beside findings in long words


class LaneTrial(QWidget):
    """Shows one look after another, then the findings; judges nothing itself."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.camera = CameraView(appearance, lambda _frame: None)
        self.camera.setAccessibleName(self.tr("Picture of the camera under test"))
        self.camera.setMinimumHeight(_PICTURE_PX)
        self.strip = ReadStrip(appearance)
        self.said = MessageLine()
        self.barrier_said = MessageLine()
        self._report: LaneTestReport | None = None
        self.findings = QGridLayout()
        self.findings.setHorizontalSpacing(10)
        self.findings.setVerticalSpacing(4)
        self.findings.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.camera, 1)
        layout.addWidget(self.strip)
        layout.addWidget(self.said)
        layout.addWidget(self.barrier_said)
        layout.addLayout(self.findings)
        appearance.changed.connect(self._fit)
        self._fit()
        self.clear()

    def clear(self) -> None:
        """Show nothing of the camera before."""
        self.camera.set_message("camera", self.tr("Not tested yet"), "")
        self.camera.set_result(None, Tone.NEUTRAL)
        self.strip.show_characters(())
        self.said.clear()
        self._report = None
        self._show_findings()

    def show_connecting(self) -> None:
        """Say that a picture is awaited."""
        self.clear()
        self.camera.set_message("loading", self.tr("Waiting for the camera and the models"), "")

    def show_problem(self, text: str) -> None:
        """Say why there is no picture."""
        self.camera.set_message("camera_off", self.tr("No picture"), text)
        self.said.say(text, Tone.REFUSE)

    def show_look(self, result: FrameResult) -> None:
        """Show a frame with its boxes, and the text of its nearest plate."""
        self.camera.set_message("", "", "")
        self.camera.set_frame(LaneFrame(result.frame, b""))
        self.camera.set_result(result, Tone.REVIEW)
        read = max(result.reads, key=_nearness, default=None)
        self.strip.show_characters(() if read is None else read.characters)
        if result.error is not None:
            self.said.say(told(result.error), Tone.REFUSE)
        elif read is None:
            self.said.say(self.tr("No plate in the picture"))
        else:
            self.said.say(
                self.tr("{plate}, weakest character {confidence}").format(
                    plate=read.text or self.tr("No text"),
                    confidence=f"{read.confidence:.0%}",
                )
            )

    def show_report(self, report: LaneTestReport) -> None:
        """Tell what was measured, and what has to be moved."""
        self._report = report
        self._show_findings()
        if report.is_good:
            self.said.say(self.tr("Good: {plate} was read").format(plate=report.text), Tone.OPEN)
        else:
            self.said.say(
                self.tr("%n frames were looked at", None, report.frame_count), Tone.REVIEW
            )

    def show_barrier(self, text: str, tone: Tone) -> None:
        """Tell of the barrier; findings, which may need all the room, go before it."""
        self.barrier_said.say(text, tone)
        self.barrier_said.setVisible(bool(text) and self._report is None)

    def _show_findings(self) -> None:
        """One line for each finding, with its icon in the ink of the theme."""
        self._clear_findings()
        self.barrier_said.setVisible(bool(self.barrier_said.text()) and self._report is None)
        for row, finding in enumerate(() if self._report is None else self._report.findings):
            tone = Tone.OPEN if finding.is_good else Tone.REVIEW
            look = self._appearance
            icon = QLabel()
            icon.setPixmap(
                look.pixmap(
                    "check" if finding.is_good else "warning",
                    look.palette.ink(tone),
                    look.px(16),
                    self.devicePixelRatioF(),
                )
            )
            words = lane_test_words.measure_words(finding)
            if not finding.is_good:
                words = self.tr("{measured}. {advice}").format(
                    measured=words, advice=lane_test_words.advice_words(finding)
                )
            measured = QLabel(words)
            measured.setWordWrap(True)
            measured.setProperty("tone", tone.value)
            self.findings.addWidget(icon, row, 0)
            self.findings.addWidget(QLabel(lane_test_words.aspect_words(finding.aspect)), row, 1)
            self.findings.addWidget(measured, row, 2)

    def _clear_findings(self) -> None:
        while (item := self.findings.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()

    def _fit(self) -> None:
        self.strip.setFixedHeight(self._appearance.px(_STRIP_PX))
        self._show_findings()


def _nearness(read: Read) -> tuple[bool, float]:
    return read.rejection is None, read.plate.box.width
