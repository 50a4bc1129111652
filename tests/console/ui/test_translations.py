"""Every string of the window goes through tr() and is there in every language."""

import ast
import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest

from console.ui.language import LANGUAGES
from tests.support.translations import (
    ROOT,
    SourceString,
    called_name,
    parsed_sources,
    read_catalogue,
)

TRANSLATED = ("de", "hi")
REFRESH = "run tools/translations refresh, translate what it names, and commit resources/i18n"
WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+|\} [a-z]{2,}|[a-z]{2,} \{")
KEY = re.compile(r"((Ctrl|Shift|Alt)\+)+(\S*)$|(Return|Enter|Escape|Up|Down|Left|Right)$|Pg|\+$")
NAME = re.compile(r"[<=+]|^[a-z]+-$|^[.][a-z]+$")
UNSEEN_CALLS = {
    "debug", "info", "warning", "error", "exception", "critical", "getLogger", "setObjectName",
    "setProperty", "set_state", "TypeVar", "pixmap", "icon", "value", "setValue", "_native",
    "setCreator",
}  # fmt: skip
"""Calls whose texts nobody sees, or that stand for keys."""
TRANSLATED_CALLS = {"tr", "translate", "QT_TRANSLATE_NOOP"}
UNSEEN_MODULES = {"console/ui/theme.py", "console/ui/language.py"}
"""File and font names; names of languages, each in its own."""
UNSEEN_TEXTS = {
    "h:mm AP",
    "This plugin does not support propagateSizeHints()",
    'OpenType support missing for "Inter"',
}


@cache
def source_strings():
    """What the sources say, as lupdate files it."""
    found = []
    for _path, tree in parsed_sources():
        found += strings_in(tree, "")
    return frozenset(found)


def strings_in(node, context):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from strings_in(child, child.name)
            continue
        if isinstance(child, ast.Call):
            arguments = [literal(argument) for argument in child.args]
            name = called_name(child)
            if name == "tr" and arguments and arguments[0] is not None:
                yield SourceString(context, arguments[0], len(arguments) > 2)
            if (
                name in {"translate", "QT_TRANSLATE_NOOP"}
                and len(arguments) > 1
                and arguments[1] is not None
            ):
                yield SourceString(arguments[0] or "", arguments[1], plural=False)
        yield from strings_in(child, context)


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_string_is_translated_into_every_language():
    unfinished = {
        code: [message.source.text for message in read_catalogue(code) if not is_done(message)]
        for code in LANGUAGES
    }
    assert unfinished == {code: [] for code in LANGUAGES}, REFRESH


def is_done(message):
    forms = 2 if message.source.plural else 1
    return message.finished and len(message.forms) == forms and all(message.forms)


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalogues_hold_what_the_sources_say(code):
    wanted = source_strings()
    there = {message.source for message in read_catalogue(code)}
    assert len(wanted) > 500
    assert {"missing": wanted - there, "left over": there - wanted} == {
        "missing": set(),
        "left over": set(),
    }, REFRESH


def test_english_has_the_plural_forms_of_every_count():
    wanted = {one for one in source_strings() if one.plural}
    assert {message.source for message in read_catalogue("en")} == wanted, REFRESH
    assert all("%n" in one.text for one in wanted)


@pytest.mark.parametrize("code", LANGUAGES)
def test_translations_keep_the_places_of_what_is_filled_in(code):
    for message in read_catalogue(code):
        for form in message.forms:
            assert places(form) == places(message.source.text), (code, message.source.text, form)


def places(text):
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name) + Counter(
        "%n" for _ in range(text.count("%n"))
    )


def test_hindi_is_written_in_devanagari():
    english = [
        message.source.text
        for message in read_catalogue("hi")
        for form in message.forms
        if re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", message.source.text))
        and not re.search(r"[\u0900-\u097f]", form)
    ]
    formats = {text for text in english if re.fullmatch(r"[yMdHms: .-]+", text)}
    assert set(english) - formats <= {"{fps} fps", "{site} - Gatehouse"}


def test_what_is_shown_goes_through_tr():
    bare = []
    for path, tree in parsed_sources():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("console/ui/") and name not in UNSEEN_MODULES:
            bare += [f"{name}:{line}: {text}" for line, text in bare_texts(tree, seen=True)]
    assert bare == []


def bare_texts(node, *, seen):
    """Texts that look like words and reach nobody but through tr()."""
    for child in ast.iter_child_nodes(node):
        inside = seen and not isinstance(child, ast.Raise)
        if isinstance(child, ast.Call) and called_name(child) in UNSEEN_CALLS | TRANSLATED_CALLS:
            inside = False
        if isinstance(child, ast.Assign) and ast.unparse(child.targets[0]) == "__all__":
            continue
        text = literal(child)
        if isinstance(child, ast.Constant) and text is not None and inside:
            if isinstance(node, ast.Expr):
                continue
            part = isinstance(node, ast.JoinedStr) and re.search(r"[A-Za-z]{3}", text)
            if looks_shown(text) or (part and not NAME.search(text)):
                yield child.lineno, text
        yield from bare_texts(child, seen=inside)


def looks_shown(text):
    if KEY.match(text) or text in UNSEEN_TEXTS or text.startswith("<"):
        return False
    return WORDS.search(text) is not None


def test_texts_that_bypass_tr_would_be_found():
    source = """
def show(label, n):
    '''Doc of it.'''
    label.setText("Nobody there")
    label.setText(f"{n} lanes")
    label.setText(label.tr("Nobody is here"))
    label.setObjectName("No name")
"""
    found = [text for _, text in bare_texts(ast.parse(source), seen=True)]
    assert found == ["Nobody there", " lanes"]


def test_tr_is_given_literal_texts():
    wrappers = {
        "console/ui/action_table.py",
        "console/ui/pages/evidence_page.py",
        "console/ui/told.py",
    }
    for path, tree in parsed_sources():
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called_name(node) == "tr" and node.args:
                assert literal(node.args[0]) is not None, f"{name}:{node.lineno}"
            if isinstance(node, ast.JoinedStr):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
                # lupdate does not look into f-strings
                assert "tr" not in map(called_name, inner), f"{name}:{node.lineno}"
            if isinstance(node, ast.Call) and called_name(node) == "translate":
                by_qt = len(node.args) > 1 and literal(node.args[0]) is not None
                if by_qt and name not in wrappers:
                    assert literal(node.args[1]) is not None, f"{name}:{node.lineno}"


def test_no_class_that_translates_is_inherited_from():
    # PySide6 looks a string of a base class up under the name of the derived one alone
    trees = [tree for _path, tree in parsed_sources()]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    translating = {one.name for one in classes if calls_tr(one)}
    bases = {base.id for one in classes for base in one.bases if isinstance(base, ast.Name)}
    assert translating & bases == set()


def calls_tr(node):
    return any(isinstance(n, ast.Call) and called_name(n) == "tr" for n in ast.walk(node))
