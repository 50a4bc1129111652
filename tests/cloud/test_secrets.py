"""Nothing of a service account but its path is in the log, a crash report or the database."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import replace
from functools import partial

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from console.logs import ExceptionHooks, LogFiles
from db import outbox
from db.audit import record_decision
from db.firestore import FirestoreStore, account_credential
from db.outbox import sync_state
from db.outbox_records import ItemState
from db.remote import RemoteDeniedError
from db.remote_settings import RemoteSettings
from db.sessions import writing
from db.sync_status import Link
from tests.support.cloud import PATIENCE_S, synchroniser
from tests.support.decisions import make_decision
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def key():
    """A real private key, as the file of a service account holds it."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture
def account(tmp_path, key):
    """Writes an account file with some of its contents changed; others cannot read it."""
    folder = tmp_path / "secrets"
    folder.mkdir()

    def write(broken=lambda text: text, **changes):
        contents = {
            "type": "service_account",
            "project_id": "demo-north",
            "private_key_id": "0123456789abcdef0123456789abcdef01234567",
            "private_key": key,
            "client_email": "gatehouse@demo-north.iam.gserviceaccount.com",
            "token_uri": "http://127.0.0.1:1/token",
        }
        path = folder / "account.json"
        path.write_text(broken(json.dumps(contents | changes)))
        path.chmod(0o600)
        return RemoteSettings("north", account_file=path)

    return write


def secrets_of(key):
    """Every line of the key but the first and last, which are the same in all keys."""
    return [line.encode() for line in key.splitlines()[1:-1]]


def assert_nowhere(key, *contents):
    for content in contents:
        for line in secrets_of(key):
            assert line not in content
            assert line.decode().replace("/", "\\/").encode() not in content


BROKEN: dict[str, dict[str, str | None]] = {
    "a key cut short": {"private_key": None},
    "another type": {"type": "authorized_user"},
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_account_that_cannot_be_used_is_named_by_its_path_alone(  # noqa: PLR0917 - fixtures
    engine, tmp_path, account, key, case, monkeypatch
):
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST", raising=False)
    changes = BROKEN[case]
    if case == "a key cut short":
        changes = {"private_key": key[: len(key) // 2]}
    settings = account(**changes)
    record_decision(engine, make_decision(1))
    with LogFiles(tmp_path / "logs") as log:
        logging.getLogger("sync").setLevel(logging.DEBUG)
        with synchroniser(engine, settings, connect=partial(FirestoreStore, settings)) as copying:
            wait_until(lambda: copying.status().link is Link.DENIED, PATIENCE_S)
            problem = copying.status().problem
        _crash(settings)
        said = log.path.read_bytes()
    assert str(settings.account_file) in problem
    assert b"uncaught" in said or b"died" in said
    with writing(engine) as session:
        sync_state(session).problem = problem
    (item,) = outbox.items_of_state(engine, ItemState.HELD, 1)
    outbox.park(engine, item, problem)
    stored = [path.read_bytes() for path in tmp_path.glob("gatehouse.sqlite3*")]
    assert stored
    assert_nowhere(key, said, problem.encode(), *stored)


def _crash(settings):
    """Let the error, with all that caused it, be one that nobody caught."""

    def fail():
        account_credential(settings)

    hooks = ExceptionHooks(lambda _: None)
    try:
        thread = threading.Thread(target=fail, name="sync")
        thread.start()
        thread.join()
    finally:
        hooks.close()


def test_a_key_in_a_message_of_whatever_library_is_taken_out_of_the_log(tmp_path, key):
    with LogFiles(tmp_path / "logs") as log:
        logging.getLogger("sync").warning("cannot parse %s", key)
        logging.getLogger("sync").warning("cannot parse %s", json.dumps({"private_key": key}))
        said = log.path.read_bytes()
    assert said.count(b"cannot parse") == 2
    assert_nowhere(key, said)


def test_a_usable_account_shows_nothing_of_itself(account, key):
    settings = account()
    credential = account_credential(settings)
    assert credential.project_id == "demo-north"
    assert_nowhere(key, repr(settings).encode(), repr(credential).encode())


def test_a_file_that_is_no_json_is_not_quoted(account, key):
    settings = account(broken=lambda text: text[:-20])
    with pytest.raises(RemoteDeniedError, match=r"account\.json: is not the file") as raised:
        account_credential(replace(settings))
    assert raised.value.__cause__ is None
    assert_nowhere(key, str(raised.value).encode())
