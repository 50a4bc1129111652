"""From the column scores of a CTC network to characters: greedy path and a small beam; pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.types import ALPHABET

Scores = npt.NDArray[np.float32]
Scores64 = npt.NDArray[np.float64]

BLANK = len(ALPHABET)
"""Index of "no character here": the last class of every CTC network of ours."""

_NEGLIGIBLE, _TINY = 1e-3, 1e-7
_LEAST = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class DecodedCharacter:
    """One emission of the greedy path.

    ``probabilities`` has shape (35,), in the order of ``ALPHABET``; what is missing to 1.0 is
    the chance that there is no character. ``first_step`` and ``last_step`` (inclusive) bound the
    steps that emitted it, ``peak_step`` is the surest of them.
    """

    probabilities: Scores
    first_step: int
    last_step: int
    peak_step: int


def softmax(logits: npt.ArrayLike, temperature: float = 1.0) -> Scores:
    """Probabilities over the last axis, softened by ``temperature`` above 1.

    Source: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, 4.2.
    """
    scaled = np.asarray(logits, np.float32) / np.float32(temperature)
    exponentials = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True), np.float32)


def decode_greedy(probabilities: Scores) -> tuple[DecodedCharacter, ...]:
    """The likeliest class of every step, repeats merged and blanks dropped.

    ``probabilities`` has shape (steps, 36), the blank last.
    Source: Graves et al., Connectionist Temporal Classification, ICML 2006, 3.2.
    """
    best = probabilities.argmax(axis=1)
    changes = np.flatnonzero(np.diff(best)) + 1
    characters: list[DecodedCharacter] = []
    for run in np.split(np.arange(len(best)), changes):
        if not len(run) or best[run[0]] == BLANK:
            continue
        peak = int(run[probabilities[run, best[run[0]]].argmax()])
        characters.append(
            DecodedCharacter(probabilities[peak, :BLANK].copy(), int(run[0]), int(run[-1]), peak)
        )
    return tuple(characters)


def decode_beam(probabilities: Scores, width: int = 8) -> tuple[tuple[str, float], ...]:
    """The likeliest texts with their probabilities, likeliest first, at most ``width``.

    ``probabilities`` has shape (steps, 36), the blank last. All paths that spell a text count
    towards it, which the greedy path ignores.
    Source: Hannun et al., First-Pass Large Vocabulary Continuous Speech Recognition using
    Bi-Directional Recurrent DNNs, arXiv:1408.2873, algorithm 1 (without a language model).
    """
    beam: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for step in probabilities:
        likely = np.flatnonzero(step[:BLANK] > _NEGLIGIBLE)
        grown: dict[tuple[int, ...], tuple[float, float]] = {}
        blank = float(step[BLANK])
        for prefix, (ending_blank, ending_character) in beam.items():
            either = ending_blank + ending_character
            last = prefix[-1] if prefix else -1
            repeat = float(step[last]) if prefix else 0.0
            _add(grown, prefix, either * blank, ending_character * repeat)
            for index in likely.tolist():
                source = ending_blank if index == last else either
                _add(grown, (*prefix, index), 0.0, source * float(step[index]))
        possible = (item for item in grown.items() if sum(item[1]) > 0.0)
        ranked = sorted(possible, key=lambda item: -sum(item[1]))[:width]
        beam = dict(ranked)
    return tuple(
        ("".join(ALPHABET[index] for index in prefix), sum(chances))
        for prefix, chances in sorted(beam.items(), key=lambda item: -sum(item[1]))
    )


def force_text(probabilities: Scores, classes: Sequence[int]) -> tuple[DecodedCharacter, ...]:
    """Where a text that is known stands: the likeliest path that spells just it.

    ``probabilities`` has shape (steps, 36), the blank last; ``classes`` are those of the text.
    Empty where there are too few steps to spell it, or nothing to spell.
    Source: Graves et al., Connectionist Temporal Classification, ICML 2006, 4.1 (the states of
    the forward algorithm, with the maximum in the place of the sum).
    """
    if not classes:
        return ()
    states = [BLANK]
    for one in classes:
        states += [one, BLANK]
    emitted = np.log(probabilities.astype(np.float64)[:, states] + _TINY)
    skips = np.array(
        [at > 1 and states[at] not in (BLANK, states[at - 2]) for at in range(len(states))]
    )
    total = np.full(len(states), -np.inf)
    total[:2] = emitted[0, :2]
    back = np.zeros(emitted.shape, np.intp)
    for step in range(1, len(emitted)):
        moves = np.full((3, len(states)), -np.inf)
        moves[0] = total
        moves[1, 1:] = total[:-1]
        moves[2, 2:] = np.where(skips[2:], total[:-2], -np.inf)
        back[step] = moves.argmax(axis=0)
        total = moves.max(axis=0) + emitted[step]
    at = len(states) - 2 + int(total[-2:].argmax())
    if not np.isfinite(total[at]):
        return ()
    path = np.empty(len(emitted), np.intp)
    for step in range(len(emitted) - 1, -1, -1):
        path[step] = at
        at -= int(back[step, at])
    return tuple(
        _forced(probabilities, np.flatnonzero(path == 2 * place + 1), one)
        for place, one in enumerate(classes)
    )


def _forced(probabilities: Scores, steps: npt.NDArray[np.intp], character: int) -> DecodedCharacter:
    peak = int(steps[probabilities[steps, character].argmax()])
    return DecodedCharacter(probabilities[peak, :BLANK].copy(), int(steps[0]), int(steps[-1]), peak)


def text_likelihoods(probabilities: Scores, texts: Sequence[str]) -> Scores64:
    """Log likelihood of each text, by all paths that spell it; -inf where none does.

    ``probabilities`` has shape (steps, 36), the blank last; ``texts`` are in ``ALPHABET``.
    Source: Graves et al., Connectionist Temporal Classification, ICML 2006, 4.1 (the forward
    variables, scaled at every step).
    """
    longest = max((len(text) for text in texts), default=0)
    states = np.full((len(texts), 2 * longest + 1), BLANK)
    may_skip = np.zeros(states.shape, bool)
    for row, text in enumerate(texts):
        classes = [ALPHABET.index(character) for character in text]
        states[row, 1 : 2 * len(text) : 2] = classes
        changes = [here != before for before, here in itertools.pairwise(classes)]
        may_skip[row, 3 : 2 * len(text) : 2] = changes
    reached = np.zeros(states.shape)
    reached[:, :2] = 1.0
    logs = np.zeros(len(texts))
    for number, step in enumerate(probabilities.astype(np.float64)):
        if number:
            moved = reached.copy()
            moved[:, 1:] += reached[:, :-1]
            moved[:, 2:] += np.where(may_skip[:, 2:], reached[:, :-2], 0.0)
            reached = moved
        reached = reached * step[states]
        scale = reached.max(axis=1)
        with np.errstate(divide="ignore"):
            logs += np.log(scale)
        reached /= np.maximum(scale, _LEAST)[:, None]
    ends = 2 * np.array([len(text) for text in texts], np.intp)
    rows = np.arange(len(texts))
    total = reached[rows, ends] + np.where(ends > 0, reached[rows, ends - 1], 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(logs + np.log(total), np.float64)


def _add(
    beam: dict[tuple[int, ...], tuple[float, float]],
    prefix: tuple[int, ...],
    ending_blank: float,
    ending_character: float,
) -> None:
    known_blank, known_character = beam.get(prefix, (0.0, 0.0))
    beam[prefix] = known_blank + ending_blank, known_character + ending_character
