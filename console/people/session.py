"""Who is signed in at this desk; asked on every thread, changed by signing in and locking."""

from __future__ import annotations

import threading

from console.people.permissions import NotAllowedError, Permission, may
from db.people_records import PersonRecord

NOBODY = "nobody signed in"
"""Under which name an emergency stop at a locked desk goes on record."""


class Session:
    """The person at the desk; nobody until somebody signs in, and nobody while it is locked."""

    def __init__(self, person: PersonRecord | None = None) -> None:
        self._lock = threading.Lock()
        self._person = person

    @property
    def person(self) -> PersonRecord | None:
        with self._lock:
            return self._person

    @property
    def name(self) -> str:
        """Whose work it is that is ordered now."""
        person = self.person
        return NOBODY if person is None else person.name

    def begin(self, person: PersonRecord) -> None:
        """From now on what is done is done by ``person``."""
        with self._lock:
            self._person = person

    def end(self) -> None:
        """From now on nothing that needs a person can be done."""
        with self._lock:
            self._person = None

    def may(self, permission: Permission) -> bool:
        """Whether the person at the desk may do this; nobody may do anything."""
        person = self.person
        return person is not None and may(person.role, permission)

    def require(self, permission: Permission) -> str:
        """The name of the person at the desk, who may do this.

        Raises:
            NotAllowedError: their role does not include it, or nobody is signed in.
        """
        person = self.person
        if person is None or not may(person.role, permission):
            raise NotAllowedError(person, permission)
        return person.name
