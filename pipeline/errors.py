"""Everything that can go wrong between a picture and its reads."""

from __future__ import annotations

from pathlib import Path


class PipelineError(Exception):
    """Base of every fault of recognition; the message names what, where and the next step."""


class FrameShapeError(PipelineError):
    """A picture is not BGR uint8 of shape (height, width, 3) with both sides at least one."""

    def __init__(self, camera_id: str, sequence: int, shape: tuple[int, ...], dtype: str) -> None:
        super().__init__(
            f"frame {sequence} of {camera_id}: wanted BGR uint8 (height, width, 3), "
            f"got {dtype} {shape}"
        )


class PictureError(PipelineError):
    """A picture file is missing, is not a picture, or is too large to decode."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class WeightsError(PipelineError):
    """Weights are missing, damaged, or not those that the manifest names."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"weights {path}: {problem}; install this version of Gatehouse again")
        self.path = path
        self.problem = problem


class InferenceError(PipelineError):
    """A model failed while it ran: the picture could not be looked at, which is not "no plate"."""


class ModelSetError(WeightsError):
    """A set of models of the site's own is missing, damaged, or cannot be written down."""

    def __init__(self, path: Path, problem: str) -> None:
        PipelineError.__init__(self, f"models {path}: {problem}")
        self.path = path
        self.problem = problem
