"""What the rules allow to somebody signed out, to a driver and to another driver."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest

OK, DENIED = 200, 403
SITE = "north"
DRIVER, OTHER = "driver", "other"
SIGNED_OUT = ""


def value(plain):
    if plain is None:
        return {"nullValue": None}
    if isinstance(plain, bool):
        return {"booleanValue": plain}
    if isinstance(plain, datetime):
        return {"timestampValue": plain.isoformat().replace("+00:00", "Z")}
    if isinstance(plain, list):
        return {"arrayValue": {"values": [value(one) for one in plain]}}
    return {"stringValue": plain}


class Project:
    """A project in the emulator, asked by its REST interface under any identity."""

    def __init__(self, emulator):
        self._emulator = emulator
        self._name = f"demo-{uuid.uuid4().hex[:12]}"
        self._documents = f"{self._name}/databases/(default)/documents"

    def token(self, uid):
        """What the emulator takes for a signed-in user: a token that nobody signed."""
        if uid in {SIGNED_OUT, "owner"}:
            return uid
        claims = {
            "sub": uid,
            "user_id": uid,
            "aud": self._name,
            "iss": f"https://securetoken.google.com/{self._name}",
            "iat": 1,
            "exp": 4102444800,
            "firebase": {"sign_in_provider": "password", "identities": {}},
        }
        parts = ({"alg": "none", "typ": "JWT"}, claims)
        texts = (base64.urlsafe_b64encode(json.dumps(part).encode()) for part in parts)
        return ".".join(text.decode().rstrip("=") for text in texts) + "."

    def get(self, uid, path):
        return self._ask("GET", uid, f"/{path}")[0]

    def list(self, uid, path):
        return self._ask("GET", uid, f"/{path}")[0]

    def own(self, uid, collection, field, wanted):
        """Status and number of the documents of which ``field`` is ``wanted``."""
        query = {
            "from": [{"collectionId": collection}],
            "where": {
                "fieldFilter": {
                    "field": {"fieldPath": field},
                    "op": "EQUAL",
                    "value": value(wanted),
                }
            },
        }
        status, found = self._ask(
            "POST", uid, f"/sites/{SITE}:runQuery", {"structuredQuery": query}
        )
        return status, sum("document" in one for one in found) if status == OK else 0

    def write(self, uid, *writes):
        """The status of writing all of them; each is a path with its fields, None deletes."""
        return self._ask("POST", uid, ":commit", {"writes": [self._write(*one) for one in writes]})[
            0
        ]

    def _write(self, path, fields, only=None):
        name = f"projects/{self._documents}/{path}"
        if fields is None:
            return {"delete": name}
        write = {
            "update": {"name": name, "fields": {key: value(one) for key, one in fields.items()}}
        }
        if only is not None:
            write["updateMask"] = {"fieldPaths": list(only)}
        return write

    def _ask(self, method, uid, path, body=None):
        sent = None if body is None else json.dumps(body).encode()
        status, answer = self._emulator.request(
            method, f"{self._documents}{path}", sent, self.token(uid)
        )
        return status, json.loads(answer)


def booking(uid=DRIVER, slot="A1", vehicle="KA01AB0001", **changes):
    now = datetime.now(UTC)
    return {
        "userId": uid,
        "vehicle": vehicle,
        "plate": vehicle,
        "slot": slot,
        "startTime": now,
        "endTime": now + timedelta(hours=2),
        "status": "booked",
    } | changes


def books(name, **changes):
    """The two writes by which a slot is booked."""
    made = booking(**changes)
    taken = {"isAvailable": False, "bookingId": name}
    return (
        (f"sites/{SITE}/bookings/{name}", made),
        (f"sites/{SITE}/slots/{made['slot']}", taken, taken.keys()),
    )


def cancels(name, slot="A1"):
    free = {"isAvailable": True, "bookingId": None}
    return (
        (f"sites/{SITE}/bookings/{name}", {"status": "cancelled"}, ["status"]),
        (f"sites/{SITE}/slots/{slot}", free, free.keys()),
    )


@pytest.fixture
def project(emulator):
    project = Project(emulator)
    at = f"sites/{SITE}"
    status = project.write(
        "owner",
        (f"users/{DRIVER}", {"displayName": "A. Driver", "installationIds": ["phone"]}),
        (f"{at}/vehicles/KA01AB0001", {"plate": "KA01AB0001", "ownerUid": DRIVER}),
        (f"{at}/vehicles/KA01AB0002", {"plate": "KA01AB0002", "ownerUid": OTHER}),
        (f"{at}/blockList/MH12DE1433", {"plate": "MH12DE1433", "note": "stolen"}),
        (f"{at}/sessions/s1", {"licenseNo": "KA01AB0001", "userId": DRIVER}),
        (f"{at}/sessions/s2", {"licenseNo": "KA01AB0002", "userId": OTHER}),
        (f"{at}/decisions/d1", {"resolvedPlate": "KA01AB0001"}),
        (f"{at}/anchors/a1", {"hash": "0"}),
        (f"{at}/state/occupancy", {"inside": "1"}),
        (f"{at}/slots/A1", {"isAvailable": True, "bookingId": None}),
        (f"{at}/slots/A2", {"isAvailable": False, "bookingId": None}),
    )
    assert status == OK
    return project


OWN = ("users/driver", "vehicles/KA01AB0001", "sessions/s1")
PRIVATE = ("blockList/MH12DE1433", "decisions/d1", "anchors/a1", "state/occupancy")


def at(path):
    return path if path.startswith("users/") else f"sites/{SITE}/{path}"


@pytest.mark.parametrize(("who", "wanted"), [(DRIVER, OK), (OTHER, DENIED), (SIGNED_OUT, DENIED)])
def test_only_the_driver_reads_what_is_his(project, who, wanted):
    assert [project.get(who, at(path)) for path in OWN] == [wanted] * len(OWN)


@pytest.mark.parametrize("who", [DRIVER, OTHER, SIGNED_OUT])
def test_no_client_reads_or_writes_what_is_the_sites(project, who):
    for path in PRIVATE:
        assert project.get(who, at(path)) == DENIED
        assert project.write(who, (at(path), {"plate": "KA01AB0001"})) == DENIED
    for path in ("vehicles/KA01AB0001", "sessions/s1", "slots/A9", "decisions/new"):
        assert project.write(who, (at(path), {"plate": "X", "ownerUid": who})) == DENIED
        assert project.write(who, (at(path), None)) == DENIED


def test_a_driver_lists_his_own_vehicles_and_sessions_and_no_others(project):
    for collection, field in (("vehicles", "ownerUid"), ("sessions", "userId")):
        assert project.own(DRIVER, collection, field, DRIVER) == (OK, 1)
        assert project.own(DRIVER, collection, field, OTHER) == (DENIED, 0)
        assert project.own(SIGNED_OUT, collection, field, DRIVER) == (DENIED, 0)
        assert project.list(DRIVER, at(collection)) == DENIED


def test_a_driver_keeps_his_own_telephones_and_nothing_else(project):
    phones = {"displayName": "A. Driver", "installationIds": ["phone", "tablet"]}
    assert project.write(DRIVER, ("users/driver", phones)) == OK
    assert project.write(OTHER, ("users/driver", phones)) == DENIED
    assert project.write(SIGNED_OUT, ("users/driver", phones)) == DENIED
    assert project.write(DRIVER, ("users/driver", {**phones, "role": "admin"})) == DENIED


def test_a_driver_books_a_free_slot_once_and_gives_it_back(project):
    assert project.get(DRIVER, at("slots/A1")) == OK
    assert project.get(SIGNED_OUT, at("slots/A1")) == DENIED
    assert project.write(DRIVER, *books("b1")) == OK
    assert project.get(DRIVER, at("bookings/b1")) == OK
    assert project.get(OTHER, at("bookings/b1")) == DENIED
    # taken now: for another driver, and for the same once more
    assert project.write(OTHER, *books("b2", uid=OTHER, vehicle="KA01AB0002")) == DENIED
    assert project.write(DRIVER, *books("b3")) == DENIED
    assert project.write(OTHER, *cancels("b1")) == DENIED
    assert project.write(DRIVER, *cancels("b1")) == OK
    assert project.write(OTHER, *books("b2", uid=OTHER, vehicle="KA01AB0002")) == OK


def test_a_slot_that_is_taken_or_unknown_cannot_be_booked(project):
    assert project.write(DRIVER, *books("b1", slot="A2")) == DENIED
    assert project.write(DRIVER, *books("b1", slot="A9")) == DENIED


def test_a_booking_and_its_slot_are_written_together_or_not_at_all(project):
    made, taken = books("b1")
    assert project.write(DRIVER, made) == DENIED
    assert project.write(DRIVER, taken) == DENIED
    assert project.write(SIGNED_OUT, made, taken) == DENIED
    assert project.write(DRIVER, made, taken) == OK
    free, given = cancels("b1")
    assert project.write(DRIVER, free) == DENIED
    assert project.write(DRIVER, given) == DENIED


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": OTHER},
        {"vehicle": "KA01AB0002"},
        {"plate": "KA01AB0002"},
        {"status": "used"},
        {"endTime": datetime(2020, 1, 1, tzinfo=UTC)},
        {"endTime": datetime(2099, 1, 1, tzinfo=UTC)},
        {"endTime": "tomorrow"},
        {"price": "0"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_booking_that_is_not_as_it_should_be_is_refused(project, changes):
    assert project.write(DRIVER, *books("b1", **changes)) == DENIED


def test_a_booking_that_was_used_cannot_be_taken_back(project):
    assert project.write(DRIVER, *books("b1")) == OK
    used = (at("bookings/b1"), {"status": "used"}, ["status"])
    assert project.write("owner", used) == OK
    assert project.write(DRIVER, *cancels("b1")) == DENIED
    assert project.write(DRIVER, (at("bookings/b1"), None)) == DENIED
