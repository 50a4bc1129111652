from __future__ import annotations

from pathlib import Path

import pytest

from console.gate.movements import Direction
from console.gate.policy import PolicySettings
from console.gate.reasons import Act, ConfirmOpening, OverrideReason
from console.settings import (
    LaneSettings,
    Settings,
    SettingsError,
    default_data_folder,
    default_settings_path,
    load_settings,
)
from console.store_settings import KeepSettings

WHOLE = """
[site]
name = "North yard"
data_folder = "store"

[recognition]
regions = ["GB", "eu"]
threads = 4

[appearance]
theme = "high-contrast"
text_scale = 1.25

[retention]
pictures_days = 30

[people]
lock_after_minutes = 0

[parking]
slots = 120

[policy]
min_confidence = 0.9
max_cost = 0

[[lanes]]
id = "north"
name = "North entry"
camera = "http://user:secret@10.0.0.5:8080/stream.mjpg"
barrier = "http://10.0.0.5:8080"
direction = "entry"

[[lanes]]
id = "south"
camera = "http://10.0.0.6/stream.mjpg"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_becomes_settings(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, WHOLE))
    assert settings == Settings(
        site_name="North yard",
        regions=("gb", "eu"),
        lanes=(
            LaneSettings(
                "north",
                "North entry",
                "http://user:secret@10.0.0.5:8080/stream.mjpg",
                "http://10.0.0.5:8080",
                Direction.ENTRY,
            ),
            LaneSettings("south", "south", "http://10.0.0.6/stream.mjpg", ""),
        ),
        policy=PolicySettings(min_confidence=0.9, max_cost=0.0),
        theme="high-contrast",
        text_scale=1.25,
        data_folder=tmp_path / "store",
        threads=4,
        retention_days=30,
        lock_after_minutes=0,
        slot_count=120,
    )


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path, "")) == Settings()
    assert Settings().data_folder == default_data_folder()
    assert default_settings_path().name == "settings.toml"


def test_a_password_in_an_address_is_not_shown_with_the_settings(tmp_path: Path) -> None:
    assert "secret" not in repr(load_settings(write(tmp_path, WHOLE)))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("site = 3", "site: wanted a table"),
        ("[site]\nname = 3", "site.name: wanted a text"),
        ('[site]\ndata_folder = " "', "site.data_folder: wanted a folder"),
        ("[site]\nnmae = 'x'", "site.nmae: is not a setting; there are data_folder, name"),
        ("[policies]\nx = 1", "policies: is not a setting"),
        ("[policy]\nmin_confidence = 80", "policy.min_confidence: wanted 0.0 to 1.0, found 80"),
        ("[policy]\nmin_confidence = nan", "policy.min_confidence: wanted 0.0 to 1.0"),
        ("[policy]\nmin_confidence = true", "policy.min_confidence: wanted a number"),
        ("[policy]\nmax_costs = 1", "policy.max_costs: is not a setting"),
        ("[appearance]\ntheme = 'pink'", "appearance.theme: wanted one of dark, light"),
        ("[appearance]\ntext_scale = 3", "appearance.text_scale: wanted 1.0 to 1.5"),
        ("[recognition]\nthreads = 0", "recognition.threads: wanted 1 to 64"),
        ("[recognition]\nthreads = 1.5", "recognition.threads: wanted a whole number"),
        ("[recognition]\nregions = ['']", "recognition.regions: wanted a list of texts"),
        ("[retention]\npictures_days = 0", "retention.pictures_days: wanted 1 to 3650"),
        ("lanes = 4", r"lanes: wanted tables, each begun by a line \[\[lanes\]\]"),
        ("[[lanes]]\nname = 'x'", r"lanes\[1\]\.id: is missing"),
        ("[[lanes]]\nid = 'a/b'\ncamera = 'http://h/'", r"lanes\[1\]\.id: wanted letters"),
        ("[[lanes]]\nid = 'a'\ncamera = 'rtsp://h/'", r"lanes\[1\]\.camera: wanted an address"),
        ("[[lanes]]\nid = 'a'\ncamera = 'http://[/'", r"lanes\[1\]\.camera: wanted an address"),
        (
            "[[lanes]]\nid='a'\ncamera='http://h/'\n[[lanes]]\nid='a'\ncamera='http://h/'",
            r"lanes\[2\]\.id: 'a' is the id of another lane",
        ),
        (
            "".join(f"[[lanes]]\nid='l{i}'\ncamera='http://h/'\n" for i in range(9)),
            "lanes: at most 8 lanes, found 9",
        ),
        ("x = [", "is not a TOML file"),
    ],
)
def test_a_wrong_value_is_refused_with_file_and_key(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError, match=complaint) as caught:
        load_settings(path)
    assert str(path) in str(caught.value)


def test_a_refused_address_is_not_repeated(tmp_path: Path) -> None:
    path = write(tmp_path, "[[lanes]]\nid='a'\ncamera='ftp://user:secret@h/'")
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert "secret" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load_settings(tmp_path / "nowhere.toml")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="is not a TOML file"):
        load_settings(tmp_path / "settings.toml")


def test_a_site_words_its_own_reasons_and_says_when_opening_asks(tmp_path: Path) -> None:
    settings = load_settings(
        write(
            tmp_path,
            '[gate]\nconfirm_opening = "always"\nhold_minutes = [10, 45]\nescalate_after_s = 20\n'
            '[[reasons]]\ncode = "permit"\ntext = "Paper permit"\nfor = ["confirm", "open"]\n'
            '[[reasons]]\ncode = "judgement"\nfor = ["deny"]\n',
        )
    )
    assert settings.confirm_opening is ConfirmOpening.ALWAYS
    assert (settings.hold_minutes, settings.escalate_after_s) == ((10.0, 45.0), 20.0)
    assert settings.reasons == (
        OverrideReason("permit", (Act.CONFIRM, Act.OPEN), "Paper permit"),
        OverrideReason("judgement", (Act.DENY,)),
    )


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('[gate]\nconfirm_opening = "perhaps"', "gate.confirm_opening"),
        ("[gate]\nhold_minutes = []", "gate.hold_minutes"),
        ("[gate]\nhold_minutes = [0]", "gate.hold_minutes"),
        ("[gate]\nescalate_after_s = 1", "gate.escalate_after_s"),
        ('[[reasons]]\ncode = "a b"\nfor = ["deny"]', "reasons[1].code"),
        ('[[reasons]]\ncode = "a"\nfor = ["fly"]', "reasons[1].for"),
        ('[[reasons]]\ncode = "a"', "reasons[1].for"),
    ],
)
def test_reasons_and_times_that_make_no_sense_are_refused_by_key(
    tmp_path: Path, content: str, key: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings(write(tmp_path, content))
    assert key in str(raised.value)


def test_the_store_and_what_is_kept_are_read(tmp_path):
    settings = load_settings(
        write(
            tmp_path,
            '[store]\nbooth = "north-1"\nurl = "postgresql://booth@db.example/gatehouse"\n'
            'password_file = "secret/store"\n'
            "[retention]\npersonal_days = 30\nevidence_gb = 50\nwarn_free_gb = 0.5\n"
            '[backup]\nfolder = "/mnt/copies"\nevery_hours = 12\ncount = 3\n',
        )
    )
    assert settings.store.booth_id == "north-1"
    assert settings.store.url == "postgresql://booth@db.example/gatehouse"
    assert settings.store.password_file is not None
    assert settings.store.password_file.parts[-2:] == ("secret", "store")
    assert settings.keep == KeepSettings(30, 50.0, 0.5, Path("/mnt/copies"), 12, 3)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[store]\nbooth = "a b"', "store.booth"),
        ('[store]\nurl = "mysql://x@y/z"', "store.url"),
        ('[store]\nurl = "postgresql://x@y"', "store.url"),
        ('[store]\nurl = "postgresql://x:open-sesame@y/z"', "store.url"),
        ('[store]\npassword = "open-sesame"', "store.password"),
        ("[backup]\nevery_hours = -1", "backup.every_hours"),
        ("[retention]\npersonal_days = 0", "retention.personal_days"),
    ],
)
def test_what_makes_no_sense_of_the_store_is_named_and_no_secret_repeated(tmp_path, text, key):
    with pytest.raises(SettingsError) as raised:
        load_settings(write(tmp_path, text))
    assert raised.value.key == key
    assert "sesame" not in str(raised.value)
