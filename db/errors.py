"""Everything that can go wrong between a decision and the disk."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """Base of every fault of the store; the message names what, where and the next step."""


class StoreUnavailableError(StoreError):
    """The store cannot be used now (full, locked, read-only); nothing was stored."""


class StoreDamagedError(StoreError):
    """The file is not a database, or its contents are broken."""

    may_be_replaced = True


class OtherProgramError(StoreDamagedError):
    """The database is whole, and another program's."""

    may_be_replaced = False


class SchemaTooNewError(StoreError):
    """A later Gatehouse wrote this database, so this one must not touch it."""

    def __init__(self, where: str, found: str, known: str) -> None:
        super().__init__(
            f"{where}: has schema {found}, and this version of Gatehouse knows schemas up to "
            f"{known}; install the newer Gatehouse that wrote it"
        )
        self.found = found
        self.known = known


class SchemaTooOldError(StoreError):
    """The database must be brought up to date, which a read-only opening cannot do."""

    def __init__(self, where: str, found: str, known: str) -> None:
        super().__init__(
            f"{where}: has schema {found}, and schema {known} is needed; "
            "start Gatehouse once on this folder to bring it up to date"
        )
        self.found = found
        self.known = known


class EvidenceMissingError(StoreError):
    """There is no picture under this SHA-256."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"evidence {path}: there is no such picture; it was deleted when its retention "
            "ended, or must be restored from a backup"
        )
        self.path = path


class EvidenceDamagedError(StoreError):
    """The bytes of a picture no longer give the SHA-256 in its name."""

    def __init__(self, path: Path, found_sha256: str) -> None:
        super().__init__(
            f"evidence {path}: its contents have SHA-256 {found_sha256}, so they were changed; "
            "restore the picture from a backup"
        )
        self.path = path
        self.found_sha256 = found_sha256


class DecisionRefusedError(StoreError):
    """A decision contradicts what the audit log already holds; nothing was stored."""

    def __init__(self, decision_id: str, problem: str) -> None:
        super().__init__(f"decision {decision_id}: {problem}")
        self.decision_id = decision_id
        self.problem = problem


class PlateTextError(StoreError, ValueError):
    """A text cannot be a number plate; ``problem`` says why in one clause."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(f"plate {text[:40]!r}: {problem}")
        self.text = text
        self.problem = problem


class VehicleFieldError(StoreError, ValueError):
    """A vehicle's owner, note or validity cannot be stored as given."""

    def __init__(self, plate: str, problem: str) -> None:
        super().__init__(f"vehicle {plate}: {problem}")
        self.plate = plate
        self.problem = problem


class DuplicateVehicleError(StoreError):
    """The plate is registered already, perhaps with O for 0."""

    def __init__(self, plate: str, registered: str) -> None:
        super().__init__(
            f"vehicle {plate}: {registered} is registered already (O and 0 count as the same); "
            "change that entry instead"
        )
        self.plate = plate
        self.registered = registered


class UnknownVehicleError(StoreError):
    """No vehicle is registered under the plate."""

    def __init__(self, plate: str) -> None:
        super().__init__(f"vehicle {plate}: is not registered; add it first")
        self.plate = plate


class UnknownSessionError(StoreError):
    """A parking session is not there any more, or is over."""

    def __init__(self, session_id: int) -> None:
        super().__init__(f"parking session {session_id}: is over or unknown; look again")
        self.session_id = session_id


class UnknownSlotError(StoreError):
    """The site has no slot of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"slot {name}: there is none of this name")
        self.name = name


class SlotInUseError(StoreError):
    """A vehicle stands in a slot that was to be taken away."""

    def __init__(self, name: str, plate: str) -> None:
        super().__init__(f"slot {name}: {plate} stands there; put it elsewhere first")
        self.name = name
        self.plate = plate


class RegistryChangedError(StoreError):
    """Somebody changed a vehicle between the preview of an import and its application."""

    def __init__(self, plate: str) -> None:
        super().__init__(
            f"vehicle {plate}: was changed since the preview; nothing was imported, preview again"
        )
        self.plate = plate


class PersonRefusedError(StoreError, ValueError):
    """A person cannot be added or changed as asked; nothing was stored."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name[:60] or 'person'}: {problem}")
        self.name = name
        self.problem = problem


class ExportFileError(StoreError):
    """What was asked for cannot be written to a file."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"export {path}: {problem}")
        self.path = path
        self.problem = problem


class BackupError(StoreError):
    """A copy of the store cannot be made, or cannot be gone back to."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"backup {path}: {problem}")
        self.path = path
        self.problem = problem


class RegistryFileError(StoreError):
    """A registry CSV as a whole cannot be read or written."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"registry {path}: {problem}")
        self.path = path
        self.problem = problem
