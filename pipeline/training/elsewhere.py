"""``tools/train-elsewhere``: trains on a machine that has only what is installed there.

Needs no network and nothing but Python to begin with. It unpacks what ``pipeline.training pack``
made, adds the wheels that lie beside it for what is missing, chooses the backend that has an
accelerator, and trains one model after the other, each for a number of minutes. Weights, state
and log are copied to the output folder while training runs, so that a cut loses little; called
again with the same output folder, it goes on from there.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

MODELS = ("detector", "reader", "characters")
_SHIPPED_NAMES = {"characters": "classifier"}
_RESULTS = {"detector": "average.weights.h5"}
_BEST = "best.weights.h5"
_STATE = ("checkpoint.weights.h5", "progress.json", "events")
_NEEDED = {
    "absl": "absl_py",
    "cv2": "opencv_python_headless",
    "h5py": "h5py",
    "keras": "keras",
    "ml_dtypes": "ml_dtypes",
    "namex": "namex",
    "numpy": "numpy",
    "optree": "optree",
    "packaging": "packaging",
    "PIL": "pillow",
    "rich": "rich",
    "tqdm": "tqdm",
}
"""What training imports, and the name of the wheel that brings it."""

_WELCOME = {"google.protobuf": "protobuf", "tensorboardX": "tensorboardx"}
"""Without these there are no event files for TensorBoard."""

_COPY_EVERY_S = 30.0

_PROBES = {
    "jax": "import jax, sys; sys.exit(jax.default_backend() == 'cpu')",
    "torch": "import torch, sys; sys.exit(not torch.cuda.is_available())",
    "tensorflow": (
        "import tensorflow as tf, sys; sys.exit(not tf.config.list_physical_devices('GPU'))"
    ),
}
"""Backends by speed with models as small as ours; a probe succeeds with an accelerator."""

_WITHOUT_ACCELERATOR = ("tensorflow", "torch", "jax")

_log = logging.getLogger("training")


def main(arguments: Sequence[str]) -> int:
    """Train what the arguments name; 0 when every model was trained for its time."""
    args = _parse(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    args.work.mkdir(parents=True, exist_ok=True)
    data = unpack(args.archive, args.work)
    environment = dict(os.environ)
    site = add_wheels(args.wheels or args.archive.resolve().parent, args.work / "site")
    environment["PYTHONPATH"] = os.pathsep.join([str(PROJECT), str(site)])
    environment["KERAS_BACKEND"] = args.backend or choose_backend(environment)
    environment.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    _log.info("training with %s", environment["KERAS_BACKEND"])
    failed = [model for model in args.models if not _train(model, data, environment, args)]
    for model in failed:
        _log.error("%s was not trained; the end of %s says why", model, args.out / "train.log")
    return 1 if failed else 0


def unpack(archive: Path, work: Path) -> Path:
    """The folder with the data: ``archive`` itself, or where it lies unpacked in ``work``."""
    if archive.is_dir():
        return archive
    data = work / "data"
    if not data.exists():
        unfinished = work / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        with zipfile.ZipFile(archive) as file:
            file.extractall(unfinished)
        unfinished.rename(data)
    return data


def add_wheels(wheels: Path, site: Path) -> Path:
    """Install wheels for what is missing into the folder ``site``, without a network.

    Raises:
        SystemExit: something is missing, and there is no wheel for it.
    """
    sys.path.append(str(site))
    importlib.invalidate_caches()
    missing = {module: wheel for module, wheel in _NEEDED.items() if not _is_there(module)}
    welcome = {module: wheel for module, wheel in _WELCOME.items() if not _is_there(module)}
    found = {path.name.split("-")[0].lower(): path for path in sorted(wheels.glob("*.whl"))}
    lost = [wheel for wheel in missing.values() if wheel not in found]
    if lost:
        raise SystemExit(f"not installed, and no wheel in {wheels}: {', '.join(lost)}")
    chosen = [found[wheel] for wheel in (missing | welcome).values() if wheel in found]
    if chosen:
        _log.info("installing %s", ", ".join(path.name for path in chosen))
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
        pip += ["--no-cache-dir", "--target", str(site), *map(str, chosen)]
        subprocess.run(pip, check=True)
        importlib.invalidate_caches()
    return site


def choose_backend(environment: Mapping[str, str]) -> str:
    """``KERAS_BACKEND`` where it is set, else one with an accelerator, else any that is there.

    Raises:
        SystemExit: none of the three is installed.
    """
    if environment.get("KERAS_BACKEND"):
        return environment["KERAS_BACKEND"]
    for name, probe in _PROBES.items():
        if _is_there(name):
            answer = subprocess.run(
                [sys.executable, "-c", probe],
                env=dict(environment),
                capture_output=True,
                check=False,
            )
            if answer.returncode == 0:
                return name
    for name in _WITHOUT_ACCELERATOR:
        if _is_there(name):
            return name
    raise SystemExit("none of jax, torch and tensorflow is installed")


def copy_results(model: str, run: Path, out: Path) -> None:
    """Weights as ``<model>.weights.h5``, and what else a later call needs as ``<model>.state.tar``.

    Each file is replaced in one step: a cut leaves the one before.
    """
    weights = run / _RESULTS.get(model, _BEST)
    if not weights.exists():
        # A reader is first judged after an epoch; until then there is its average.
        weights = run / "average.weights.h5"
    if weights.exists():
        unfinished = out / f"{model}.weights.new"
        shutil.copyfile(weights, unfinished)
        unfinished.replace(out / f"{model}.weights.h5")
    kept = [run / name for name in _STATE if (run / name).exists()]
    if kept:
        unfinished = out / f"{model}.state.new"
        with tarfile.open(unfinished, "w") as tar:
            for path in kept:
                tar.add(path, path.name)
        unfinished.replace(out / f"{model}.state.tar")


def bring_back(model: str, run: Path, out: Path) -> None:
    """Put what ``copy_results`` kept back into a run's folder that has nothing yet."""
    state = out / f"{model}.state.tar"
    if state.exists() and not (run / "progress.json").exists():
        run.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(out / f"{model}.weights.h5", run / _RESULTS.get(model, _BEST))
        with tarfile.open(state) as tar:
            tar.extractall(run, filter="data")


def _train(
    model: str, data: Path, environment: Mapping[str, str], args: argparse.Namespace
) -> bool:
    run = args.work / "runs" / model
    bring_back(model, run, args.out)
    command = [sys.executable, "-m", "pipeline.training", model, "--data", str(data.resolve())]
    command += ["--out", str(run.resolve()), "--hours", str(args.minutes / 60), "--resume"]
    command += ["--count-preparation", "--no-export"]
    for option in ("batch", "precision"):
        if getattr(args, option) is not None:
            command += [f"--{option}", str(getattr(args, option))]
    if args.start is not None:
        name = f"{_SHIPPED_NAMES.get(model, model)}.weights.h5"
        command += ["--start", str((args.start / name).resolve())]
    _log.info("training the %s for %.1f minutes", model, args.minutes)
    with (args.out / "train.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=dict(environment), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            while True:
                try:
                    process.wait(_COPY_EVERY_S)
                    break
                except subprocess.TimeoutExpired:
                    copy_results(model, run, args.out)
        finally:
            process.terminate()
            process.wait()
            copy_results(model, run, args.out)
    return process.returncode == 0


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tools/train-elsewhere", description=(__doc__ or "").partition("\n\n")[2]
    )
    parser.add_argument("archive", type=Path, help="from pipeline.training pack, or unpacked")
    parser.add_argument("out", type=Path, help="folder for weights, state and log")
    parser.add_argument("--minutes", type=float, default=8.0, help="for each model")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--wheels", type=Path, help="folder; that of the archive by default")
    parser.add_argument("--backend", choices=sorted(_PROBES))
    parser.add_argument("--start", type=Path, help="folder with Keras weights to begin with")
    parser.add_argument("--batch", type=int, help="pictures a step")
    parser.add_argument("--precision", help="float32, mixed_bfloat16 or mixed_float16")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "gatehouse-training",
        help="folder for what may be lost",
    )  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
