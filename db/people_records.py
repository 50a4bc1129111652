"""Frozen values about the people of a site: who may sign in, shifts, notes, what they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is at this site; what each may do is the console's to say."""

    ATTENDANT = "attendant"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody who may sign in. Names stay for ever, because decisions bear them.

    ``wait_until`` is when the next attempt is allowed after too many wrong ones.
    """

    name: str
    role: Role
    is_active: bool
    created_at: datetime
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """What is needed to check an attempt to sign in; the hash is never shown or logged."""

    secret_hash: str
    failed_count: int
    wait_until: datetime | None

    def __repr__(self) -> str:
        return f"StoredSecret(failed_count={self.failed_count}, wait_until={self.wait_until})"


@dataclass(frozen=True, slots=True)
class ShiftRecord:
    """A shift: ``after_sequence`` is the last decision before it, so that no clock counts.

    ``exceptions`` is what was open at the hand-over, in words; ``read_by`` who took note of it.
    """

    shift_id: int
    person: str
    started_at: datetime
    after_sequence: int
    ended_at: datetime | None = None
    hand_over_note: str = ""
    exceptions: tuple[str, ...] = ()
    read_by: str = ""

    @property
    def has_words(self) -> bool:
        """Whether the hand-over says anything that the next person must read."""
        return bool(self.hand_over_note or self.exceptions)


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """Something that the next shifts must know until it is settled."""

    note_id: int
    text: str
    written_by: str
    written_at: datetime


class EventKind(StrEnum):
    """What somebody did besides deciding on a passage."""

    PERSON_ADDED = "person_added"
    ROLE_CHANGED = "role_changed"
    SECRET_CHANGED = "secret_changed"
    PERSON_DISABLED = "person_disabled"
    PERSON_ENABLED = "person_enabled"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    LOCKED = "locked"
    SHIFT_STARTED = "shift_started"
    SHIFT_ENDED = "shift_ended"
    HAND_OVER_READ = "hand_over_read"
    NOTE_SETTLED = "note_settled"
    VEHICLE_ADDED = "vehicle_added"
    VEHICLE_CHANGED = "vehicle_changed"
    VEHICLE_REMOVED = "vehicle_removed"
    VEHICLES_IMPORTED = "vehicles_imported"
    EXPORTED = "exported"
    PARKING_CORRECTED = "parking_corrected"
    SLOTS_CHANGED = "slots_changed"
    MODELS_PROMOTED = "models_promoted"
    MODELS_ROLLED_BACK = "models_rolled_back"
    WEIGHTS_PROMOTED = "weights_promoted"
    WEIGHTS_ROLLED_BACK = "weights_rolled_back"
    PICTURES_DELETED = "pictures_deleted"
    PERSONAL_DATA_ERASED = "personal_data_erased"
    LOG_RESTARTED = "log_restarted"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    CAMERA_PAIRED = "camera_paired"
    LANES_CHANGED = "lanes_changed"
    COPY_CHANGED = "copy_changed"


@dataclass(frozen=True, slots=True)
class SiteEvent:
    """An act: what somebody did besides deciding, an event of the same chain as the decisions.

    ``subject`` is what it was done to or about, ``detail`` a few words for people, ``why`` the
    reason that was given. ``details`` is a JSON object as text (``canonical.details_text``), for
    programs.
    """

    kind: EventKind
    subject: str
    done_by: str
    done_at: datetime
    detail: str = ""
    why: str = ""
    details: str = ""
