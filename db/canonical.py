"""The text of an event that its SHA-256 is taken of; docs/audit.md describes it for others.

An event has two texts, both JSON objects. The **header** says who did what and when and is kept
for ever; it holds the hash of the event before it. The **private** text holds what may identify
a vehicle or its owner, with a random salt; the header holds its SHA-256 alone, so it can be
erased and the chain still verifies. The keys are always in the order below: these texts are
built by hand because a million of them must be verified in seconds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any, Final, NamedTuple, TypeAlias

FORMAT: Final = 1
"""Stands in every header; a change of these texts needs another number."""

DIRECTED_FORMAT: Final = 2
"""The header of a decision that says which way the vehicle moved."""

BEGINNING: Final = "0" * 64
"""In place of the hash before the first event of a chain."""

DecisionFacts: TypeAlias = tuple[Any, ...]
ActFacts: TypeAlias = tuple[Any, ...]

DECISION_FACTS: Final = (
    "passage_id",
    "lane_id",
    "outcome",
    "verdict",
    "reason",
    "override_reason",
    "barrier_action",
    "confidence",
    "decided_by",
    "decided_at",
    "passage_started_at",
    "amends",
    "evidence_sha256",
    "evidence_camera_id",
    "evidence_frame_sequence",
    "evidence_captured_at",
    "evidence_size_bytes",
    "weights_version",
    "software_version",
    "direction",
    "observed_plate",
    "resolved_plate",
    "plate_box_px",
    "characters",
    "note",
)
"""The order of ``DecisionFacts``; moments and JSON columns as text, the last five private."""

ACT_FACTS: Final = ("done_by", "done_at", "subject", "detail", "why", "details")
"""The order of ``ActFacts``; the last four are private."""


class Link(NamedTuple):
    """An event's place: its booth's chain, its number there, and both clocks when it came.

    ``recorded_at`` is a moment as text. ``monotonic_ns`` counts within ``run_id`` alone.
    """

    booth_id: str
    sequence: int
    previous: str
    kind: str
    event_id: str
    recorded_at: str
    run_id: str
    monotonic_ns: int


def sha256_of(text: str) -> str:
    """The SHA-256 of the text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def json_text(value: Any) -> str:
    """A JSON value as the store keeps it: keys in order, no spaces, no escapes but JSON's own."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def details_text(details: Mapping[str, Any] | None) -> str:
    """What an act's ``details`` are kept as; empty for none."""
    return json_text(details) if details else ""


def decision_header(link: Link, facts: DecisionFacts, private_sha256: str) -> str:
    """The header of a decision; of one without a direction as it was before there were any."""
    quote = encode_basestring
    direction = facts[19]
    return (
        f"{_place(link, FORMAT if direction is None else DIRECTED_FORMAT)}"
        f'"passage_id":{quote(facts[0])},'
        f'"lane_id":{quote(facts[1])},'
        f'"outcome":{quote(facts[2])},'
        f'"verdict":{quote(facts[3])},'
        f'"reason":{quote(facts[4])},'
        f'"override_reason":{quote(facts[5])},'
        f'"barrier_action":{quote(facts[6])},'
        f'"confidence":{facts[7]!r},'
        f'"decided_by":{quote(facts[8])},'
        f'"decided_at":{quote(facts[9])},'
        f'"passage_started_at":{quote(facts[10])},'
        f'"amends":{_or_null(facts[11])},'
        f'"evidence_sha256":{_or_null(facts[12])},'
        f'"evidence_camera_id":{_or_null(facts[13])},'
        f'"evidence_frame_sequence":{_number(facts[14])},'
        f'"evidence_captured_at":{_or_null(facts[15])},'
        f'"evidence_size_bytes":{_number(facts[16])},'
        f'"weights_version":{quote(facts[17])},'
        f'"software_version":{quote(facts[18])},'
        f"{'' if direction is None else _member('direction', direction)}"
        f'"private_sha256":{quote(private_sha256)}}}'
    )


def decision_private(salt: str, facts: DecisionFacts) -> str:
    """The private text of a decision."""
    return (
        f'{{"salt":{encode_basestring(salt)},'
        f'"observed_plate":{_or_null(facts[20])},'
        f'"resolved_plate":{_or_null(facts[21])},'
        f'"plate_box_px":{facts[22] or "null"},'
        f'"characters":{facts[23] or "null"},'
        f'"note":{_or_null(facts[24])}}}'
    )


def act_header(link: Link, facts: ActFacts, private_sha256: str) -> str:
    """The header of what somebody did besides deciding."""
    quote = encode_basestring
    return (
        f"{_place(link)}"
        f'"done_by":{quote(facts[0])},'
        f'"done_at":{quote(facts[1])},'
        f'"private_sha256":{quote(private_sha256)}}}'
    )


def act_private(salt: str, facts: ActFacts) -> str:
    """The private text of what somebody did besides deciding."""
    return (
        f'{{"salt":{encode_basestring(salt)},'
        f'"subject":{_or_null(facts[2])},'
        f'"detail":{_or_null(facts[3])},'
        f'"why":{_or_null(facts[4])},'
        f'"details":{facts[5] or "null"}}}'
    )


def _place(link: Link, header_format: int = FORMAT) -> str:
    quote = encode_basestring
    return (
        f'{{"format":{header_format},'
        f'"booth_id":{quote(link.booth_id)},'
        f'"sequence":{link.sequence},'
        f'"previous":{quote(link.previous)},'
        f'"kind":{quote(link.kind)},'
        f'"event_id":{quote(link.event_id)},'
        f'"recorded_at":{quote(link.recorded_at)},'
        f'"run_id":{quote(link.run_id)},'
        f'"monotonic_ns":{link.monotonic_ns},'
    )


def _member(name: str, text: str) -> str:
    return f"{encode_basestring(name)}:{encode_basestring(text)},"


def _or_null(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def _number(number: int | None) -> str:
    return "null" if number is None else str(number)
