"""What the top bar says of copying to Firebase."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.ui.sync_words import bar_icon, bar_tone, bar_words
from console.ui.theme import Tone
from db.outbox_records import OutboxCounts
from db.sync_status import Link, SyncStatus

NOTHING = OutboxCounts(waiting=0, held=0, parked=0, sent=0, expired=0)
CALM = SyncStatus(Link.CONNECTED, "", NOTHING, None, 12.4)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"link": Link.OFF, "registry_age_s": None}, "Not connected to Firebase"),
        ({}, "Firebase: 0 waiting, 12 s ago"),
        ({"link": Link.CONNECTING, "registry_age_s": None}, "Connecting to Firebase: 0 waiting"),
        (
            {"link": Link.OFFLINE, "counts": replace(NOTHING, waiting=7), "registry_age_s": 1300.0},
            "Firebase not reached: 7 waiting, 21 min ago",
        ),
        ({"counts": replace(NOTHING, waiting=1, held=4)}, "Firebase: 5 waiting, 12 s ago"),
    ],
)
def test_state_rows_and_age_are_told_and_nobody_is_called(changes, words):
    status = replace(CALM, **changes)
    assert (bar_words(status), bar_tone(status)) == (words, Tone.STALE)
    assert bar_icon(status) == ("cloud" if status.link is Link.CONNECTED else "cloud_off")


def test_what_was_refused_and_an_account_that_is_stand_out():
    refused = replace(CALM, counts=replace(NOTHING, waiting=3, parked=2))
    assert bar_words(refused) == "Firebase: 2 refused, 3 rows waiting"
    denied = replace(CALM, link=Link.DENIED, problem="no such project")
    assert bar_words(denied) == "Firebase refuses the account: 0 waiting, 12 s ago"
    for status in (refused, denied):
        assert (bar_tone(status), bar_icon(status)) == (Tone.REVIEW, "warning")
