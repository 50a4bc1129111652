"""The page of the models: which read now, which candidates wait, and how they compare."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.people.models import ModelsView, SetState, SetView
from console.ui.pages.card import MessageLine, field, heading, hint
from console.ui.pages.models_tables import SetColumn, SetsModel, SliceColumn, SlicesModel
from console.ui.pages.models_words import objection_words, version_words
from console.ui.pages.page_actions import PageActions
from console.ui.pages.tables import PageTable
from console.ui.theme import Appearance, Tone, set_state
from console.ui.told import told
from pipeline.comparison import SliceResult

_SIDE_WIDTH_PX = 560
_SET_WIDTHS_PX = {
    SetColumn.VERSION: 180,
    SetColumn.STATE: 130,
    SetColumn.HELD_BACK: 200,
}
_SLICE_WIDTHS_PX = {
    SliceColumn.SLICE: 150,
    SliceColumn.COUNT: 55,
    SliceColumn.CURRENT: 45,
    SliceColumn.CANDIDATE: 45,
    SliceColumn.WON: 45,
    SliceColumn.LOST: 45,
}


class ModelsPage(QWidget):
    """Shows the models of the site and emits what the person at the desk wants of them."""

    promote_asked = Signal(str, str)  # version, why
    back_asked = Signal(str)  # why

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._may_go_back = False
        self.actions_of_page = PageActions(self, self.tr("Models"), appearance)
        add = self.actions_of_page.add
        self._promote = add(
            self.tr("Promote"),
            "Ctrl+P",
            self.tr("The lanes read with the selected candidate from now on; recorded"),
            self._ask_promote,
        )
        self._back = add(
            self.tr("Go back"),
            "Ctrl+B",
            self.tr("The lanes read with the models that were in use before; recorded"),
            lambda: self.back_asked.emit(self.why.text().strip()),
        )
        self.model = SetsModel(appearance, self)
        self.table = PageTable(self.tr("Models of this site"), appearance)
        self.table.setModel(self.model)
        self.table.set_widths(
            {int(column): width for column, width in _SET_WIDTHS_PX.items()},
            (int(SetColumn.HELD_BACK),),
        )
        self.slices_model = SlicesModel(appearance, self)
        self.slices = PageTable(self.tr("Comparison by kind of plates"), appearance)
        self.slices.setModel(self.slices_model)
        self.slices.set_widths(
            {int(column): width for column, width in _SLICE_WIDTHS_PX.items()},
            (int(SliceColumn.LOST), int(SliceColumn.WON)),
        )
        self.title = heading()
        self.about = hint()
        self.objections = QLabel()
        self.objections.setWordWrap(True)
        self.why = field(self.tr("Why the models are switched"))
        self.why.setPlaceholderText(self.tr("Why; goes on record"))
        self.message = MessageLine()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._refresh())
        self.table.set_empty_text(self.tr("Looking"))
        self._refresh()

    def show_view(self, view: ModelsView) -> None:
        """Show the sets there are now, keeping what is selected; else the newest candidate."""
        kept = self.selected()
        self.model.show_sets(view.sets)
        in_use = [one for one in view.sets if one.state is SetState.IN_USE]
        self._may_go_back = bool(view.problem) or any(one.made or one.problem for one in in_use)
        self._may_go_back |= any(one.state is SetState.BEFORE for one in view.sets)
        self._may_go_back |= not in_use
        if view.problem:
            self.message.say(told(view.problem), Tone.REFUSE)
        versions = [one.version for one in view.sets]
        waiting = [one.version for one in view.sets if one.state is SetState.CANDIDATE]
        wanted = [kept.version] if kept is not None else waiting
        chosen = next((one for one in wanted if one in versions), versions[0])
        self.table.selectRow(versions.index(chosen))
        self._refresh()

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def selected(self) -> SetView | None:
        """The set that is selected."""
        row = self.table.currentIndex().row()
        return self.model.sets[row] if 0 <= row < len(self.model.sets) else None

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.table.setFocus()

    def _ask_promote(self) -> None:
        chosen = self.selected()
        if chosen is not None:
            self.promote_asked.emit(chosen.version, self.why.text().strip())

    def _refresh(self) -> None:
        chosen = self.selected()
        self._promote.setEnabled(
            chosen is not None
            and chosen.state in (SetState.CANDIDATE, SetState.BEFORE)
            and not chosen.objections
            and chosen.made is not None
        )
        self._back.setEnabled(self._may_go_back)
        self.title.setText("" if chosen is None else version_words(chosen.version))
        self.about.setText("" if chosen is None else self._about(chosen))
        self.slices_model.show_slices(() if chosen is None else _slices_of(chosen))
        self.slices.set_empty_text(self.tr("Nothing to compare"))
        words, tone = self._objections(chosen)
        self.objections.setText(words)
        set_state(self.objections, "tone", tone.value)

    def _objections(self, chosen: SetView | None) -> tuple[str, Tone]:
        if chosen is None or chosen.state in (SetState.IN_USE, SetState.BEFORE):
            return "", Tone.NEUTRAL
        if chosen.problem:
            return told(chosen.problem), Tone.REFUSE
        if chosen.objections:
            return "\n".join(map(objection_words, chosen.objections)), Tone.REFUSE
        if chosen.made is None:
            return "", Tone.NEUTRAL
        return self.tr("No worse on any kind of plates; may take over"), Tone.OPEN

    def _about(self, chosen: SetView) -> str:
        if chosen.made is None:
            return "" if chosen.problem else self.tr("The models that came with the program")
        return self.tr(
            "Learned from {count} plates of this site, compared with {version} on plates that"
            " neither learned from"
        ).format(
            count=chosen.made.learned_count,
            version=version_words(chosen.made.based_on),
        )

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        listed = QFrame()
        listed.setObjectName("card")
        left = QVBoxLayout(listed)
        left.setContentsMargins(1, 12, 1, 8)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(heading(self.tr("Models of this site")))
        left.addLayout(top)
        left.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 0)
        foot.setSpacing(6)
        foot.addWidget(self.why, 1)
        foot.addWidget(button(self._promote, "check", Tone.OPEN))
        foot.addWidget(button(self._back, "undo"))
        left.addLayout(foot)
        said = QHBoxLayout()
        said.setContentsMargins(12, 0, 12, 0)
        said.addWidget(self.message)
        left.addLayout(said)
        self._side = QFrame()
        self._side.setObjectName("card")
        right = QVBoxLayout(self._side)
        right.setContentsMargins(16, 12, 16, 12)
        right.addWidget(self.title)
        right.addWidget(self.about)
        right.addWidget(self.objections)
        right.addWidget(self.slices, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(listed, 3)
        layout.addWidget(self._side, 2)
        self._appearance.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._side.setMinimumWidth(min(self._appearance.px(_SIDE_WIDTH_PX), 620))


def _slices_of(chosen: SetView) -> tuple[SliceResult, ...]:
    """The comparison of a set, what it did beside the lanes in the second place."""
    if chosen.made is None:
        return ()
    first, *others = chosen.made.comparison.slices or (chosen.made.comparison.held_back,)
    beside = chosen.shadow.against_people
    return (first, *((beside,) if beside.count else ()), *others)
