"""Which models read at this site: seen by all, switched by supervisors, each switch on record."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from console.people.permissions import Permission
from console.people.session import Session
from console.shadow.tally import ShadowTally, read_tally
from db.audit import record_act
from db.errors import StoreError
from db.people_records import EventKind, SiteEvent
from pipeline.comparison import Objection, ObjectionKind
from pipeline.errors import ModelSetError
from pipeline.model_shelf import SHIPPED, Choice, ModelSet, ModelShelf

_log = logging.getLogger("audit")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SetState(StrEnum):
    """What a set of models is at this site; the screen translates these into words."""

    IN_USE = "in_use"
    BEFORE = "before"
    CANDIDATE = "candidate"
    REFUSED = "refused"
    OUTDATED = "outdated"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class SetView:
    """One set of models as the page shows it.

    ``made`` is None for the shipped set and for one that is damaged, ``problem`` says what is
    wrong with the latter. ``objections`` say why it must not take over.
    """

    version: str
    state: SetState
    made: ModelSet | None
    shadow: ShadowTally
    objections: tuple[Objection, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ModelsView:
    """Every set of the site, newest first, the shipped one last; ``problem`` is with the choice."""

    sets: tuple[SetView, ...]
    problem: str = ""


class PromotionRefusedError(Exception):
    """A candidate must not take over; ``objections`` say why."""

    def __init__(self, version: str, objections: tuple[Objection, ...]) -> None:
        super().__init__(f"{version} does not take over: {_listed(objections)}")
        self.objections = objections


class ModelRoom:
    """Shows and switches the models; every call may take its time and belongs on a pool thread.

    ``on_switched`` is told after each switch, so that the lanes read with the other models.
    """

    def __init__(
        self,
        shelf: ModelShelf,
        engine: Engine,
        session: Session,
        on_switched: Callable[[], None],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._shelf = shelf
        self._engine = engine
        self._session = session
        self._on_switched = on_switched
        self._now = now

    def look(self) -> ModelsView:
        """Every set of models, each verified file by file.

        Raises:
            NotAllowedError: nobody is signed in.
        """
        self._session.require(Permission.SEE_MODELS)
        problem = ""
        try:
            choice = self._shelf.choice()
        except ModelSetError as error:
            choice, problem = Choice(), str(error)
        versions = (*self._shelf.versions(), SHIPPED)
        return ModelsView(tuple(self._view(version, choice) for version in versions), problem)

    def promote(self, version: str, why: str) -> None:
        """Put a candidate in use, unless something speaks against it.

        Raises:
            NotAllowedError: the person at the desk is no supervisor.
            PromotionRefusedError: it is worse somewhere, or was compared with other models.
            ModelSetError: it is damaged, or the choice cannot be written down.
            StoreUnavailableError: it cannot be put on record; nothing was switched.
        """
        name = self._session.require(Permission.SWITCH_MODELS)
        choice = self._known_choice()
        objections = self._objections(self._shelf.verified(version), choice)
        if objections:
            _log.warning("%s was refused the models %s: %s", name, version, _listed(objections))
            raise PromotionRefusedError(version, objections)
        choose = partial(self._shelf.choose, version)
        self._switch(EventKind.MODELS_PROMOTED, version, name, why, choose)

    def go_back(self, why: str) -> str:
        """Put the models in use that were before, and return their version.

        Raises:
            NotAllowedError: the person at the desk is no supervisor.
            ModelSetError: the choice cannot be written down.
            StoreUnavailableError: it cannot be put on record; nothing was switched.
        """
        name = self._session.require(Permission.SWITCH_MODELS)
        before = self._known_choice().before
        self._switch(EventKind.MODELS_ROLLED_BACK, before, name, why, self._shelf.go_back)
        return self._known_choice().version

    def _switch(
        self, kind: EventKind, version: str, name: str, why: str, switch: Callable[[], Choice]
    ) -> None:
        """Switch and record; what cannot be recorded is taken back."""
        kept = self._shelf.kept()
        chosen = switch()
        detail = f"{version}: {why}" if chosen.version == version else f"{chosen.version}: {why}"
        try:
            record_act(self._engine, SiteEvent(kind, chosen.version, name, self._now(), detail))
        except StoreError:
            self._shelf.restore(kept)
            raise
        _log.info("%s: %s by %s", kind.value, chosen.version, name)
        self._on_switched()

    def _known_choice(self) -> Choice:
        try:
            return self._shelf.choice()
        except ModelSetError:
            return Choice()

    def _view(self, version: str, choice: Choice) -> SetView:
        state = {choice.version: SetState.IN_USE}.get(version, SetState.CANDIDATE)
        if state is not SetState.IN_USE and version == choice.before:
            state = SetState.BEFORE
        tally = read_tally(tally_path(self._shelf), version)
        if version == SHIPPED:
            state = SetState.OUTDATED if state is SetState.CANDIDATE else state
            return SetView(version, state, None, tally, ())
        digest = choice.digest if version == choice.version else ""
        try:
            made = self._shelf.verified(version, digest)
        except ModelSetError as error:
            return SetView(version, SetState.DAMAGED, None, tally, (), str(error))
        if state is not SetState.CANDIDATE:
            return SetView(version, state, made, tally, ())
        objections = self._objections(made, choice)
        if made.based_on != choice.version:
            state = SetState.OUTDATED
        elif objections:
            state = SetState.REFUSED
        return SetView(version, state, made, tally, objections)

    def _objections(self, made: ModelSet, choice: Choice) -> tuple[Objection, ...]:
        tally = read_tally(tally_path(self._shelf), made.version)
        found: list[Objection] = []
        if made.version == choice.version:
            found.append(Objection(ObjectionKind.IN_USE))
        elif made.based_on != choice.version:
            found.append(Objection(ObjectionKind.OUTDATED, version=made.based_on))
        found += made.comparison.objections()
        if tally.against_people.is_worse:
            found.append(Objection(ObjectionKind.WORSE, tally.against_people))
        return tuple(found)


def _listed(objections: tuple[Objection, ...]) -> str:
    return "; ".join(map(str, objections))


def tally_path(shelf: ModelShelf) -> Path:
    """Where is kept how candidates did beside the lanes."""
    return shelf.folder / "shadow"
