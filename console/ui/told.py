"""What the store, the gate, cameras and files say of a fault, in the language of the window.

The parts without Qt word their faults in English, which is what the log keeps and what agents send
over the wire. As with gettext, such a sentence is the key of its translation: here is every one
that may reach the screen, with its places. ``told`` finds the places again. Sentences are built
of clauses ("evidence FILE: cannot be written (WHY); NEXT STEP"), so each clause is here but once.
``tests/console/ui/test_told.py`` reads the sources and fails for a sentence that is missing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_LISTED = (
    # store
    QT_TRANSLATE_NOOP("Told", "evidence {path}"),
    QT_TRANSLATE_NOOP("Told", "decision {id}"),
    QT_TRANSLATE_NOOP("Told", "plate {text}"),
    QT_TRANSLATE_NOOP("Told", "vehicle {plate}"),
    QT_TRANSLATE_NOOP("Told", "parking session {number}"),
    QT_TRANSLATE_NOOP("Told", "export {path}"),
    QT_TRANSLATE_NOOP("Told", "backup {path}"),
    QT_TRANSLATE_NOOP("Told", "registry {path}"),
    QT_TRANSLATE_NOOP("Told", "settings {path}"),
    QT_TRANSLATE_NOOP("Told", "weights {path}"),
    QT_TRANSLATE_NOOP("Told", "models {path}"),
    QT_TRANSLATE_NOOP("Told", "password file {path}"),
    QT_TRANSLATE_NOOP("Told", "line {number}"),
    QT_TRANSLATE_NOOP("Told", "frame {number}"),
    QT_TRANSLATE_NOOP("Told", "cannot be used ({why})"),
    QT_TRANSLATE_NOOP("Told", "cannot be written ({why})"),
    QT_TRANSLATE_NOOP("Told", "cannot be read ({why})"),
    QT_TRANSLATE_NOOP("Told", "cannot be deleted ({why})"),
    QT_TRANSLATE_NOOP("Told", "cannot be tidied ({why})"),
    QT_TRANSLATE_NOOP("Told", "cannot be made"),
    QT_TRANSLATE_NOOP("Told", "cannot be read"),
    QT_TRANSLATE_NOOP("Told", "cannot be written"),
    QT_TRANSLATE_NOOP("Told", "cannot be decoded"),
    QT_TRANSLATE_NOOP("Told", "cannot be put into {folder}"),
    QT_TRANSLATE_NOOP("Told", "pictures cannot be copied"),
    QT_TRANSLATE_NOOP("Told", "the damaged store cannot be moved"),
    QT_TRANSLATE_NOOP("Told", "is damaged"),
    QT_TRANSLATE_NOOP("Told", "is damaged ({what})"),
    QT_TRANSLATE_NOOP("Told", "is empty"),
    QT_TRANSLATE_NOOP("Told", "is missing"),
    QT_TRANSLATE_NOOP("Told", "no such file"),
    QT_TRANSLATE_NOOP("Told", "check its rights, or choose another folder with --data"),
    QT_TRANSLATE_NOOP("Told", "check the rights of the folder"),
    QT_TRANSLATE_NOOP("Told", "check the rights of the file and its folder"),
    QT_TRANSLATE_NOOP("Told", "check the disk and the rights of the file"),
    QT_TRANSLATE_NOOP(
        "Told",
        "free some space or check the rights of the folder, then try again",
    ),
    QT_TRANSLATE_NOOP("Told", "free some space, then try again"),
    QT_TRANSLATE_NOOP("Told", "check it, then try again"),
    QT_TRANSLATE_NOOP("Told", "close it, then try again"),
    QT_TRANSLATE_NOOP("Told", "try again"),
    QT_TRANSLATE_NOOP("Told", "look again"),
    QT_TRANSLATE_NOOP("Told", "locked by another program"),
    QT_TRANSLATE_NOOP("Told", "the disk is full"),
    QT_TRANSLATE_NOOP("Told", "the disk failed or is full"),
    QT_TRANSLATE_NOOP("Told", "the disk is full; decisions are kept and tried again"),
    QT_TRANSLATE_NOOP("Told", "cannot be opened"),
    QT_TRANSLATE_NOOP("Told", "is not a database"),
    QT_TRANSLATE_NOOP("Told", "is not a database of Gatehouse"),
    QT_TRANSLATE_NOOP("Told", "move it away, or restore it from a backup"),
    QT_TRANSLATE_NOOP("Told", "keep it aside, and restore it from a backup"),
    QT_TRANSLATE_NOOP("Told", "restore it from a backup"),
    QT_TRANSLATE_NOOP("Told", "restore the picture from a backup"),
    QT_TRANSLATE_NOOP("Told", "choose another folder, or move it away"),
    QT_TRANSLATE_NOOP("Told", "there is no such database"),
    QT_TRANSLATE_NOOP("Told", "check --data"),
    QT_TRANSLATE_NOOP("Told", "create it first"),
    QT_TRANSLATE_NOOP("Told", "cannot be reached"),
    QT_TRANSLATE_NOOP("Told", "check the network and the server"),
    QT_TRANSLATE_NOOP("Told", "refuses this user"),
    QT_TRANSLATE_NOOP("Told", "check store.url and the password file"),
    QT_TRANSLATE_NOOP("Told", "the server has no room left (disk, memory or connections)"),
    QT_TRANSLATE_NOOP("Told", "free some"),
    QT_TRANSLATE_NOOP("Told", "another booth is writing for long"),
    QT_TRANSLATE_NOOP("Told", "the server is shutting down or ended the request"),
    QT_TRANSLATE_NOOP("Told", "the server is read-only"),
    QT_TRANSLATE_NOOP("Told", "this user has too few rights there"),
    QT_TRANSLATE_NOOP("Told", "others may read it"),
    QT_TRANSLATE_NOOP("Told", "make it yours alone"),
    QT_TRANSLATE_NOOP("Told", "store.url is not an address"),
    QT_TRANSLATE_NOOP("Told", "the file system offers no write-ahead log (it gave {mode})"),
    QT_TRANSLATE_NOOP("Told", "choose a folder on a local disk with --data"),
    QT_TRANSLATE_NOOP(
        "Told",
        "has schema {found}, and this version of Gatehouse knows schemas up to {known}",
    ),
    QT_TRANSLATE_NOOP("Told", "install the newer Gatehouse that wrote it"),
    QT_TRANSLATE_NOOP("Told", "has schema {found}, and schema {known} is needed"),
    QT_TRANSLATE_NOOP("Told", "start Gatehouse once on this folder to bring it up to date"),
    QT_TRANSLATE_NOOP("Told", "there is no such picture"),
    QT_TRANSLATE_NOOP(
        "Told",
        "it was deleted when its retention ended, or must be restored from a backup",
    ),
    QT_TRANSLATE_NOOP("Told", "its contents have SHA-256 {hash}, so they were changed"),
    QT_TRANSLATE_NOOP("Told", "is recorded already with other contents"),
    QT_TRANSLATE_NOOP("Told", "amends {id}, which is not recorded"),
    QT_TRANSLATE_NOOP("Told", "holds no letter or digit"),
    QT_TRANSLATE_NOOP("Told", "is longer than {count} characters"),
    QT_TRANSLATE_NOOP("Told", "holds {character}; only A-Z and 0-9 are on plates"),
    QT_TRANSLATE_NOOP("Told", "holds a character that cannot be printed"),
    QT_TRANSLATE_NOOP("Told", "{plate} is registered already (O and 0 count as the same)"),
    QT_TRANSLATE_NOOP("Told", "change that entry instead"),
    QT_TRANSLATE_NOOP("Told", "is not registered"),
    QT_TRANSLATE_NOOP("Told", "add it first"),
    QT_TRANSLATE_NOOP("Told", "is over or unknown"),
    QT_TRANSLATE_NOOP("Told", "was changed since the preview"),
    QT_TRANSLATE_NOOP("Told", "nothing was imported, preview again"),
    QT_TRANSLATE_NOOP("Told", "this site has people already"),
    QT_TRANSLATE_NOOP("Told", "ask its administrator"),
    QT_TRANSLATE_NOOP("Told", "the name is taken by {name}"),
    QT_TRANSLATE_NOOP("Told", "a name is needed"),
    QT_TRANSLATE_NOOP("Told", "is what decisions without a person are recorded under"),
    QT_TRANSLATE_NOOP("Told", "is nobody of this site"),
    QT_TRANSLATE_NOOP("Told", "is the last administrator"),
    QT_TRANSLATE_NOOP("Told", "make another one first"),
    QT_TRANSLATE_NOOP("Told", "the same plate is on line {line} (O and 0 count as the same)"),
    QT_TRANSLATE_NOOP("Told", "valid_until is not after valid_from"),
    QT_TRANSLATE_NOOP("Told", "is not CSV ({why})"),
    QT_TRANSLATE_NOOP("Told", "its first line must be {columns}"),
    QT_TRANSLATE_NOOP("Told", "is empty; its first line must be {columns}"),
    QT_TRANSLATE_NOOP("Told", "is not UTF-8 (byte {place})"),
    QT_TRANSLATE_NOOP("Told", "save it as CSV UTF-8"),
    QT_TRANSLATE_NOOP("Told", "columns are {columns}"),
    QT_TRANSLATE_NOOP("Told", "has more cells than the header ({cells})"),
    QT_TRANSLATE_NOOP("Told", "kind {kind} is none of {kinds}"),
    QT_TRANSLATE_NOOP("Told", "{column} {text} has no time zone; add Z for UTC"),
    QT_TRANSLATE_NOOP(
        "Told",
        "{column} {text} is no date such as 2026-01-31 or 2026-01-31T08:00:00Z",
    ),
    QT_TRANSLATE_NOOP("Told", "{column} holds the control character {character}"),
    QT_TRANSLATE_NOOP("Told", "a name is 1 to {most} characters, not {count}"),
    QT_TRANSLATE_NOOP("Told", "{name} stands in the file twice"),
    QT_TRANSLATE_NOOP("Told", "usable is yes or no, not {text}"),
    QT_TRANSLATE_NOOP("Told", "no bucket is named"),
    QT_TRANSLATE_NOOP("Told", "firebase.bucket in the settings"),
    QT_TRANSLATE_NOOP(
        "Told", "{one} is set and {other} is not: what is tried out sends no pictures to Google"
    ),
    # words of the system
    QT_TRANSLATE_NOOP("Told", "No space left on device"),
    QT_TRANSLATE_NOOP("Told", "Permission denied"),
    QT_TRANSLATE_NOOP("Told", "Read-only file system"),
    QT_TRANSLATE_NOOP("Told", "No such file or directory"),
    QT_TRANSLATE_NOOP("Told", "Is a directory"),
    QT_TRANSLATE_NOOP("Told", "Not a directory"),
    QT_TRANSLATE_NOOP("Told", "Input/output error"),
    QT_TRANSLATE_NOOP("Told", "File name too long"),
    QT_TRANSLATE_NOOP("Told", "database is locked"),
    QT_TRANSLATE_NOOP("Told", "database or disk is full"),
    QT_TRANSLATE_NOOP("Told", "disk I/O error"),
    QT_TRANSLATE_NOOP("Told", "attempt to write a readonly database"),
    QT_TRANSLATE_NOOP("Told", "unable to open database file"),
    QT_TRANSLATE_NOOP("Told", "file is not a database"),
    QT_TRANSLATE_NOOP("Told", "database disk image is malformed"),
    # gate
    QT_TRANSLATE_NOOP("Told", "no barrier is set up for this lane"),
    QT_TRANSLATE_NOOP("Told", "all gates hold, so nothing was sent"),
    QT_TRANSLATE_NOOP("Told", "too late, so nothing was sent"),
    QT_TRANSLATE_NOOP("Told", "the picture is not live, so nothing was sent"),
    QT_TRANSLATE_NOOP("Told", "overtaken by the order to {action}"),
    QT_TRANSLATE_NOOP("Told", "order to {action} not carried out"),
    QT_TRANSLATE_NOOP("Told", "open"),
    QT_TRANSLATE_NOOP("Told", "hold"),
    QT_TRANSLATE_NOOP("Told", "close"),
    QT_TRANSLATE_NOOP("Told", "not decided"),
    QT_TRANSLATE_NOOP("Told", "not amended"),
    QT_TRANSLATE_NOOP("Told", "not opened"),
    QT_TRANSLATE_NOOP("Told", "the vehicle in front is on the block list, so say it again"),
    QT_TRANSLATE_NOOP("Told", "{plate} is on the block list"),
    QT_TRANSLATE_NOOP("Told", "the barrier stays as it is"),
    QT_TRANSLATE_NOOP("Told", "{count} decisions could not be recorded"),
    QT_TRANSLATE_NOOP("Told", "the log names them"),
    QT_TRANSLATE_NOOP("Told", "internal fault"),
    QT_TRANSLATE_NOOP("Told", "no new picture"),
    QT_TRANSLATE_NOOP("Told", "automatic opening is suspended"),
    QT_TRANSLATE_NOOP("Told", "not allowed: {act} (nobody is signed in)"),
    QT_TRANSLATE_NOOP("Told", "not allowed: {act} ({name} is {role})"),
    QT_TRANSLATE_NOOP("Told", "nobody signed in"),
    QT_TRANSLATE_NOOP("Told", "the stored picture is no JPEG"),
    QT_TRANSLATE_NOOP("Told", "the shipped ones read instead"),
    QT_TRANSLATE_NOOP("Told", "install this version of Gatehouse again"),
    QT_TRANSLATE_NOOP("Told", "recognition failed"),
    QT_TRANSLATE_NOOP("Told", "model {name} failed"),
    QT_TRANSLATE_NOOP("Told", "model {name} takes {wanted} inputs, got {found}"),
    QT_TRANSLATE_NOOP("Told", "model {name} cannot be loaded"),
    QT_TRANSLATE_NOOP("Told", "no characters"),
    QT_TRANSLATE_NOOP("Told", "too few characters"),
    QT_TRANSLATE_NOOP("Told", "characters too uncertain"),
    QT_TRANSLATE_NOOP("Told", "was changed since these models were taken over"),
    QT_TRANSLATE_NOOP("Told", "is not the file of {name}"),
    QT_TRANSLATE_NOOP("Told", "sha256 is {found}, {manifest} says {wanted} ({count} bytes read)"),
    QT_TRANSLATE_NOOP("Told", "no answer, and newer passages wait"),
    QT_TRANSLATE_NOOP("Told", "no answer before the console stopped"),
    QT_TRANSLATE_NOOP("Told", "for {count} min"),
    QT_TRANSLATE_NOOP("Told", "too few to ask about"),
    QT_TRANSLATE_NOOP("Told", "the agent answers"),
    QT_TRANSLATE_NOOP("Told", "the annotated picture cannot be encoded"),
    QT_TRANSLATE_NOOP("Told", "the blurred picture cannot be encoded"),
    QT_TRANSLATE_NOOP("Told", "remove it and pair the lanes again"),
    # cameras, agents and barriers
    QT_TRANSLATE_NOOP("Told", "camera {problem}"),
    QT_TRANSLATE_NOOP("Told", "barrier {problem}"),
    QT_TRANSLATE_NOOP("Told", "the agent {problem}"),
    QT_TRANSLATE_NOOP("Told", "agent {problem}"),
    QT_TRANSLATE_NOOP("Told", "the camera sends no picture"),
    QT_TRANSLATE_NOOP("Told", "refuses the connection"),
    QT_TRANSLATE_NOOP("Told", "host name is not known"),
    QT_TRANSLATE_NOOP("Told", "does not answer"),
    QT_TRANSLATE_NOOP("Told", "is silent"),
    QT_TRANSLATE_NOOP("Told", "cut the connection"),
    QT_TRANSLATE_NOOP("Told", "has a certificate that is not trusted"),
    QT_TRANSLATE_NOOP("Told", "ended in the middle of a picture"),
    QT_TRANSLATE_NOOP("Told", "does not speak HTTP properly"),
    QT_TRANSLATE_NOOP("Told", "cannot be reached ({why})"),
    QT_TRANSLATE_NOOP("Told", "answers in a form we do not know ({why})"),
    QT_TRANSLATE_NOOP("Told", "was restarted just now"),
    QT_TRANSLATE_NOOP("Told", "does not accept our key ({why})"),
    QT_TRANSLATE_NOOP("Told", "answers with an error ({status})"),
    QT_TRANSLATE_NOOP("Told", "answers with far too much"),
    QT_TRANSLATE_NOOP("Told", "answers too slowly"),
    QT_TRANSLATE_NOOP("Told", "sends no stream"),
    QT_TRANSLATE_NOOP("Told", "ended the stream"),
    QT_TRANSLATE_NOOP("Told", "pictures arrive seconds late, the network holds them back"),
    QT_TRANSLATE_NOOP("Told", "sends no new picture, only the same or damaged ones"),
    QT_TRANSLATE_NOOP("Told", "sends too slowly"),
    QT_TRANSLATE_NOOP(
        "Told",
        "refuses our user and password, or is not paired with us ({status})",
    ),
    QT_TRANSLATE_NOOP("Told", "is there but has no picture to give (503)"),
    QT_TRANSLATE_NOOP("Told", "sends us to another address ({status})"),
    QT_TRANSLATE_NOOP("Told", "answers with a web page instead of a stream"),
    QT_TRANSLATE_NOOP("Told", "answers with {kind} instead of a stream"),
    QT_TRANSLATE_NOOP("Told", "no content type"),
    QT_TRANSLATE_NOOP("Told", "sends its stream compressed ({how})"),
    QT_TRANSLATE_NOOP("Told", "the stream names no usable boundary"),
    QT_TRANSLATE_NOOP("Told", "a web page came instead of pictures"),
    QT_TRANSLATE_NOOP("Told", "no boundary within {count} bytes"),
    QT_TRANSLATE_NOOP("Told", "headers of a part exceed {count} bytes"),
    QT_TRANSLATE_NOOP("Told", "a part of {size} bytes, at most {count} accepted"),
    QT_TRANSLATE_NOOP("Told", "a part exceeds {count} bytes"),
    QT_TRANSLATE_NOOP("Told", "expired before sending"),
    QT_TRANSLATE_NOOP("Told", "address cannot be read; want http://host:port/path"),
    QT_TRANSLATE_NOOP("Told", "address is not http://host:port/path"),
    QT_TRANSLATE_NOOP("Told", "the network cannot be searched"),
    QT_TRANSLATE_NOOP(
        "Told",
        "whoever answers does not know the code; is that the right address?",
    ),
    QT_TRANSLATE_NOOP("Told", "the agent refuses ({status})"),
    QT_TRANSLATE_NOOP("Told", "this is no Gatehouse agent"),
    QT_TRANSLATE_NOOP("Told", "a pairing code has {count} letters and digits"),
    QT_TRANSLATE_NOOP("Told", "the code is not the one shown here"),
    QT_TRANSLATE_NOOP("Told", "no code is open; ask for one at the Pi"),
    QT_TRANSLATE_NOOP("Told", "this agent does not pair"),
    QT_TRANSLATE_NOOP("Told", "not paired with this booth"),
    QT_TRANSLATE_NOOP("Told", "wrong signature"),
    QT_TRANSLATE_NOOP("Told", "signed for another run of the agent"),
    QT_TRANSLATE_NOOP("Told", "too many requests"),
    QT_TRANSLATE_NOOP("Told", "command id was used for {action} before"),
    # files of the site
    QT_TRANSLATE_NOOP("Told", "is not a TOML file"),
    QT_TRANSLATE_NOOP("Told", "wanted letters, digits, - and _ alone, found {text}"),
    QT_TRANSLATE_NOOP("Told", "{id} is the id of another lane"),
    QT_TRANSLATE_NOOP("Told", "at most {limit} lanes, found {count}"),
    QT_TRANSLATE_NOOP("Told", "wanted an address such as http://192.168.1.20:8080/stream.mjpg"),
    QT_TRANSLATE_NOOP("Told", "wanted {wanted}, found {found}"),
    QT_TRANSLATE_NOOP("Told", "holds something already"),
    QT_TRANSLATE_NOOP("Told", "name a new folder"),
    QT_TRANSLATE_NOOP("Told", "name at least one format"),
    QT_TRANSLATE_NOOP("Told", "OpenCV's face detector is missing"),
    QT_TRANSLATE_NOOP("Told", "export without blurring"),
    # Firebase
    QT_TRANSLATE_NOOP("Told", "Firestore ended the listening"),
    QT_TRANSLATE_NOOP("Told", "is not a file that can be read"),
    QT_TRANSLATE_NOOP("Told", "can be read by other users of this machine (mode {mode})"),
    QT_TRANSLATE_NOOP("Told", "run {command}"),
    QT_TRANSLATE_NOOP("Told", "name the service account's file"),
    QT_TRANSLATE_NOOP("Told", "is not the file of a service account"),
    QT_TRANSLATE_NOOP(
        "Told",
        "fetch a new one in the Firebase console, project settings, service accounts",
    ),
    QT_TRANSLATE_NOOP("Told", "has the unknown column {column}"),
    QT_TRANSLATE_NOOP("Told", "names a column twice"),
    QT_TRANSLATE_NOOP("Told", "has no column {column}"),
    QT_TRANSLATE_NOOP("Told", "its first line {problem}"),
    QT_TRANSLATE_NOOP("Told", "attendant"),
    QT_TRANSLATE_NOOP("Told", "supervisor"),
    QT_TRANSLATE_NOOP("Told", "administrator"),
    QT_TRANSLATE_NOOP("Told", "decide"),
    QT_TRANSLATE_NOOP("Told", "work barriers"),
    QT_TRANSLATE_NOOP("Told", "edit lanes"),
    QT_TRANSLATE_NOOP("Told", "search history"),
    QT_TRANSLATE_NOOP("Told", "amend own"),
    QT_TRANSLATE_NOOP("Told", "amend any"),
)

SENTENCES = tuple(str(sentence) for sentence in _LISTED)

_PLACE = re.compile(r"\{(\w+)\}")
_IN_BRACKETS = re.compile(r"(.+?) \(([^()]*(?:\([^()]*\)[^()]*)*)\)", re.DOTALL)
"""What ends in brackets, which may have others in them."""

_ONE_CLAUSE = "(?:(?!; |: ).)+?"
"""What may stand in a place: what has clauses of its own is taken apart first."""


def told(sentence: str) -> str:
    """The sentence in the language of the window; what nobody knows stays as it is."""
    known = _known(sentence)
    if known is not None:
        template, places = known
        words = QCoreApplication.translate("Told", template)
        return words.format(**{name: told(value) for name, value in places})
    for between in ("; ", ": "):
        at = _outside_brackets(sentence, between)
        if at is not None:
            head, rest = sentence[:at], sentence[at + len(between) :]
            return f"{told(head)}{between}{told(rest)}"
    bracketed = _IN_BRACKETS.fullmatch(sentence)
    if bracketed is not None:
        return f"{told(bracketed[1])} ({told(bracketed[2])})"
    return sentence


def _outside_brackets(sentence: str, between: str) -> int | None:
    """Where two clauses meet first; what is in brackets belongs to the clause before it."""
    at = sentence.find(between)
    while at >= 0:
        if sentence.count("(", 0, at) <= sentence.count(")", 0, at):
            return at
        at = sentence.find(between, at + 1)
    return None


def _pattern(template: str) -> re.Pattern[str]:
    """What fits the template: anything in its places, each of which is named but once."""
    pieces = _PLACE.split(template)
    literal = [re.escape(piece) for piece in pieces[::2]]
    places = [f"(?P<{name}>{_ONE_CLAUSE})" for name in pieces[1::2]]
    return re.compile("".join(_interleaved(literal, places)), re.DOTALL)


def _interleaved(literal: list[str], places: list[str]) -> list[str]:
    woven = [literal[0]]
    for place, piece in zip(places, literal[1:], strict=True):
        woven += [place, piece]
    return woven


def _fixed_length(template: str) -> int:
    return len(_PLACE.sub("", template))


_PLAIN = frozenset(one for one in SENTENCES if "{" not in one)
# The longest words first: they are the most to the point
_PATTERNS = tuple(
    (one, _pattern(one)) for one in sorted(SENTENCES, key=_fixed_length, reverse=True) if "{" in one
)


@lru_cache(maxsize=512)
def _known(sentence: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The template that says this and nothing more, with what stands in its places."""
    if sentence in _PLAIN:
        return sentence, ()
    for template, pattern in _PATTERNS:
        found = pattern.fullmatch(sentence)
        if found is not None:
            return template, tuple(found.groupdict().items())
    return None
