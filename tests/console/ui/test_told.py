"""Faults of the parts without Qt reach the window in its language, whatever they are about."""

import ast
import sqlite3
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from console.gate.types import Fault, FaultKind
from console.people.permissions import NotAllowedError, Permission
from console.ui.language import LANGUAGES
from console.ui.told import told
from db.errors import (
    DuplicateVehicleError,
    EvidenceDamagedError,
    EvidenceMissingError,
    PersonRefusedError,
    StoreUnavailableError,
)
from db.sessions import translated_errors
from tests.support.translations import ROOT, called_name, speaking

PACKAGES = ("db", "console/gate", "console/people", "console/exporting", "pi_bridge/client")
MORE_FILES = (
    "console/lane_test.py", "pi_bridge/errors.py", "pi_bridge/pairing.py", "pipeline/errors.py",
    "pipeline/engine.py", "pipeline/recogniser.py", "pi_bridge/agent/gatekeeper.py",
    "pi_bridge/agent/pairing.py", "pi_bridge/agent/relay.py",
)  # fmt: skip
NOT_SHOWN = {
    "audit_export.py", "verify.py", "canonical.py", "erasure.py", "chain.py", "moments.py",
    "schema.py", "search_terms.py", "firestore_values.py", "site.py", "shifts.py", "people_records",
    "drawing.py", "labelling.py", "types.py", "passages.py", "registry_copy.py", "remote_rows.py",
    "firestore_listener.py", "decode.py", "permissions.py", "secrets.py",

}  # fmt: skip
"""Modules of commands and of our own mistakes, and documents of Firestore that are set aside with
the names of their fields."""
NOT_SAID = ("an anchor has no sequence or no time", "cannot name a file")
"""Our own mistakes in modules that are read otherwise."""
ENDS_IN_ERROR = ("Error", "_tell_fault", "_complain", "drop_orders")
OUR_MISTAKES = {"ValueError", "TypeError", "RuntimeError", "AssertionError", "NotImplementedError"}
NAMES = {"message", "problem"}
SAMPLE = "X1"


@cache
def sentences():
    """What the sources say of faults, with a sample in every place."""
    found = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for said in said_by(node):
                if " " in said and not said.endswith(NOT_SAID):
                    found[said] = path.name
    return found


def sources():
    files = [path for name in PACKAGES for path in (ROOT / name).glob("*.py")]
    files += [ROOT / name for name in MORE_FILES]
    return [path for path in files if path.name not in NOT_SHOWN]


def said_by(node):
    arguments = []
    if isinstance(node, ast.Call):
        name = called_name(node)
        if name.endswith(ENDS_IN_ERROR) and name not in OUR_MISTAKES:
            arguments = node.args
    elif isinstance(node, ast.Assign):
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if names & NAMES:
            arguments = [node.value]
    for argument in arguments:
        yield from texts_of(argument)


def texts_of(node):
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else SAMPLE for part in node.values
        ]
        yield "".join(parts)
    else:
        for child in ast.iter_child_nodes(node):
            yield from texts_of(child)


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_sentence_about_a_fault_has_all_its_clauses_in_the_language(qapp, code):
    assert len(sentences()) > 100, "the sources are not read any more"
    with speaking(qapp, code):
        english = {said: left for said in sentences() if (left := english_in(said))}
    assert english == {}, "put it into console/ui/told.py and translate it"


def english_in(sentence):
    """Whether words of a sentence stay as they are when it is told."""
    left = set(told(sentence).replace(SAMPLE, " ").split()) & set(sentence.split())
    return {
        word.strip("().,:;") for word in left if word.strip("().,:;").islower() and len(word) > 2
    } - KEPT


KEPT = {
    "http://host:port/path", "sha256", "chmod", "valid_until", "valid_from", "--data", "store.url",
    "firebase.account_file", "kind", "write-ahead", "log", "usable", "firebase.bucket", "yes", "no",
}  # fmt: skip
"""Words that are the same in every language, or names."""


def test_a_full_disk_is_told_in_german(qapp):
    error = StoreUnavailableError(
        "evidence /site/evidence/ab/ab12.jpg: cannot be written (No space left on device); "
        "free some space or check the rights of the folder, then try again"
    )
    with speaking(qapp, "de"):
        assert told(str(error)) == (
            "Beweisbild /site/evidence/ab/ab12.jpg: lässt sich nicht schreiben "
            "(kein Platz mehr auf dem Laufwerk); Platz schaffen oder Rechte des Ordners prüfen, "
            "dann noch einmal"
        )
    assert told(str(error)) == str(error), "English is what was said"


def test_a_locked_database_is_told_in_german_as_sqlite_and_the_session_word_it(qapp, engine_like):
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY
    with pytest.raises(StoreUnavailableError) as caught, translated_errors(engine_like):
        raise OperationalError("BEGIN IMMEDIATE", {}, locked)
    with speaking(qapp, "de"):
        assert told(str(caught.value)) == (
            "/site/gatehouse.sqlite3: von einem anderen Programm gesperrt; es schließen, dann noch "
            "einmal (Datenbank ist gesperrt)"
        )


@pytest.fixture
def engine_like():
    from sqlalchemy import create_engine  # noqa: PLC0415 - for this one

    engine = create_engine("sqlite:////site/gatehouse.sqlite3")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("error", "german"),
    [
        (
            DuplicateVehicleError("KA01AB1234", "KAO1AB1234"),
            "Fahrzeug KA01AB1234: KAO1AB1234 ist schon erfasst (O und 0 gelten als gleich); "
            "stattdessen diesen Eintrag ändern",
        ),
        (
            PersonRefusedError("R. Kumar", "the name is taken by R. Kumar"),
            "R. Kumar: den Namen hat schon R. Kumar",
        ),
        (
            EvidenceMissingError(Path("/e/a.jpg")),
            "Beweisbild /e/a.jpg: dieses Bild gibt es nicht; es wurde nach seiner Frist gelöscht "
            "oder muss aus einer Sicherung kommen",
        ),
        (
            EvidenceDamagedError(Path("/e/a.jpg"), "ab12"),
            "Beweisbild /e/a.jpg: der Inhalt hat SHA-256 ab12, wurde also verändert; das Bild aus "
            "einer Sicherung wiederherstellen",
        ),
        (
            NotAllowedError(None, Permission.WORK_BARRIERS),
            "nicht erlaubt: Schranken bedienen (niemand ist angemeldet)",
        ),
    ],
)
def test_typed_errors_are_told_in_german_with_their_places(qapp, error, german):
    with speaking(qapp, "de"):
        assert told(str(error)) == german


def test_a_sentence_within_a_sentence_is_told_too(qapp):
    with speaking(qapp, "de"):
        assert told("order to open not carried out: barrier refuses the connection") == (
            "Befehl „öffnen“ nicht ausgeführt: Schranke: verweigert die Verbindung"
        )


def test_words_that_nobody_knows_stay_as_they_are(qapp):
    with speaking(qapp, "hi"):
        assert told("frobnicated: 17") == "frobnicated: 17"


def test_the_bar_of_faults_speaks_german(make_booth, qtbot, qapp):
    with speaking(qapp, "de"):
        booth = make_booth()
        booth.open()
        booth.bridge.on_fault(
            Fault(FaultKind.BARRIER, "north", "all gates hold, so nothing was sent")
        )
        notices = booth.window.notices
        qtbot.waitUntil(lambda: len(notices.notices) == 1)
        assert notices.notices[0].text == (
            "Schranke, North entrance: alle Schranken halten, darum wurde nichts gesendet"
        )
