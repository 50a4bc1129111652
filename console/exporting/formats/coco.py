"""One JSON file for each split, with boxes, corners and texts: the annotations of COCO."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from console.exporting.formats.writer import write_bytes, write_json
from console.exporting.types import LABELS, LabelledPicture, LabelledPlate, Split
from pipeline.types import Box, Point

CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
PLATE_ID = 1
VISIBLE = 2
"""Of a keypoint: labelled and to be seen."""

Entry = dict[str, object]


class CocoWriter:
    """Collects images and annotations and writes them at the end; ids count over all splits."""

    def __init__(self, folder: Path, created_at: datetime) -> None:
        self._folder = folder
        self._created_at = created_at
        self._images: dict[Split, list[Entry]] = {split: [] for split in Split}
        self._annotations: dict[Split, list[Entry]] = {split: [] for split in Split}
        self._image_count = self._annotation_count = 0

    def add(self, picture: LabelledPicture) -> tuple[str, ...]:
        path = f"images/{picture.split}/{picture.name}.jpg"
        write_bytes(self._folder / path, picture.jpeg)
        self._image_count += 1
        decision = picture.decision
        self._images[picture.split].append(
            {
                "id": self._image_count,
                "file_name": f"{picture.name}.jpg",
                "width": picture.width_px,
                "height": picture.height_px,
                "date_captured": ""
                if decision.evidence is None
                else decision.evidence.captured_at.isoformat(),
                "attributes": {
                    "passage_id": decision.passage_id,
                    "lane": decision.lane_id,
                    "weights_version": decision.weights_version,
                    "software_version": decision.software_version,
                },
            }
        )
        for plate in picture.plates:
            self._add_plate(picture, plate)
        for character in picture.characters:
            corners = _box_corners(character.box)
            label_id = PLATE_ID + 1 + LABELS.index(character.text)
            self._annotate(picture, label_id, character.box, corners, {"text": character.text})
        return (path,)

    def finish(self) -> None:
        for split in Split:
            (self._folder / "images" / split).mkdir(parents=True, exist_ok=True)
            write_json(
                self._folder / f"annotations/instances_{split}.json",
                {
                    "info": {
                        "description": "Decisions of a parking gate",
                        "date_created": self._created_at.isoformat(),
                    },
                    "licenses": [],
                    "images": self._images[split],
                    "annotations": self._annotations[split],
                    "categories": _categories(),
                },
            )

    def _add_plate(self, picture: LabelledPicture, plate: LabelledPlate) -> None:
        attributes: Entry = {
            "decided": plate.decided,
            "text": plate.text,
            "corners_from": plate.corners_from,
        }
        if plate.decided:
            decision = picture.decision
            attributes |= {
                "observed_text": decision.observed_plate,
                "labelled_by": picture.labelled_by.value,
                "outcome": decision.outcome.value,
                "verdict": decision.verdict,
                "reason": decision.reason,
                "override_reason": decision.override_reason,
            }
        keypoints = [number for x, y in plate.corners for number in (_round(x), _round(y), VISIBLE)]
        self._annotate(picture, PLATE_ID, plate.box, plate.corners, attributes)
        self._annotations[picture.split][-1] |= {"keypoints": keypoints, "num_keypoints": 4}

    def _annotate(
        self,
        picture: LabelledPicture,
        category_id: int,
        box: Box,
        corners: tuple[Point, ...],
        attributes: Entry,
    ) -> None:
        self._annotation_count += 1
        self._annotations[picture.split].append(
            {
                "id": self._annotation_count,
                "image_id": self._image_count,
                "category_id": category_id,
                "bbox": [_round(side) for side in (box.x, box.y, box.width, box.height)],
                "area": _round(box.area),
                "segmentation": [[_round(side) for corner in corners for side in corner]],
                "iscrowd": 0,
                "attributes": attributes,
            }
        )


def _categories() -> list[Entry]:
    plate: Entry = {
        "id": PLATE_ID,
        "name": "plate",
        "supercategory": "plate",
        "keypoints": list(CORNERS),
        "skeleton": [[1, 2], [2, 3], [3, 4], [4, 1]],
    }
    characters: list[Entry] = [
        {"id": PLATE_ID + 1 + number, "name": name, "supercategory": "character"}
        for number, name in enumerate(LABELS)
    ]
    return [plate, *characters]


def _box_corners(box: Box) -> tuple[Point, ...]:
    return (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)


def _round(number: float) -> float:
    return round(number, 2)
