"""The strings of the window as they stand in the sources and in the catalogues."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from console.ui.language import install_language

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "resources" / "i18n"


@dataclass(frozen=True, slots=True)
class SourceString:
    """A string that goes through ``tr``: its context is the class around it, or none."""

    context: str
    text: str
    plural: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A string of a catalogue with what is said instead; plural ones have several forms."""

    source: SourceString
    forms: tuple[str, ...]
    finished: bool


def read_catalogue(code: str) -> tuple[Message, ...]:
    """The messages of a language, in the order of the file."""
    root = ElementTree.parse(CATALOGUES / f"gatehouse_{code}.ts").getroot()
    return tuple(
        _message(context.findtext("name") or "", message)
        for context in root.iter("context")
        for message in context.iter("message")
    )


def _message(context: str, message: ElementTree.Element) -> Message:
    plural = message.get("numerus") == "yes"
    translation = message.find("translation")
    assert translation is not None
    forms = [form.text or "" for form in translation.iter("numerusform")]
    return Message(
        SourceString(context, message.findtext("source") or "", plural),
        tuple(forms) if plural else (translation.text or "",),
        translation.get("type") is None,
    )


def release_catalogues() -> None:
    """Make the .qm files where they are missing or older than the catalogues."""
    for source in CATALOGUES.glob("*.ts"):
        made = source.with_suffix(".qm")
        if not made.is_file() or made.stat().st_mtime_ns < source.stat().st_mtime_ns:
            subprocess.run([ROOT / "tools" / "translations", "release"], check=True)
            return


@contextmanager
def speaking(application: QApplication, code: str) -> Iterator[None]:
    """Windows made in this block speak a language; those made afterwards speak English again."""
    release_catalogues()
    before = QLocale()
    try:
        assert install_language(application, code)
        yield
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
            translator.deleteLater()
        QLocale.setDefault(before)


def called_name(call: ast.Call) -> str:
    """The last name of what is called: ``tr`` of ``self.tr(...)``."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@cache
def parsed_sources() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module that may show something."""
    return tuple(
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted((ROOT / "console").rglob("*.py"))
    )
