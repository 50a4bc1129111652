"""How sure to be of what the readers say: fitted on plates that training never saw."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.confusions import ConfusionCosts
from pipeline.errors import WeightsError
from pipeline.types import Candidate, Character
from pipeline.weights import Manifest

CERTAINTY_NAME = "certainty.toml"

_FINDING = {"detector", "refiner"}
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Calibration:
    """A straight line on the scale of log odds, from what a model says to how often it is right.

    A slope of 1.0 and an offset of 0.0 change nothing; the slope is the inverse of a temperature.
    Source: Platt, Probabilistic Outputs for Support Vector Machines, 1999; Guo et al., On
    Calibration of Modern Neural Networks, ICML 2017, 4.
    """

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, confidence: float) -> float:
        """The calibrated confidence; both 0 to 1, and never quite 0 or 1 but for no change."""
        if self.slope == 1.0 and self.offset == 0.0:
            return confidence
        inside = min(1.0 - _LEAST, max(_LEAST, confidence))
        odds = self.slope * math.log(inside / (1.0 - inside)) + self.offset
        return 1.0 / (1.0 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Certainty:
    """What ``certainty.toml`` says; without it confidences stay as the models give them.

    ``characters`` is for every character, ``reads`` turns the model's confidence in the weakest
    character into the chance that the whole text is right. ``costs`` come from the mistakes the
    readers make. ``weights_version`` names the models that all this was measured with.
    """

    characters: Calibration = Calibration()
    reads: Calibration = Calibration()
    costs: ConfusionCosts = field(default_factory=ConfusionCosts)
    weights_version: str = ""

    def of_read(
        self, characters: Sequence[Character], candidates: Sequence[Candidate]
    ) -> tuple[tuple[Character, ...], tuple[Candidate, ...]]:
        """Characters and candidates of one plate with calibrated confidences, order kept."""
        return (
            tuple(self._character(character) for character in characters),
            tuple(replace(one, confidence=self.reads(one.confidence)) for one in candidates),
        )

    def _character(self, character: Character) -> Character:
        """What the first class wins or loses, the alternatives lose or win in proportion."""
        confidence = self.characters(character.confidence)
        share = (1.0 - confidence) / max(_LEAST, 1.0 - character.confidence)
        alternatives = tuple(
            (text, min(confidence, chance * share)) for text, chance in character.alternatives
        )
        return replace(character, confidence=confidence, alternatives=alternatives)


def reading_version(manifest: Manifest) -> str:
    """Names the models that read a plate once it was found, by the beginnings of their digests."""
    models = sorted(set(manifest.models) - {"detector", "refiner"})
    return "+".join(manifest.model(name).sha256[:8] for name in models)


def load_certainty(weights: Path) -> Certainty:
    """Read ``certainty.toml`` of the weights folder.

    Raises:
        WeightsError: there is no such file, or it is not one that ``certainty`` wrote.
    """
    path = weights / CERTAINTY_NAME
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise WeightsError(path, f"cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WeightsError(path, f"is not TOML ({error})") from error
    try:
        return Certainty(
            _calibration(content["characters"]),
            _calibration(content["reads"]),
            ConfusionCosts({str(key): float(value) for key, value in content["shares"].items()}),
            str(content["weights_version"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WeightsError(path, f"is not a table of certainty ({error})") from error


def _calibration(table: Mapping[str, float]) -> Calibration:
    slope, offset = float(table["slope"]), float(table["offset"])
    if not (slope > 0.0 and math.isfinite(slope) and math.isfinite(offset)):
        raise ValueError(f"slope {slope} and offset {offset} would turn the order around")
    return Calibration(slope, offset)
