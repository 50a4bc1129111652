"""The language of the window: the attendant's own choice, the site's, or the computer's."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from console.ui.theme import RESOURCES

LANGUAGES = {"en": "English", "de": "Deutsch", "hi": "हिन्दी"}
"""The languages that there are catalogues for, each by its own name; strings are English."""

SYSTEM_LANGUAGE = "system"
_KEPT_KEY = "language"
_TRANSLATOR_NAME = "gatehouse-translator"

_log = logging.getLogger("bridge")


def pick_language(chosen: str, site: str, system: Iterable[str]) -> str:
    """Return the first language that is known: ``chosen``, ``site``, one of the ``system``'s.

    ``system`` are names such as ``hi-IN``, the computer's favourite first. English is the last
    resort.
    """
    wanted = (chosen, site, *(name.replace("_", "-").split("-")[0] for name in system))
    return next((code for code in wanted if code in LANGUAGES), "en")


def system_languages() -> tuple[str, ...]:
    """What the computer's user reads, the favourite first."""
    return tuple(QLocale.system().uiLanguages())


def kept_language(layout_path: Path | None) -> str:
    """The language that was chosen in the window; empty where none was."""
    if layout_path is None:
        return ""
    return str(QSettings(str(layout_path), QSettings.Format.IniFormat).value(_KEPT_KEY, ""))


def keep_language(layout_path: Path | None, code: str) -> None:
    """Keep the choice for every later start."""
    if layout_path is not None:
        QSettings(str(layout_path), QSettings.Format.IniFormat).setValue(_KEPT_KEY, code)


def install_language(application: QApplication, code: str, resources: Path = RESOURCES) -> bool:
    """Let every window that is made from now on speak ``code``; False where it cannot.

    Sets the default ``QLocale`` for dates and numbers, and loads our catalogue and Qt's own,
    which has the words of context menus and file dialogs. What was installed before goes.
    """
    for old in application.findChildren(QTranslator, _TRANSLATOR_NAME):
        application.removeTranslator(old)
        old.deleteLater()
    system = QLocale.system()
    QLocale.setDefault(system if system.name().split("_")[0] == code else QLocale(code))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _install(application, Path(qt_folder) / f"qtbase_{code}.qm")
    installed = _install(application, resources / "i18n" / f"gatehouse_{code}.qm")
    if not installed:
        _log.warning("no catalogue for %s: the window speaks English (make run makes them)", code)
    return installed


def _install(application: QApplication, path: Path) -> bool:
    translator = QTranslator(application)
    translator.setObjectName(_TRANSLATOR_NAME)
    if not translator.load(str(path)):
        translator.deleteLater()
        return False
    application.installTranslator(translator)
    return True
