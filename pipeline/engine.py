"""One LiteRT model on the CPU: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import InferenceError

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor lies in the interpreter; ``scale`` is 0.0 unless it is quantised."""

    index: int
    dtype: np.dtype[Any]
    scale: float
    zero_point: int


class LiteRtModel:
    """Runs one model; an instance serves one thread.

    Inputs and outputs are ordered by their names in the model's signature, alphabetically
    (of its tensors, where it has no signature). Callers pass and receive real values also
    where tensors are quantised; an array that has a quantised input's own type is passed as
    it is.

    Raises:
        InferenceError: the bytes are no model that this runtime can run.
    """

    def __init__(self, model_bytes: bytes, name: str, threads: int = 2) -> None:
        # Not at the top: training shares code with the readers, also on machines without LiteRT.
        from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

        self.name = name
        self._bytes = model_bytes  # the interpreter reads from this buffer as long as it lives
        try:
            self._interpreter = Interpreter(model_content=model_bytes, num_threads=threads)
            self._interpreter.allocate_tensors()
            signatures = self._interpreter.get_signature_list()
            if signatures:
                runner = self._interpreter.get_signature_runner(next(iter(signatures)))
                inputs, outputs = runner.get_input_details(), runner.get_output_details()
            else:
                inputs = {t["name"]: t for t in self._interpreter.get_input_details()}
                outputs = {t["name"]: t for t in self._interpreter.get_output_details()}
        except (RuntimeError, ValueError) as error:
            raise InferenceError(f"model {name} cannot be loaded: {error}") from error
        self._inputs = _in_order(inputs)
        self._outputs = _in_order(outputs)
        self._input_shapes = self._read_input_shapes()

    @property
    def input_shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shapes as the model stands now: the last ``run`` may have changed the batch."""
        return self._input_shapes

    @property
    def input_dtypes(self) -> tuple[np.dtype[Any], ...]:
        """What the input tensors hold; whole numbers where the model is quantised."""
        return tuple(tensor.dtype for tensor in self._inputs)

    def run(self, *inputs: Array) -> tuple[Array, ...]:
        """The outputs for ``inputs``; quantised ones come back as float32.

        The batch (first dimension) may differ from call to call. The arrays returned are the
        caller's own.

        Raises:
            InferenceError: the inputs do not fit the model, or it failed on them.
        """
        if len(inputs) != len(self._inputs):
            raise InferenceError(
                f"model {self.name} takes {len(self._inputs)} inputs, got {len(inputs)}"
            )
        try:
            self._fit_batch(tuple(array.shape for array in inputs))
            for tensor, array in zip(self._inputs, inputs, strict=True):
                self._interpreter.set_tensor(tensor.index, _quantise(array, tensor))
            self._interpreter.invoke()
            return tuple(
                _dequantise(self._interpreter.get_tensor(tensor.index), tensor)
                for tensor in self._outputs
            )
        except (RuntimeError, ValueError) as error:
            raise InferenceError(f"model {self.name} failed: {error}") from error

    def warm_up(self) -> None:
        """Run once on zeros, so that the first picture does not pay for what is lazy."""
        self.run(*(np.zeros(shape, np.float32) for shape in self._input_shapes))

    def _fit_batch(self, shapes: tuple[tuple[int, ...], ...]) -> None:
        if shapes == self._input_shapes:
            return
        for given, wanted in zip(shapes, self._input_shapes, strict=True):
            if given[1:] != wanted[1:] or len(given) != len(wanted) or given[0] < 1:
                raise ValueError(f"wants {('batch', *wanted[1:])}, got {given}")
        for tensor, shape in zip(self._inputs, shapes, strict=True):
            self._interpreter.resize_tensor_input(tensor.index, list(shape))
        self._interpreter.allocate_tensors()
        self._input_shapes = self._read_input_shapes()

    def _read_input_shapes(self) -> tuple[tuple[int, ...], ...]:
        shapes = {
            details["index"]: tuple(int(side) for side in details["shape"])
            for details in self._interpreter.get_input_details()
        }
        return tuple(shapes[tensor.index] for tensor in self._inputs)


def _in_order(tensors: dict[str, dict[str, Any]]) -> tuple[_Tensor, ...]:
    return tuple(
        _Tensor(details["index"], np.dtype(details["dtype"]), *details["quantization"])
        for _, details in sorted(tensors.items())
    )


def _quantise(array: Array, tensor: _Tensor) -> Array:
    if tensor.scale and array.dtype != tensor.dtype:
        limits = np.iinfo(tensor.dtype)
        steps = np.rint(array / tensor.scale) + tensor.zero_point
        clipped: Array = np.clip(steps, limits.min, limits.max)
        return clipped.astype(tensor.dtype)
    return array.astype(tensor.dtype, copy=False)


def _dequantise(array: Array, tensor: _Tensor) -> Array:
    if tensor.scale:
        steps = array.astype(np.float32) - np.float32(tensor.zero_point)
        real: Array = steps * np.float32(tensor.scale)
        return real
    return array
