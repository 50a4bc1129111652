"""Which plates of an export are learned from, chosen by and held back, on small sites too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.comparison import LEAST_HELD_BACK
from pipeline.training.retraining.exported import Export, ExportedPlate, ExportError

_CHOSEN_BY = 8
"""One in so many plates of ``train`` chooses, where ``val`` has too few."""

LEAST_PLATES = 2 * LEAST_HELD_BACK
"""With fewer plates in an export, nothing that is learned from it can prove itself."""


def divided(export: Export, least_chosen_by: int) -> Export:
    """The same plates, with splits that serve: the export's own where it is large enough.

    A tenth of a small site's plates is less than a comparison needs, or nothing at all. So plates
    of ``train`` are held back besides, up to the least that the comparison wants and at most half
    of all; and some choose, where ``val`` has fewer than ``least_chosen_by``. Plates with the
    same text stay together. The order follows from the texts alone, so that a site which grows
    learns from plates that were held back, but never holds back what it has learned from.

    Raises:
        ExportError: nothing is left to learn from.
    """
    plates = list(export.plates)
    wanted = min(LEAST_HELD_BACK, len(plates) // 2)
    plates = _moved(plates, "test", wanted)
    if sum(plate.split == "val" for plate in plates) < least_chosen_by:
        learned = sum(plate.split == "train" for plate in plates)
        there = sum(plate.split == "val" for plate in plates)
        plates = _moved(plates, "val", min(least_chosen_by, there + learned // _CHOSEN_BY))
    if not any(plate.split == "train" for plate in plates):
        raise ExportError(export.folder, "has no plate to learn from")
    return replace(export, plates=tuple(plates))


def not_judged(earlier: Sequence[Export], export: Export) -> list[ExportedPlate]:
    """Plates of earlier exports to learn from again, but no text that ``export`` judges by."""
    judged = {plate.text for plate in export.plates if plate.split != "train"}
    return [plate for one in earlier for plate in one.of_split("train") if plate.text not in judged]


def warnings(export: Export) -> Iterator[str]:
    """What a person should know of an export, as ``divided``, before hours are spent on it."""
    held_back = len(export.of_split("test"))
    if held_back < LEAST_HELD_BACK:
        yield (
            f"only {held_back} of {len(export.plates)} plates can be held back, {LEAST_HELD_BACK} "
            "are needed: this candidate will not be allowed to take over. Export at least "
            f"{LEAST_PLATES} plates, better 300"
        )
    if not export.of_split("val"):
        yield (
            "no plate is left to choose by: how much of what is learned is kept follows from "
            "rendered plates alone"
        )


def _moved(plates: Sequence[ExportedPlate], split: str, wanted: int) -> list[ExportedPlate]:
    """With plates of ``train`` put into ``split`` until it has as many as ``wanted``."""
    there = sum(plate.split == split for plate in plates)
    texts = {plate.text for plate in plates if plate.split == "train"}
    taken: set[str] = set()
    for text in sorted(texts, key=_place):
        if there >= wanted:
            break
        taken.add(text)
        there += sum(plate.text == text and plate.split == "train" for plate in plates)
    return [
        replace(plate, split=split) if plate.split == "train" and plate.text in taken else plate
        for plate in plates
    ]


def _place(text: str) -> bytes:
    return hashlib.sha256(b"held back " + text.encode()).digest()
