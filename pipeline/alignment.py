"""Pairs two rows of characters in order, whatever a pair is worth; pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def best_pairs(gain: npt.NDArray[np.float64]) -> list[int | None]:
    """For each row of ``gain`` (rows, columns) the column it is paired with, or None.

    Order is kept on both sides, every row and column is used at most once, and the sum of the
    gains is the greatest there is; leaving one out gains nothing.

    Source: Needleman and Wunsch, A general method applicable to the search for similarities in
    the amino acid sequence of two proteins, J. Mol. Biol. 48 (1970).
    """
    rows, columns = gain.shape
    worth = gain.tolist()
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        above, here, values = table[row - 1], table[row], worth[row - 1]
        for column in range(1, columns + 1):
            here[column] = max(
                above[column], here[column - 1], above[column - 1] + values[column - 1]
            )
    pairs: list[int | None] = [None] * rows
    row, column = rows, columns
    while row and column:
        if table[row][column] == table[row - 1][column]:
            row -= 1
        elif table[row][column] == table[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs[row] = column
    return pairs
