"""What each role may do; checked in this package, below the screens, before anything is done."""

from __future__ import annotations

from enum import StrEnum

from db.people_records import PersonRecord, Role
from db.records import DecisionRecord


class Permission(StrEnum):
    """Something that not everybody may do."""

    DECIDE = "decide"
    WORK_BARRIERS = "work_barriers"
    SEARCH_HISTORY = "search_history"
    AMEND_OWN = "amend_own"
    AMEND_ANY = "amend_any"
    EXPORT = "export"
    SEE_VEHICLES = "see_vehicles"
    ADD_VISITOR = "add_visitor"
    EDIT_VEHICLES = "edit_vehicles"
    CORRECT_PARKING = "correct_parking"
    EDIT_SLOTS = "edit_slots"
    KEEP_SHIFT = "keep_shift"
    EDIT_PEOPLE = "edit_people"
    SEE_MODELS = "see_models"
    SWITCH_MODELS = "switch_models"
    EDIT_LANES = "edit_lanes"
    KEEP_COPY = "keep_copy"


_ATTENDANT = frozenset(
    {
        Permission.DECIDE,
        Permission.WORK_BARRIERS,
        Permission.SEARCH_HISTORY,
        Permission.AMEND_OWN,
        Permission.SEE_VEHICLES,
        Permission.ADD_VISITOR,
        Permission.CORRECT_PARKING,
        Permission.KEEP_SHIFT,
        Permission.SEE_MODELS,
    }
)
_SUPERVISOR = _ATTENDANT | {
    Permission.AMEND_ANY,
    Permission.EXPORT,
    Permission.EDIT_VEHICLES,
    Permission.EDIT_SLOTS,
    Permission.SWITCH_MODELS,
    Permission.KEEP_COPY,
}
_MAY = {
    Role.ATTENDANT: _ATTENDANT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: frozenset(Permission),
}


class NotAllowedError(Exception):
    """Somebody asked for what their role does not include, or nobody is signed in."""

    def __init__(self, person: PersonRecord | None, permission: Permission) -> None:
        who = "nobody is signed in" if person is None else f"{person.name} is {person.role.value}"
        super().__init__(f"not allowed: {permission.value.replace('_', ' ')} ({who})")
        self.person = person
        self.permission = permission


def may(role: Role, permission: Permission) -> bool:
    """Whether this role includes the permission."""
    return permission in _MAY[role]


def amending(decision: DecisionRecord, name: str) -> Permission:
    """What it takes for ``name`` to amend a decision: one's own is less than another's."""
    return Permission.AMEND_OWN if decision.decided_by == name else Permission.AMEND_ANY
