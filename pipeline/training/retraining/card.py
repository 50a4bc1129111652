"""The model card of a candidate: what it learned from, how it compares, how sure to be of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.comparison import SIGNIFICANCE, Comparison, Interval, SliceResult
from pipeline.training.documents import table


@dataclass(frozen=True, slots=True)
class Facts:
    """How a candidate came about; ``made_at`` is when its export was made, which names it too.

    ``steps`` are those that each model learned for, ``counts`` how many plates came from where.
    """

    made_at: datetime
    export_digest: str
    seed: int
    steps: Mapping[str, int]
    counts: Mapping[str, int]

    def as_table(self) -> dict[str, Any]:
        return {
            "export": self.export_digest,
            "seed": self.seed,
            "steps": dict(self.steps),
            "plates": dict(self.counts),
        }


@dataclass(frozen=True, slots=True)
class Calibrated:
    """How far confidences are from hit rates, with the lines before and those of the candidate.

    ``fitted`` is False where there were too few plates, and the lines stayed as they were.
    """

    what: str
    count: int
    error_before: float
    error_after: float
    fitted: bool

    def as_table(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "count": self.count,
            "before": round(self.error_before, 4),
            "after": round(self.error_after, 4),
            "fitted": self.fitted,
        }


def card_text(
    version: str,
    current: str,
    facts: Facts,
    comparison: Comparison,
    calibrated: Sequence[Calibrated],
) -> str:
    """The card in Markdown; it depends on the values alone."""
    learned = ", ".join(f"{name} {count} steps" for name, count in facts.steps.items())
    plates = "\n".join(f"- {what}: {count}" for what, count in facts.counts.items())
    objections = comparison.objections()
    said = "\n".join(f"- {one}" for one in objections) or "Nothing speaks against it."
    slices = table(
        (
            "slice",
            "plates",
            "current right",
            "candidate right",
            "won",
            "lost",
            "difference",
            "chance",
        ),
        [_row(one) for one in comparison.slices],
    )
    sure = table(
        ("confidences of", "sample", "error before", "error now", "fitted"),
        [
            (
                one.what,
                str(one.count),
                f"{one.error_before:.4f}",
                f"{one.error_after:.4f}",
                "anew, on this sample" if one.fitted else "no, too few plates",
            )
            for one in calibrated
        ],
    )
    return f"""# Model card: candidate {version}

**What it is.** The models of {current}, and beside them readers of the site's own, fine-tuned on
what it decided: {learned or "none"}. These are asked where the others are in doubt, and heard where
they are not and two looks agree. Seed {facts.seed}, export {facts.export_digest[:12]}.

**What it learned from.**
{plates}

**How it compares with {current}**, on plates that neither learned from. Rates are whole texts
read exactly, with 95 % intervals (Wilson; Agresti and Min for the difference). "Chance" is how
often equally good models would lose so many of the plates they disagree about: below
{SIGNIFICANCE} a slice is worse.

{slices}

**What speaks against it.**
{said}

**How sure to be of it.**

{sure}
"""


def _row(one: SliceResult) -> tuple[str, ...]:
    return (
        one.name,
        str(one.count),
        f"{one.current_right} ({_percent(one.current_rate())})",
        f"{one.candidate_right} ({_percent(one.candidate_rate())})",
        str(one.won_count),
        str(one.lost_count),
        _percent(one.difference(), "+"),
        f"{one.chance_of_loss:.3f}",
    )


def _percent(interval: Interval, sign: str = "") -> str:
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:{sign}.1f} %, {low:{sign}.1f} to {high:{sign}.1f}"
