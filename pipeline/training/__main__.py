"""``python -m pipeline.training COMMAND``: trains one model, or tells which there are."""

from __future__ import annotations

import argparse
import importlib
import logging
import sys

_COMMANDS = {
    "detector": ("pipeline.training.detector_train", "train the plate detector"),
    "detector-sizes": ("pipeline.training.detector_sizes", "judge the detector at several sizes"),
    "refiner": ("pipeline.training.refiner_train", "train the refiner of proposed plates"),
    "character-detector": ("pipeline.training.character_detector", "train the character detector"),
    "characters": ("pipeline.training.characters", "train the character classifier"),
    "reader": ("pipeline.training.reader", "train the whole-plate reader"),
    "importance": ("pipeline.training.retraining.importance", "what weights matter to readers"),
    "retrain": ("pipeline.training.retraining.command", "fine-tune on what a site exported"),
    "pack": ("pipeline.training.pack", "pack the training data for another machine"),
    "adapt": ("pipeline.training.adapt", "turn CCPD, UFPR-ALPR or a YOLO folder into --data"),
    "ensemble": ("pipeline.training.ensemble", "report how both readers and their fusion read"),
    "certainty": ("pipeline.training.certainty", "fit confidences and confusions, draw them"),
    "matching": ("pipeline.training.matching_bench", "time the search among registered plates"),
    "policy": ("pipeline.training.policy", "choose the gate's thresholds, draw what they buy"),
    "compare": ("pipeline.training.compare", "read the same plates with RapidOCR and with ours"),
    "alignment": (
        "pipeline.training.alignment_figures",
        "count which wrongly cut plates can be cut again to fit their text",
    ),
    "errors": ("pipeline.training.error_page", "draw the worst reading errors on one page"),
}


def main(arguments: list[str]) -> int:
    """Run the command that ``arguments`` name; only its module is imported.

    A command's module has ``add_arguments(parser)`` and ``main(args) -> int``.
    """
    overview = argparse.ArgumentParser(
        prog="python -m pipeline.training",
        description=__doc__,
        epilog="; ".join(f"{name}: {what}" for name, (_, what) in _COMMANDS.items()),
    )
    overview.add_argument("command", choices=_COMMANDS)
    command = overview.parse_args(arguments[:1]).command
    module_name, what = _COMMANDS[command]
    module = importlib.import_module(module_name)
    parser = argparse.ArgumentParser(
        prog=f"python -m pipeline.training {command}", description=what
    )
    module.add_arguments(parser)
    args = parser.parse_args(arguments[1:])
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr
    )
    return int(module.main(args))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
