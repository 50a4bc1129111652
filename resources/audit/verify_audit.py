#!/usr/bin/env python3
"""Checks an audit log that Gatehouse exported; needs nothing but Python 3.8 and the file.

    python3 verify_audit.py audit.jsonl [--evidence FOLDER] [--anchor BOOTH:SEQUENCE:HASH ...]

The first line of the file says what it is, each line after it holds one event: ``header`` and
``private`` are the texts that were hashed, ``hash`` is the SHA-256 of the header. The last line
counts the events and names the last one of each booth. docs/audit.md of Gatehouse describes it.
Exit code 0: whole. 1: a fault, the first ones are named. 2: the file cannot be read.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

MAX_FAULTS = 20
BEGINNING = "0" * 64


def sha256_of(text):
    """The SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


class Check:
    """Takes the events of the file one by one and keeps what is wrong with them."""

    def __init__(self, anchors, evidence):
        self.faults = []
        self.heads = {}
        self.events = 0
        self.pictures = 0
        self.evidence = evidence
        self.anchors = anchors
        self.wanted_pictures = {}
        self.erased = {}
        self.erasures = set()
        self.removed_pictures = set()

    def fault(self, problem):
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(problem)

    def event(self, line):
        header_text, private_text, event_hash = line["header"], line["private"], line["hash"]
        header = json.loads(header_text)
        booth, sequence = header["booth_id"], header["sequence"]
        last, previous = self.heads.get(booth, (0, BEGINNING))
        place = f"booth {booth}, event {sequence}"
        if sequence != last + 1:
            self.fault(f"booth {booth}, event {last + 1}: is missing")
        elif header["previous"] != previous:
            self.fault(place + ": the event before it was changed")
        if sha256_of(header_text) != event_hash:
            self.fault(place + ": was changed")
        if private_text is None:
            self.erased[booth, sequence] = place
        elif sha256_of(private_text) != header["private_sha256"]:
            self.fault(place + ": its plates, characters or words were changed")
        self.heads[booth] = (sequence, event_hash)
        self.events += 1
        self.note(header, json.loads(private_text or "null") or {})
        for wanted in self.anchors.get((booth, sequence), ()):
            if wanted != event_hash:
                self.fault(place + ": is not the one that was anchored")

    def note(self, header, private):
        details = private.get("details") or {}
        if header["kind"] == "personal_data_erased":
            booth = details.get("booth_id", header["booth_id"])
            for first, last in details.get("sequences", ()):
                self.erasures.update((booth, one) for one in range(first, last + 1))
        elif header["kind"] == "pictures_deleted":
            self.removed_pictures.update(details.get("sha256", ()))
        if header.get("evidence_sha256"):
            self.wanted_pictures.setdefault(header["evidence_sha256"], header["sequence"])

    def end(self, line):
        if line["events"] != self.events:
            self.fault("{} events, and there were {}".format(self.events, line["events"]))
        heads = {booth: list(head) for booth, head in self.heads.items()}
        if line["heads"] != heads:
            self.fault("the last events are not those that were exported")
        for place, words in self.erased.items():
            if place not in self.erasures:
                self.fault(words + ": its plates or words were erased, and no event says so")
        for booth, sequence in self.anchors:
            if sequence > self.heads.get(booth, (0, ""))[0]:
                self.fault(f"booth {booth}, event {sequence}: was anchored, and is missing")
        if self.evidence is not None:
            for sha256, sequence in self.wanted_pictures.items():
                self.picture(sha256, sequence)

    def picture(self, sha256, sequence):
        path = self.evidence / sha256[:2] / (sha256 + ".jpg")
        if path.is_file():
            if hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                self.pictures += 1
            else:
                self.fault(f"event {sequence}: picture {path} was changed")
        elif sha256 not in self.removed_pictures:
            self.fault(f"event {sequence}: picture {path} is missing")


def run(path, check):
    """Hand every line of the file to the check."""
    with path.open(encoding="utf-8") as lines:
        first = json.loads(next(lines, "null"))
        if not isinstance(first, dict) or first.get("gatehouse_audit_export") != 1:
            raise ValueError("is not an audit log that Gatehouse exported")
        last = None
        for text in lines:
            line = json.loads(text)
            if "header" in line:
                check.event(line)
            else:
                last = line
        if last is None:
            raise ValueError("ends before its last line; it was cut off")
        check.end(last)


def parse_anchors(texts):
    """The wanted hashes by booth and sequence."""
    anchors = {}
    for text in texts:
        booth, sequence, event_hash = text.rsplit(":", 2)
        anchors.setdefault((booth, int(sequence)), set()).add(event_hash)
    return anchors


def main():
    """Check the file that is named on the command line."""
    parser = argparse.ArgumentParser(description="Checks an audit log that Gatehouse exported.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--evidence", type=Path, help="the folder of the pictures")
    parser.add_argument("--anchor", action="append", default=[], metavar="BOOTH:SEQUENCE:HASH")
    arguments = parser.parse_args()
    check = Check(parse_anchors(arguments.anchor), arguments.evidence)
    try:
        run(arguments.file, check)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"{arguments.file}: cannot be read: {error}" + "\n")
        return 2
    for fault in check.faults:
        sys.stderr.write(fault + "\n")
    words = f"{check.events} events, {check.pictures} pictures"
    sys.stdout.write(
        "{}: {}: {}".format(arguments.file, words, "BROKEN" if check.faults else "whole") + "\n"
    )
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main())
