"""The last part of a retraining, which needs TensorFlow: LiteRT files, comparison, candidate."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from pipeline.classifier import GLYPH_PX
from pipeline.training import characters, reader
from pipeline.training.litert import convert
from pipeline.training.retraining.candidate import Origin, build_candidate, judged_plates
from pipeline.training.retraining.card import Facts
from pipeline.training.retraining.exported import Export
from pipeline.training.retraining.lessons import Material
from pipeline.training.retraining.recipe import RetrainingRecipe, kept_pace

_BUILDERS = {
    "classifier": (characters.build_model, (1, GLYPH_PX, GLYPH_PX, 1)),
    "reader": (reader.build_model, (1, *reader.INPUT_SIZE, 1)),
}


def finish(  # noqa: PLR0913 - all that a candidate is made from
    export: Export,
    material: Material,
    recipe: RetrainingRecipe,
    *,
    version: str,
    weights: Path,
    args: argparse.Namespace,
) -> Path:
    """Turn the Keras weights of a run that is over into a candidate; return its folder.

    Raises:
        WeightsError: the weights in use are damaged.
    """
    trained: dict[str, tuple[bytes, Path]] = {}
    steps: dict[str, int] = {}
    for name, (build, shape) in _BUILDERS.items():
        path = material.folder / f"{name}.weights.h5"
        if not path.exists():
            continue
        model = build()
        model.load_weights(path)
        trained[name] = convert(model, shape, "float16"), path
        pace = getattr(recipe, name).pace
        steps[name] = (kept_pace(material.folder, name, pace) or pace).steps
    test = export.of_split("test")
    facts = Facts(
        datetime.fromisoformat(export.manifest["created_at"]),
        export.digest,
        material.seed,
        steps,
        {
            "new plates": len(material.new),
            "of these corrected": sum(plate.is_corrected for plate in material.new),
            "of these with single characters": sum(len(one.glyphs) > 0 for one in material.new),
            "plates of earlier exports": len(material.earlier),
            "rendered plates": material.rendered_plates,
            "plates held back": len(test),
        },
    )
    return build_candidate(
        Origin(weights, version, export),
        trained,
        judged_plates(export, material, recipe.judged_rendered),
        args.models,
        facts=facts,
        threads=args.threads,
    )
