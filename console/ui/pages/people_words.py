"""Roles, refusals and events in words, translated when they are shown."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication

from console.people.office import SignInError, SignInFault
from console.people.permissions import NotAllowedError
from console.people.secrets import SecretFault, WeakSecretError
from console.ui.told import told
from db.errors import StoreError
from db.people_records import Role

_log = logging.getLogger("bridge")


def role_words(role: Role) -> str:
    """What a person is at this site."""
    return {
        Role.ATTENDANT: QCoreApplication.translate("PeopleWords", "Attendant"),
        Role.SUPERVISOR: QCoreApplication.translate("PeopleWords", "Supervisor"),
        Role.ADMINISTRATOR: QCoreApplication.translate("PeopleWords", "Administrator"),
    }[role]


def sign_in_words(error: SignInError) -> str:
    """Why somebody was not signed in."""
    words = {
        SignInFault.WRONG: QCoreApplication.translate("PeopleWords", "Wrong PIN or password"),
        SignInFault.NOT_ALLOWED: QCoreApplication.translate(
            "PeopleWords", "This name may not sign in; ask an administrator"
        ),
        SignInFault.MUST_WAIT: QCoreApplication.translate("PeopleWords", "Too many wrong attempts"),
    }[error.fault]
    if not error.wait_s:
        return words
    return QCoreApplication.translate("PeopleWords", "{problem}. Try again in {seconds} s").format(
        problem=words, seconds=round(error.wait_s + 0.5)
    )


def secret_words(error: WeakSecretError) -> str:
    """What a PIN or password lacks."""
    return {
        SecretFault.TOO_LONG: QCoreApplication.translate(
            "PeopleWords", "At most {count} characters"
        ),
        SecretFault.SHORT_PASSWORD: QCoreApplication.translate(
            "PeopleWords", "A password needs {count} characters; a PIN has digits alone"
        ),
        SecretFault.SHORT_PIN: QCoreApplication.translate(
            "PeopleWords", "A PIN needs {count} digits"
        ),
        SecretFault.EASY_PIN: QCoreApplication.translate(
            "PeopleWords", "Equal digits or digits in a row are guessed first"
        ),
    }[error.fault].format(count=error.wanted)


def refusal_words(error: Exception) -> str:
    """Why something that a person asked for was not done."""
    if isinstance(error, WeakSecretError):
        return secret_words(error)
    if isinstance(error, SignInError):
        return sign_in_words(error)
    if isinstance(error, NotAllowedError):
        if error.person is None:
            return QCoreApplication.translate("PeopleWords", "Not allowed: nobody is signed in")
        return QCoreApplication.translate("PeopleWords", "Not allowed for the role {role}").format(
            role=role_words(error.person.role)
        )
    if isinstance(error, StoreError):
        return told(str(error))
    _log.error("%s", error, exc_info=error)
    return QCoreApplication.translate("PeopleWords", "Internal error, see the log: {error}").format(
        error=type(error).__name__
    )
