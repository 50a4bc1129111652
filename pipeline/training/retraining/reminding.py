"""Fine-tuning of the whole-plate reader that is reminded of what it said before.

The site's plates teach by their texts. On all others the network also stays near to the answers
that it gave before, column by column, which says more than their texts do: what it was unsure of,
it stays unsure of. Source: Li and Hoiem, Learning without Forgetting, ECCV 2016.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from pipeline.training.reader import build_model, ctc_loss


class RemindedReader(keras.Model):  # type: ignore[misc]  # Keras is untyped
    """The reader with its loss; a batch's targets are texts, and 1.0 for each known plate.

    What ``network`` answers when this is made is what it is reminded of, weighted by ``remind``.
    """

    def __init__(self, network: keras.Model, remind: float) -> None:
        pixels = keras.Input(network.input_shape[1:])
        super().__init__(pixels, network(pixels))
        before = build_model(network.input_shape[1:3])
        before.set_weights(network.get_weights())
        before.trainable = False

        def say(seen: Any) -> Any:
            return before(seen, training=False)

        # A function, so that its weights are none of this model's: they are not kept.
        self._said_before = say
        self._remind = remind

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,  # noqa: ARG002 - Keras calls it
        training: bool = True,  # noqa: ARG002
    ) -> Any:
        texts, is_known = y
        before = ops.stop_gradient(self._said_before(x))
        strayed = ops.sum(
            ops.softmax(before) * (ops.log_softmax(before) - ops.log_softmax(y_pred)), axis=(1, 2)
        )
        return ctc_loss(texts, y_pred) + self._remind * ops.mean(is_known * strayed)
