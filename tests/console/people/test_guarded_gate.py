"""What a role may not do does not reach the gate."""

from dataclasses import replace
from inspect import signature

import pytest

from console.gate.reasons import BARRIER_TEST
from console.gate.types import FaultKind, GateCommands
from console.people.gate import GuardedGate
from console.people.permissions import NotAllowedError
from console.people.session import NOBODY, Session
from db.people_records import PersonRecord, Role
from db.records import Outcome
from tests.support.decisions import NOON, make_decision

MEERA = PersonRecord("Meera", Role.ATTENDANT, True, NOON)
ASHA = PersonRecord("Asha", Role.ADMINISTRATOR, True, NOON)
RAVI = PersonRecord("Ravi", Role.SUPERVISOR, True, NOON)


class Recorder:
    """A gate that writes down what reached it."""

    def __init__(self):
        self.reached = []

    def __getattr__(self, name):
        return lambda *_given, **_named: self.reached.append(name)


@pytest.fixture
def gate():
    return Recorder()


@pytest.fixture
def faults():
    return []


def guard(gate, faults, person=None):
    return GuardedGate(gate, Session(person), faults.append)


COMMANDS = {
    "confirm": ("p1", "KA01AB1234"),
    "correct": ("p1", "KA01AB1234"),
    "reject": ("p1",),
    "admit_visitor": ("p1", "KA01AB1234"),
    "open_barrier": ("north",),
    "hold_barrier": ("north",),
    "close_barrier": ("north",),
    "release_gates": (),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_is_decided_or_opened_at_a_locked_desk(gate, faults, name, caplog):
    getattr(guard(gate, faults), name)(*COMMANDS[name])
    assert gate.reached == []
    assert "nobody is signed in" in faults[0].message
    expected = FaultKind.BARRIER if "barrier" in name or "gates" in name else FaultKind.RECORDING
    assert faults[0].kind is expected
    caplog.clear()


@pytest.mark.parametrize("name", COMMANDS)
def test_an_attendant_decides_and_works_the_barriers(gate, faults, name):
    getattr(guard(gate, faults, MEERA), name)(*COMMANDS[name])
    assert gate.reached == [name]
    assert faults == []


@pytest.mark.parametrize("person", [MEERA, RAVI], ids=["attendant", "supervisor"])
def test_the_barrier_test_is_the_administrators_alone(gate, faults, person, caplog):
    guard(gate, faults, person).open_barrier("north", BARRIER_TEST)
    assert gate.reached == []
    assert (faults[0].kind, faults[0].lane_id) == (FaultKind.BARRIER, "north")
    assert "not allowed: edit lanes" in faults[0].message
    guard(gate, faults, ASHA).open_barrier("north", BARRIER_TEST)
    assert gate.reached == ["open_barrier"]
    caplog.clear()


def test_the_emergency_stop_is_everybodys(gate, faults):
    guard(gate, faults).stop_gates("fire")
    assert gate.reached == ["stop_gates"]
    assert Session().name == NOBODY


def test_an_attendant_takes_back_only_what_was_theirs(gate, faults):
    own = make_decision(1, decided_by="Meera", outcome=Outcome.CONFIRMED)
    other = replace(own, decided_by="Ravi")
    attendant = guard(gate, faults, MEERA)
    attendant.take_back(own)
    attendant.take_back(other)
    attendant.amend(other, Outcome.REJECTED, None)
    assert gate.reached == ["take_back"]
    assert [fault.kind for fault in faults] == [FaultKind.RECORDING] * 2
    supervisor = guard(gate, faults, RAVI)
    supervisor.take_back(own)
    supervisor.amend(other, Outcome.REJECTED, None)
    assert gate.reached == ["take_back", "take_back", "amend"]


def test_evidence_is_shown_to_nobody_at_a_locked_desk(gate, faults):
    with pytest.raises(NotAllowedError):
        guard(gate, faults).evidence_picture("ab" * 32)


def test_every_command_of_the_gate_has_a_guard():
    named = {name for name in vars(GateCommands) if not name.startswith("_")}
    assert named == {name for name in vars(GuardedGate) if not name.startswith("_")}
    for name in named:
        wanted = signature(getattr(GateCommands, name)).parameters
        assert list(signature(getattr(GuardedGate, name)).parameters) == list(wanted)
