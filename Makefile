# Two commands do all set-up on a machine with nothing but Python: make run, make test.
PYTHON ?= python3
export PYTHON

.PHONY: run test lint package screenshot clean

run: .venv/.ready-core
	tools/run-demo

test: .venv/.ready-all lint
	.venv/bin/python -m pytest

lint: .venv/.ready-all
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

package: .venv/.ready-all
	.venv/bin/pyinstaller --noconfirm --clean --log-level WARN pyinstaller.spec
	tools/check-package

screenshot: .venv/.ready-core
	.venv/bin/python main.py --demo --lanes 4 --headless --seconds 24 --window-size 1366x768 --screenshot docs/console.png

.venv/.ready-core: pyproject.toml constraints.txt tools/setup
	tools/setup core

.venv/.ready-all: pyproject.toml constraints.txt tools/setup
	tools/setup all

clean:
	rm -rf .venv build dist *.egg-info
