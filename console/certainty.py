"""What the shipped readers confuse, for everything that looks vehicles up."""

from __future__ import annotations

import logging

from console.paths import weights_folder
from pipeline.certainty import load_certainty
from pipeline.confusions import ConfusionCosts
from pipeline.errors import WeightsError

_log = logging.getLogger("recognition")


def shipped_costs() -> ConfusionCosts:
    """The measured costs, or costs without confusions where the weights cannot be used.

    People can look vehicles up without weights; that nothing is read then is told by the
    recogniser, which refuses the same file.
    """
    try:
        return load_certainty(weights_folder()).costs
    except WeightsError as error:
        _log.warning("vehicles are looked up without measured confusions: %s", error)
        return ConfusionCosts()
