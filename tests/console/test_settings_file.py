"""Lanes written into a settings file that people write, too."""

import pytest

from console.gate.movements import Direction
from console.settings import LaneSettings, SettingsError, load_settings
from console.settings_file import read_lanes, write_lanes

NORTH = LaneSettings(
    "north", "North entry", "https://192.0.2.11:8443/stream.mjpg", "https://192.0.2.11:8443"
)
SOUTH = LaneSettings("south", "South exit", "http://192.0.2.12/mjpg", "", Direction.EXIT)
WRITTEN = """\
# The car park by the lake
[site]
name = "Lakeside"  # as on the sign

[[lanes]]
id = "north"
name = "North"
camera = "http://192.0.2.1/stream"  # the old camera
# turned by hand in winter
direction = "both"

[gate]
escalate_after_s = 45
"""


def test_a_site_without_a_file_gets_one_that_only_its_owner_reads(tmp_path):
    path = tmp_path / "new" / "settings.toml"
    assert read_lanes(path) == ()
    write_lanes(path, (NORTH, SOUTH))
    assert load_settings(path).lanes == (NORTH, SOUTH)
    assert path.stat().st_mode & 0o077 == 0


def test_comments_and_other_settings_stay(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text(WRITTEN)
    path.chmod(0o640)
    write_lanes(path, (NORTH, SOUTH))
    text = path.read_text()
    for kept in ("# The car park by the lake", "# as on the sign", "escalate_after_s = 45"):
        assert kept in text
    assert "# turned by hand in winter" in text
    settings = load_settings(path)
    assert settings.lanes == (NORTH, SOUTH)
    assert (settings.site_name, settings.escalate_after_s) == ("Lakeside", 45.0)
    assert path.stat().st_mode & 0o777 == 0o640
    write_lanes(path, (NORTH, SOUTH))
    assert path.read_text() == text


def test_lanes_that_are_no_more_are_taken_out(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text(WRITTEN)
    write_lanes(path, ())
    assert read_lanes(path) == ()
    assert load_settings(path).site_name == "Lakeside"


@pytest.mark.parametrize(
    ("lanes", "words"),
    [
        ((NORTH, NORTH), "is the id of another lane"),
        ((LaneSettings("no rth", "North", NORTH.camera_url),), "wanted letters, digits"),
        ((LaneSettings("north", "North", "rtsp://192.0.2.1/1"),), "wanted an address such as"),
        (tuple(LaneSettings(f"l{n}", "L", NORTH.camera_url) for n in range(9)), "at most 8 lanes"),
    ],
)
def test_what_a_start_would_refuse_is_not_written(tmp_path, lanes, words):
    path = tmp_path / "site.toml"
    path.write_text(WRITTEN)
    with pytest.raises(SettingsError, match=words):
        write_lanes(path, lanes)
    assert path.read_text() == WRITTEN


def test_a_file_that_is_no_toml_is_left_alone(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text("[site\n")
    with pytest.raises(SettingsError, match="is not a TOML file"):
        write_lanes(path, (NORTH,))
    assert path.read_text() == "[site\n"


def test_a_file_that_cannot_be_written_is_said_to_be_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be"):
        write_lanes(tmp_path / "file" / "site.toml", (NORTH,))
