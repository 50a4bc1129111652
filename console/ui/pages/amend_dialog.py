"""The question how a past decision should have been: outcome, plate, reason, note; by keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.gate.reasons import Act, OverrideReason, reasons_for
from console.ui import words
from console.ui.pages.card import MessageLine, add_row, field, heading, hint
from console.ui.slot_line import fold
from console.ui.theme import Appearance, Tone
from db.errors import PlateTextError
from db.plates import normalise_plate
from db.records import DecisionRecord, Outcome

_WIDTH_PX = 440


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a past decision should have been; ``plate`` is None where nobody was let in."""

    decision: DecisionRecord
    outcome: Outcome
    plate: str | None
    reason: str
    note: str


class AmendDialog(QDialog):
    """Asks for an amendment and emits it; records nothing itself."""

    amended = Signal(object)  # Amendment

    def __init__(
        self,
        decision: DecisionRecord,
        reasons: tuple[OverrideReason, ...],
        appearance: Appearance,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._decision = decision
        self._reasons = reasons
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Amend a decision"))
        self.setAccessibleName(self.tr("Amend a decision"))
        self.act = _combo(self.tr("What should have been decided"))
        for act, text in (
            (Act.CONFIRM, self.tr("Let in under this plate")),
            (Act.VISITOR, self.tr("Let in as a visitor")),
            (Act.DENY, self.tr("Not let in")),
        ):
            self.act.addItem(text, act.value)
        self.plate = field(self.tr("Plate"))
        self.plate.setText(decision.resolved_plate or decision.observed_plate)
        self.plate.setProperty("role", "plate")
        self.reason = _combo(self.tr("Reason"))
        self.note = field(self.tr("Note"))
        self.note.setMaxLength(200)
        self.message = MessageLine()
        self.record = QPushButton(self.tr("Record the amendment"))
        self.record.setProperty("tone", Tone.REVIEW.value)
        self.record.setDefault(True)
        self._lay_out(appearance)
        self.act.currentIndexChanged.connect(self._follow_act)
        self.plate.textEdited.connect(self._check)
        self.record.clicked.connect(self._record)
        passed = decision.outcome is not Outcome.REJECTED
        visitor = decision.outcome is Outcome.VISITOR
        now = Act.VISITOR if visitor else Act.CONFIRM if passed else Act.DENY
        self.act.setCurrentIndex(self.act.findData(now.value))
        self._follow_act()
        self.plate.setFocus()
        self.plate.selectAll()

    def _lay_out(self, appearance: Appearance) -> None:
        was = self.tr("Decided: {outcome} by {name}, read {plate}").format(
            outcome=words.outcome_words(self._decision.outcome),
            name=words.decided_by_words(self._decision.decided_by),
            plate=self._decision.observed_plate or "–",  # noqa: RUF001 - a dash
        )
        form = QGridLayout()
        form.setVerticalSpacing(10)
        add_row(form, self.tr("Should be"), self.act)
        add_row(form, self.tr("Plate"), self.plate)
        add_row(form, self.tr("Reason"), self.reason)
        add_row(form, self.tr("Note"), self.note)
        leave = QPushButton(self.tr("Leave it (Escape)"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(leave)
        buttons.addStretch(1)
        buttons.addWidget(self.record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(heading(self.tr("Amend a decision")))
        layout.addWidget(hint(was))
        layout.addLayout(form)
        layout.addWidget(hint(self.tr("The decision stays on record; no barrier moves.")))
        layout.addWidget(self.message)
        layout.addLayout(buttons)
        self.setMinimumWidth(appearance.px(_WIDTH_PX))

    def _follow_act(self) -> None:
        """Offer the reasons of what was chosen; nobody who was not let in needs a plate."""
        self.plate.setEnabled(self._act() is not Act.DENY)
        self._check()

    def _check(self) -> None:
        outcome = self._outcome()
        offered = {
            one.code: one
            for act in (_ACTS[outcome], Act.TAKE_BACK)
            for one in reasons_for(act, self._reasons)
        }
        codes = [self.reason.itemData(row) for row in range(self.reason.count())]
        if codes != list(offered):
            self.reason.clear()
            for code, one in offered.items():
                self.reason.addItem(words.override_words(one), code)
        problem = "" if self._plate() or outcome is Outcome.REJECTED else self.tr("A plate?")
        unchanged = outcome is self._decision.outcome and self._plate() == _plate_of(self._decision)
        self.record.setEnabled(not problem and not unchanged)
        if unchanged:
            problem = self.tr("This is what was decided")
        self.message.say(problem)

    def _act(self) -> Act:
        return Act(self.act.currentData())

    def _outcome(self) -> Outcome:
        """A plate as it was read is confirmed, another one corrected."""
        act = self._act()
        if act is Act.DENY:
            return Outcome.REJECTED
        if act is Act.VISITOR:
            return Outcome.VISITOR
        same = fold(self._plate() or "") == fold(self._decision.observed_plate)
        return Outcome.CONFIRMED if same else Outcome.CORRECTED

    def _plate(self) -> str | None:
        if self._act() is Act.DENY:
            return None
        try:
            return normalise_plate(self.plate.text())
        except PlateTextError:
            return None

    def _record(self) -> None:
        amendment = Amendment(
            self._decision,
            self._outcome(),
            self._plate(),
            self.reason.currentData() or "",
            " ".join(self.note.text().split()),
        )
        self.accept()
        self.amended.emit(amendment)


_ACTS = {
    Outcome.CONFIRMED: Act.CONFIRM,
    Outcome.CORRECTED: Act.CORRECT,
    Outcome.VISITOR: Act.VISITOR,
    Outcome.REJECTED: Act.DENY,
}


def _plate_of(decision: DecisionRecord) -> str | None:
    """The plate that a decision let in; a denial has none."""
    return None if decision.outcome is Outcome.REJECTED else decision.resolved_plate


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    return box
