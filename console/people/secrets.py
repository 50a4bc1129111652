"""PINs and passwords: what is good enough, how they are kept, how an attempt is checked."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from db.people_records import Role

MIN_PIN_DIGITS = {Role.ATTENDANT: 4, Role.SUPERVISOR: 6, Role.ADMINISTRATOR: 6}
MIN_PASSWORD_LENGTH = 8
MAX_LENGTH = 128
FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)

# argon2id, 19 MiB, two passes, one lane.
# Source: OWASP, Password Storage Cheat Sheet,
# https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class SecretFault(StrEnum):
    """Why a PIN or password will not do; the screen translates these into words."""

    TOO_LONG = "too_long"
    SHORT_PASSWORD = "short_password"
    SHORT_PIN = "short_pin"
    EASY_PIN = "easy_pin"


class WeakSecretError(ValueError):
    """A PIN or password that anybody would guess; ``wanted`` is a length where one is wanted."""

    def __init__(self, fault: SecretFault, wanted: int = 0) -> None:
        super().__init__(f"{fault.value.replace('_', ' ')}{f', {wanted} wanted' if wanted else ''}")
        self.fault = fault
        self.wanted = wanted


def check_secret(secret: str, role: Role) -> None:
    """Accept a PIN (digits alone) or a password that is good enough for the role.

    Raises:
        WeakSecretError: it is too short, too long, or easily guessed.
    """
    if len(secret) > MAX_LENGTH:
        raise WeakSecretError(SecretFault.TOO_LONG, MAX_LENGTH)
    if not secret.isdecimal():
        if len(secret) < MIN_PASSWORD_LENGTH:
            raise WeakSecretError(SecretFault.SHORT_PASSWORD, MIN_PASSWORD_LENGTH)
        return
    if len(secret) < MIN_PIN_DIGITS[role]:
        raise WeakSecretError(SecretFault.SHORT_PIN, MIN_PIN_DIGITS[role])
    steps = {int(after) - int(before) for before, after in pairwise(secret)}
    if steps in ({0}, {1}, {-1}):
        raise WeakSecretError(SecretFault.EASY_PIN)


def hash_secret(secret: str) -> str:
    """What is stored in place of the secret; takes some 30 ms on purpose."""
    return _HASHER.hash(secret)


def is_right(secret_hash: str, attempt: str) -> bool:
    """Whether the attempt is the secret behind the hash; a damaged hash fits nothing."""
    try:
        return _HASHER.verify(secret_hash, attempt[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False


def wait_after(failed_count: int) -> timedelta | None:
    """How long nobody may try again after so many wrong attempts in a row; None for no wait."""
    surplus = failed_count - FREE_ATTEMPTS
    if surplus < 0:
        return None
    return min(FIRST_WAIT * (1 << min(surplus, 10)), LONGEST_WAIT)
