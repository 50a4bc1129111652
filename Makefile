# Two commands do all set-up on a machine with nothing but Python: make run, make test.
PYTHON ?= python3
export PYTHON

# What the window says in other languages; lrelease comes with PySide6
CATALOGUES := $(patsubst %.ts,%.qm,$(wildcard resources/i18n/*.ts))

.PHONY: run test lint package screenshot translations clean

run: .venv/.ready-core $(CATALOGUES)
	tools/run-demo

test: .venv/.ready-all $(CATALOGUES) lint
	.venv/bin/python -m pytest -n 2 --dist loadfile

lint: .venv/.ready-all
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

package: .venv/.ready-all $(CATALOGUES)
	.venv/bin/pyinstaller --noconfirm --clean --log-level WARN pyinstaller.spec
	tools/check-package

screenshot: .venv/.ready-core $(CATALOGUES)
	.venv/bin/python main.py --demo --lanes 4 --headless --seconds 24 --window-size 1366x768 --screenshot docs/console.png

translations: .venv/.ready-core
	tools/translations refresh

%.qm: %.ts | .venv/.ready-core
	tools/translations release

.venv/.ready-core: pyproject.toml constraints.txt tools/setup
	tools/setup core

.venv/.ready-all: pyproject.toml constraints.txt tools/setup
	tools/setup all

clean:
	rm -rf .venv build dist *.egg-info
