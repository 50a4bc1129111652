"""How plates in a lettering that the shipped models read badly are cut to fit their text.

``python -m tests.benchmarks.odd_lettering`` draws plates whose characters' places are known.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from console.exporting.types import CharactersFrom
from console.paths import weights_folder
from pipeline.geometry import iou
from pipeline.recogniser import load_recogniser
from pipeline.text_alignment import shipped_aligner
from pipeline.types import Box
from pipeline.weights import load_manifest
from tests.support.site_plates import SitePlate, draw_site_plates, odd_fonts

COUNT, SEED = 150, 5
RIGHT_IOU = 0.4


def main() -> int:
    recogniser = load_recogniser(weights_folder())
    aligner = shipped_aligner(load_manifest(weights_folder()))
    with tempfile.TemporaryDirectory() as folder:
        fonts = odd_fonts(Path(folder) / "fonts")
        sets = {
            "odd lettering": draw_site_plates(fonts, COUNT, SEED),
            "our lettering": draw_site_plates(fonts, COUNT, SEED + 1, None),
        }
    for name, plates in sets.items():
        counts = dict.fromkeys(CharactersFrom, 0)
        right = 0
        for plate in plates:
            segments = recogniser.segmenter.segment(plate.pixels).boxes
            source, found = CharactersFrom.NONE, None
            if len(segments) == len(plate.text):
                found = aligner.check(plate.pixels, plate.text, segments)
                source = CharactersFrom.READ
            if found is None or found.problem:
                found = aligner.align(plate.pixels, plate.text)
                source = CharactersFrom.ALIGNMENT
            counts[CharactersFrom.NONE if found.problem else source] += 1
            right += not found.problem and _fits(found.boxes, plate)
        told = ", ".join(f"{count} {source}" for source, count in counts.items())
        sys.stdout.write(f"{name}: {told}; {right} with every box around its character\n")
    return 0


def _fits(boxes: tuple[Box, ...], plate: SitePlate) -> bool:
    return all(
        iou(found, drawn) > RIGHT_IOU for found, drawn in zip(boxes, plate.boxes, strict=True)
    )


if __name__ == "__main__":
    sys.exit(main())
