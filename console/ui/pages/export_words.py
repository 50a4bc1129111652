"""Counts and problems of exports in words, translated when they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from console.exporting.errors import (
    ExportCancelledError,
    ExportError,
    NothingToExportError,
)
from console.exporting.types import CharactersFrom, Counts, LabelledBy, LeftOut, Split
from console.ui import words
from console.ui.pages.people_words import refusal_words
from console.ui.told import told
from db.records import Outcome
from pipeline.errors import PipelineError


def preview_words(counts: Counts, lane_names: Mapping[str, str]) -> str:
    """What an export would hold, line by line."""
    lines = [
        QCoreApplication.translate(
            "ExportWords", "For training {train}, to choose {val}, to test {test}"
        ).format(**{split.value: counts.splits.get(split.value, 0) for split in Split}),
        QCoreApplication.translate(
            "ExportWords", "Decided by people {person}, by the policy {policy}"
        ).format(**{one.value: counts.labelled_by.get(one.value, 0) for one in LabelledBy}),
        *_listed(counts.outcomes, {one.value: words.outcome_words(one) for one in Outcome}),
        *_listed(counts.lanes, lane_names),
        *_left_out(counts),
        "",
        QCoreApplication.translate(
            "ExportWords", "Pictures that are nearly the same are found while exporting"
        ),
    ]
    return "\n".join(lines)


def result_words(name: str, counts: Counts) -> str:
    """What was written, and what was left out."""
    made = QCoreApplication.translate(
        "ExportWords",
        "{file}: {pictures} pictures and {characters} characters written; {aligned} cut again to "
        "fit their text, {none} with plate text only",
    ).format(
        file=name,
        pictures=counts.pictures,
        characters=counts.characters,
        aligned=counts.characters_from.get(CharactersFrom.ALIGNMENT.value, 0),
        none=counts.characters_from.get(CharactersFrom.NONE.value, 0),
    )
    return "\n".join((made, *_left_out(counts)))


def problem_words(error: Exception) -> str:
    """Why an export was not made."""
    if isinstance(error, ExportCancelledError):
        return QCoreApplication.translate("ExportWords", "Cancelled; nothing was written")
    if isinstance(error, NothingToExportError):
        return QCoreApplication.translate("ExportWords", "No picture is left with these choices")
    if isinstance(error, ExportError | PipelineError):
        return told(str(error))
    return refusal_words(error)


def _listed(counts: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """One line of names and counts, the largest first; none without any."""
    if not counts:
        return []
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [", ".join(f"{names.get(code, code)} {count}" for code, count in ordered)]


def _left_out(counts: Counts) -> list[str]:
    texts = {
        LeftOut.NO_TEXT: QCoreApplication.translate("ExportWords", "without a text: {count}"),
        LeftOut.PAST_RETENTION: QCoreApplication.translate(
            "ExportWords", "past their retention: {count}"
        ),
        LeftOut.PICTURE_MISSING: QCoreApplication.translate(
            "ExportWords", "picture missing: {count}"
        ),
        LeftOut.PICTURE_DAMAGED: QCoreApplication.translate(
            "ExportWords", "picture damaged: {count}"
        ),
        LeftOut.NEAR_DUPLICATE: QCoreApplication.translate(
            "ExportWords", "nearly the same: {count}"
        ),
    }
    said = [
        text.format(count=counts.left_out[why.value])
        for why, text in texts.items()
        if counts.left_out.get(why.value)
    ]
    if not said:
        return []
    left_out = QCoreApplication.translate("ExportWords", "Left out: {reasons}")
    return [left_out.format(reasons=", ".join(said))]
