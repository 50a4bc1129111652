"""The site's facts: a TOML file into frozen values, refused at start with file and key."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs

from console.cloud_settings import cloud_settings
from console.gate.movements import Direction
from console.gate.policy import PolicySettings
from console.gate.reasons import DEFAULT_REASONS, Act, ConfirmOpening, OverrideReason
from console.store_settings import KeepSettings, StoreSettings, keep_settings, store_settings
from db.remote_settings import RemoteSettings

MAX_LANES = 8
MAX_LISTED = 8
THEMES = ("dark", "light", "high-contrast")
LANGUAGES = ("system", "en", "de", "hi")


class SettingsError(Exception):
    """A settings file cannot be used; the message names the file, the key and what is wanted."""

    def __init__(self, path: Path, key: str, problem: str) -> None:
        super().__init__(f"settings {path}: {key}: {problem}" if key else f"{path}: {problem}")
        self.path = path
        self.key = key
        self.problem = problem


def default_data_folder() -> Path:
    """Where this machine's user keeps the data of applications, for Gatehouse."""
    return Path(platformdirs.user_data_dir("gatehouse", appauthor=False))


def default_settings_path() -> Path:
    """The file that is read when none is named and it exists."""
    return Path(platformdirs.user_config_dir("gatehouse", appauthor=False)) / "settings.toml"


@dataclass(frozen=True, slots=True)
class LaneSettings:
    """One lane: where its camera streams, and its agent with the barrier (empty: none).

    ``direction``: what passes it comes in, goes out, or either.
    """

    lane_id: str
    name: str
    camera_url: str = field(repr=False)
    barrier_url: str = field(default="", repr=False)
    direction: Direction = Direction.EITHER


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a site decides; the defaults are a site without lanes, ready to be set up.

    ``regions`` are plate formats by file name, the commonest first. ``threads`` caps inference.
    ``language`` is that of the window until somebody chooses another; "system" asks the computer.
    ``retention_days`` is how long evidence pictures are kept. ``lock_after_minutes`` without a
    touch lock the console; 0 never does. ``reasons`` are offered for overrides and
    ``hold_minutes`` for holding a barrier open; ``confirm_opening`` says when opening by hand
    asks first. A passage that has waited ``escalate_after_s`` makes itself heard. ``slot_count``
    is what the car park holds, 0 where that is not known. ``firebase`` is None where the site is
    not connected.
    """

    site_name: str = "Gatehouse"
    regions: tuple[str, ...] = ("in", "eu", "us", "br", "gb")
    lanes: tuple[LaneSettings, ...] = ()
    policy: PolicySettings = field(default_factory=PolicySettings)
    theme: str = "dark"
    language: str = "system"
    text_scale: float = 1.0
    data_folder: Path = field(default_factory=default_data_folder)
    threads: int = 2
    retention_days: int = 90
    lock_after_minutes: int = 15
    slot_count: int = 0
    reasons: tuple[OverrideReason, ...] = DEFAULT_REASONS
    confirm_opening: ConfirmOpening = ConfirmOpening.BLOCKED
    hold_minutes: tuple[float, ...] = (5.0, 15.0, 60.0)
    escalate_after_s: float = 60.0
    store: StoreSettings = field(default_factory=StoreSettings)
    keep: KeepSettings = field(default_factory=KeepSettings)
    firebase: RemoteSettings | None = None


def load_settings(path: Path) -> Settings:
    """The settings in the TOML file ``path``; what it leaves out has its default.

    Relative folders are taken from the folder of the file.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or a key is unknown or has a value
            that makes no sense.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(path, "", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(path, "", f"is not a TOML file: {error}") from error
    return parse_settings(path, text)


def parse_settings(path: Path, text: str) -> Settings:
    """The settings in ``text``, which stands in the file ``path`` or is to stand there.

    Raises:
        SettingsError: it is not TOML, or a key is unknown or has a value that makes no sense.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, "", f"is not a TOML file: {error}") from error
    return _settings(SettingsTable(path, "", content))


class SettingsTable:
    """A table of the file that knows its place, and which of its keys were asked for."""

    def __init__(self, path: Path, prefix: str, content: Mapping[str, Any]) -> None:
        self.path = path
        self._prefix = prefix
        self._content = content
        self._asked: set[str] = set()

    def error(self, key: str, problem: str) -> SettingsError:
        return SettingsError(self.path, f"{self._prefix}{key}", problem)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(key, f"wanted a text, found {value!r}")
        return value

    def truth(self, key: str, *, default: bool) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"wanted true or false, found {value!r}")
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, f"wanted a number, found {value!r}")
        if not (math.isfinite(value) and low <= value <= high):
            raise self.error(key, f"wanted {low} to {high}, found {value}")
        return float(value)

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(key, f"wanted a whole number, found {value!r}")
        if not low <= value <= high:
            raise self.error(key, f"wanted {low} to {high}, found {value}")
        return value

    def choice(self, key: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(key, f"wanted one of {', '.join(allowed)}, found {value!r}")
        return value

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self._get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(key, f"wanted a list of texts, found {value!r}")
        return tuple(value)

    def numbers(
        self, key: str, default: tuple[float, ...], low: float, high: float
    ) -> tuple[float, ...]:
        """A list of one to eight numbers."""
        value = self._get(key, list(default))
        if not isinstance(value, list) or not 1 <= len(value) <= MAX_LISTED:
            raise self.error(key, f"wanted a list of 1 to {MAX_LISTED} numbers, found {value!r}")
        for item in value:
            number = isinstance(item, int | float) and not isinstance(item, bool)
            if not number or not low <= item <= high:
                raise self.error(key, f"wanted numbers from {low:g} to {high:g}, found {item!r}")
        return tuple(float(item) for item in value)

    def address(self, key: str, default: str | None = None) -> str:
        """An http address; the message never repeats it, for it may hold a password."""
        value = self.text(key, default)
        if not value and default is not None:
            return value
        try:
            parts = urlsplit(value)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            usable = False
        if not usable:
            raise self.error(key, "wanted an address such as http://192.168.1.20:8080/stream.mjpg")
        return value

    def table(self, key: str) -> SettingsTable:
        value = self._get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, f"wanted a table, found {value!r}")
        return SettingsTable(self.path, f"{self._prefix}{key}.", value)

    def tables(self, key: str) -> tuple[SettingsTable, ...]:
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, "wanted tables, each begun by a line [[" + key + "]]")
        return tuple(
            SettingsTable(self.path, f"{self._prefix}{key}[{number}].", item)
            for number, item in enumerate(value, start=1)
        )

    def refuse_unknown(self) -> None:
        """Raise SettingsError for the first key that nobody asked for."""
        unknown = sorted(set(self._content) - self._asked)
        if unknown:
            known = ", ".join(sorted(self._asked))
            raise self.error(unknown[0], f"is not a setting; there are {known}")

    def _get(self, key: str, default: object) -> object:
        self._asked.add(key)
        if key not in self._content and default is None:
            raise self.error(key, "is missing")
        return self._content.get(key, default)


def _settings(root: SettingsTable) -> Settings:
    site, looks, keep = root.table("site"), root.table("appearance"), root.table("retention")
    people, parking, gate = root.table("people"), root.table("parking"), root.table("gate")
    recognition, backup = root.table("recognition"), root.table("backup")
    usual, kept = Settings(), keep_settings(keep, backup)
    settings = Settings(
        site_name=site.text("name", usual.site_name),
        regions=tuple(region.lower() for region in recognition.texts("regions", usual.regions)),
        lanes=_lanes(root),
        policy=_policy(root.table("policy")),
        theme=looks.choice("theme", usual.theme, THEMES),
        language=looks.choice("language", usual.language, LANGUAGES),
        text_scale=looks.number("text_scale", usual.text_scale, 1.0, 1.5),
        data_folder=_folder(site, usual.data_folder),
        threads=recognition.whole("threads", usual.threads, 1, 64),
        retention_days=keep.whole("pictures_days", usual.retention_days, 1, 3650),
        lock_after_minutes=people.whole("lock_after_minutes", usual.lock_after_minutes, 0, 1440),
        slot_count=parking.whole("slots", usual.slot_count, 0, 100_000),
        reasons=_reasons(root),
        confirm_opening=ConfirmOpening(
            gate.choice("confirm_opening", usual.confirm_opening, tuple(ConfirmOpening))
        ),
        hold_minutes=gate.numbers("hold_minutes", usual.hold_minutes, 1.0, 1440.0),
        escalate_after_s=gate.number("escalate_after_s", usual.escalate_after_s, 5.0, 3600.0),
        store=store_settings(root.table("store")),
        keep=kept,
        firebase=cloud_settings(root.table("firebase"), kept.personal_days),
    )
    for table in (site, looks, keep, people, parking, gate, recognition, backup, root):
        table.refuse_unknown()
    return settings


def _folder(site: SettingsTable, default: Path) -> Path:
    written = site.text("data_folder", str(default))
    if not written.strip():
        raise site.error("data_folder", "wanted a folder, found an empty text")
    return (site.path.parent / Path(written).expanduser()).resolve()


def _lanes(root: SettingsTable) -> tuple[LaneSettings, ...]:
    tables = root.tables("lanes")
    if len(tables) > MAX_LANES:
        raise root.error("lanes", f"at most {MAX_LANES} lanes, found {len(tables)}")
    lanes: list[LaneSettings] = []
    for table in tables:
        lane_id = table.text("id")
        if not all(glyph.isalnum() or glyph in "-_" for glyph in lane_id):
            raise table.error("id", f"wanted letters, digits, - and _ alone, found {lane_id!r}")
        if any(lane.lane_id == lane_id for lane in lanes):
            raise table.error("id", f"{lane_id!r} is the id of another lane")
        lanes.append(
            LaneSettings(
                lane_id,
                table.text("name", lane_id),
                table.address("camera"),
                table.address("barrier", ""),
                Direction(table.choice("direction", Direction.EITHER, tuple(Direction))),
            )
        )
        table.refuse_unknown()
    return tuple(lanes)


def _reasons(root: SettingsTable) -> tuple[OverrideReason, ...]:
    """The site's own list in place of ours, or ours where it has none."""
    reasons: list[OverrideReason] = []
    for table in root.tables("reasons"):
        code = table.text("code")
        if not all(glyph.isalnum() or glyph == "_" for glyph in code):
            raise table.error("code", f"wanted letters, digits and _ alone, found {code!r}")
        if any(reason.code == code for reason in reasons):
            raise table.error("code", f"{code!r} is the code of another reason")
        acts = table.texts("for", ())
        unknown = sorted(set(acts) - set(Act))
        if unknown or not acts:
            raise table.error("for", f"wanted some of {', '.join(Act)}, found {list(acts)!r}")
        reasons.append(
            OverrideReason(code, tuple(Act(act) for act in acts), table.text("text", ""))
        )
        table.refuse_unknown()
    return tuple(reasons) or DEFAULT_REASONS


def _policy(table: SettingsTable) -> PolicySettings:
    """Every policy setting under its own name; confidences up to 1, costs up to 4 edits."""
    usual = PolicySettings()
    values = {
        one.name: table.number(
            one.name, getattr(usual, one.name), 0.0, 1.0 if "confidence" in one.name else 4.0
        )
        for one in fields(PolicySettings)
    }
    table.refuse_unknown()
    return PolicySettings(**values)
