"""The models that a site reads with: its own choice, or the shipped ones when that is damaged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from console.paths import weights_folder
from pipeline.certainty import load_certainty
from pipeline.confusions import ConfusionCosts
from pipeline.errors import PipelineError, WeightsError
from pipeline.model_shelf import ModelShelf
from pipeline.recogniser import Recogniser, load_recogniser

_log = logging.getLogger("recognition")


def site_shelf(data_folder: Path) -> ModelShelf:
    """The models of the site whose data lie in ``data_folder``."""
    return ModelShelf(data_folder / "models", weights_folder())


def load_site_recogniser(
    shelf: ModelShelf,
    threads: int,
    on_problem: Callable[[str], None],
    *,
    patient: bool = False,
) -> Recogniser:
    """The recogniser of the set in use, every file of it verified.

    Where that set is damaged the shipped one reads instead, and ``on_problem`` is told in words.
    A ``patient`` one is for single pictures, not for lanes.

    Raises:
        WeightsError: the shipped weights are missing or damaged as well.
    """
    try:
        folder = _folder_in_use(shelf)
        if folder != shelf.shipped:
            recogniser = load_recogniser(folder, threads, patient=patient)
            _log.info("reading with the models %s", folder.name)
            return recogniser
    except PipelineError as error:
        problem = f"the shipped ones read instead: {error}"
        _log.error("%s", problem)
        on_problem(problem)
    return load_recogniser(shelf.shipped, threads, patient=patient)


def site_costs(shelf: ModelShelf) -> ConfusionCosts:
    """What the models in use confuse; no confusions where nothing can be used.

    People can look vehicles up without weights; that nothing is read then, or that the shipped
    models read, is told by whoever loads the recogniser.
    """
    try:
        return load_certainty(_folder_in_use(shelf)).costs
    except WeightsError as error:
        _log.warning("vehicles are looked up with the shipped confusions: %s", error)
    try:
        return load_certainty(shelf.shipped).costs
    except WeightsError as error:
        _log.warning("vehicles are looked up without measured confusions: %s", error)
    return ConfusionCosts()


def _folder_in_use(shelf: ModelShelf) -> Path:
    choice = shelf.choice()
    return shelf.weights(choice.version, choice.digest)
