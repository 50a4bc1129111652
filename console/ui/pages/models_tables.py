"""The sets of models, and how a candidate compares slice by slice, as tables."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QColor, QIcon

from console.people.models import SetState, SetView
from console.ui import local_words
from console.ui.pages.models_words import slice_words, state_words, version_words
from console.ui.rows_model import RowsModel
from console.ui.theme import Tone
from pipeline.comparison import SliceResult

STATE_LOOKS = {
    SetState.IN_USE: ("check", Tone.OPEN),
    SetState.BEFORE: ("history", Tone.NEUTRAL),
    SetState.CANDIDATE: ("review", Tone.REVIEW),
    SetState.REFUSED: ("refuse", Tone.REFUSE),
    SetState.OUTDATED: ("set_aside", Tone.NEUTRAL),
    SetState.DAMAGED: ("warning", Tone.REFUSE),
}


class SetColumn(IntEnum):
    """The columns of the sets in their order."""

    VERSION = 0
    STATE = 1
    HELD_BACK = 2
    BESIDE = 3


class SliceColumn(IntEnum):
    """The columns of a comparison in their order."""

    SLICE = 0
    COUNT = 1
    CURRENT = 2
    CANDIDATE = 3
    WON = 4
    LOST = 5
    VERDICT = 6


class SetsModel(RowsModel[SetView]):
    """Every set, newest first, the shipped one last."""

    columns = SetColumn
    _rows: tuple[SetView, ...] = ()

    @property
    def sets(self) -> tuple[SetView, ...]:
        return self._rows

    def show_sets(self, sets: tuple[SetView, ...]) -> None:
        """Show these instead."""
        self._show(sets)

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Models"),
            self.tr("State"),
            self.tr("Held back, right"),
            self.tr("Beside the lanes"),
        )

    def _icon(self, one: SetView, column: SetColumn) -> QIcon | None:
        if column is not SetColumn.STATE:
            return None
        icon, tone = STATE_LOOKS[one.state]
        return self._appearance.icon(icon, self._appearance.palette.ink(tone))

    def _ink(self, one: SetView, column: SetColumn) -> QColor | None:
        if column is not SetColumn.STATE:
            return None
        return QColor(self._appearance.palette.ink(STATE_LOOKS[one.state][1]))

    def _text(self, one: SetView, column: SetColumn) -> str:
        if column is SetColumn.VERSION:
            return version_words(one.version)
        if column is SetColumn.STATE:
            return state_words(one.state)
        if column is SetColumn.BESIDE:
            return self._beside(one)
        if one.made is None:
            return ""
        held_back = one.made.comparison.held_back
        return self.tr("{candidate} instead of {current} of {count}").format(
            candidate=held_back.candidate_right,
            current=held_back.current_right,
            count=held_back.count,
        )

    def _beside(self, one: SetView) -> str:
        tally = one.shadow
        if not tally.read_count:
            return ""
        return self.tr("{agreed} of {count} alike, {won} won, {lost} lost").format(
            agreed=tally.agreed_count,
            count=tally.read_count,
            won=tally.against_people.won_count,
            lost=tally.against_people.lost_count,
        )


class SlicesModel(RowsModel[SliceResult]):
    """A comparison, one slice a row; what is worse says so in words, with icon and colour."""

    columns = SliceColumn

    def show_slices(self, slices: tuple[SliceResult, ...]) -> None:
        """Show these instead."""
        self._show(slices)

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Kind of plates"),
            self.tr("Plates"),
            self.tr("Now"),
            self.tr("Then"),
            self.tr("Won"),
            self.tr("Lost"),
            self.tr("Verdict"),
        )

    def _text(self, one: SliceResult, column: SliceColumn) -> str:
        return {
            SliceColumn.SLICE: slice_words(one.name),
            SliceColumn.COUNT: str(one.count),
            SliceColumn.CURRENT: str(one.current_right),
            SliceColumn.CANDIDATE: str(one.candidate_right),
            SliceColumn.WON: str(one.won_count),
            SliceColumn.LOST: str(one.lost_count),
            SliceColumn.VERDICT: self._verdict(one),
        }[column]

    def _verdict(self, one: SliceResult) -> str:
        if one.is_worse:
            return self.tr("Worse")
        return self.tr("Better") if self._is_better(one) else self.tr("No worse")

    def _look(self, one: SliceResult) -> tuple[str, Tone]:
        if one.is_worse:
            return "warning", Tone.REFUSE
        return ("check", Tone.OPEN) if self._is_better(one) else ("check", Tone.NEUTRAL)

    def _icon(self, one: SliceResult, column: SliceColumn) -> QIcon | None:
        if column is not SliceColumn.VERDICT:
            return None
        icon, tone = self._look(one)
        return self._appearance.icon(icon, self._appearance.palette.ink(tone))

    def _ink(self, one: SliceResult, column: SliceColumn) -> QColor | None:
        if column is not SliceColumn.VERDICT:
            return None
        return QColor(self._appearance.palette.ink(self._look(one)[1]))

    def _tip(self, one: SliceResult, column: SliceColumn) -> str:  # noqa: ARG002 - of the row
        difference = one.difference()
        return self.tr("Difference {value} points, {low} to {high} with 95 % confidence").format(
            value=local_words.number_words(100 * difference.value, 1),
            low=local_words.number_words(100 * difference.low, 1),
            high=local_words.number_words(100 * difference.high, 1),
        )

    @staticmethod
    def _is_better(one: SliceResult) -> bool:
        return one.difference().low > 0.0
