from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching import match_key
from pipeline.syntax import PlateFormatError, PlateFormats
from pipeline.types import Box, Candidate, Character

FOLDER = Path(__file__).parents[2] / "resources" / "plate_formats"


def formats(*regions: str) -> PlateFormats:
    return PlateFormats.load((FOLDER / f"{region}.toml").read_text("utf-8") for region in regions)


def characters(text: str, **alternatives: tuple[str, float]) -> tuple[Character, ...]:
    """``text`` read with 0.9; ``at3=("8", 0.3)`` is what else the fourth character could be."""
    return tuple(
        Character(
            glyph,
            0.9,
            Box(0, 0, 1, 1),
            (alternatives[f"at{place}"],) if f"at{place}" in alternatives else (),
        )
        for place, glyph in enumerate(text)
    )


class TestResolvingReads:
    br = formats("br")

    def test_a_second_thought_that_makes_a_plate_is_shown(self) -> None:
        assert self.br.resolve_read(characters("ASD97B3", at5=("8", 0.3))) == "ASD9783"

    def test_a_text_that_is_a_plate_stays(self) -> None:
        assert self.br.resolve_read(characters("ASD9783", at5=("B", 0.4))) == "ASD9783"

    def test_nothing_is_made_up_that_no_reader_thought_of(self) -> None:
        assert self.br.resolve_read(characters("ASD97B3")) == "ASD97B3"
        assert self.br.resolve_read(characters("ASD97B3", at5=("8", 0.2))) == "ASD97B3"

    def test_glyphs_that_look_nothing_alike_are_not_exchanged(self) -> None:
        assert self.br.resolve_read(characters("ASD97K3", at5=("1", 0.4))) == "ASD97K3"

    def test_the_likeliest_of_several_plates_is_shown(self) -> None:
        read = characters("A5D97B3", at1=("S", 0.6), at5=("8", 0.5))
        assert self.br.resolve_read(read) == "ASD9783"

    def test_letters_o_are_told_from_zeros_in_what_is_made(self) -> None:
        assert self.br.resolve_read(characters("0RA00Z3", at5=("2", 0.4))) == "ORA0023"

    def test_another_text_that_is_a_plate_and_nearly_as_likely_is_shown(self) -> None:
        read = characters("SD9783")
        likely = [Candidate("SD9783", 0.5), Candidate("SD97830", 0.4), Candidate("ASD9783", 0.3)]
        assert self.br.resolve_read(read, likely) == "ASD9783"
        assert self.br.resolve_read(read, likely[:2]) == "SD9783"
        unlikely = [Candidate("SD9783", 0.5), Candidate("ASD9783", 0.1)]
        assert self.br.resolve_read(read, unlikely) == "SD9783"

    def test_a_plate_that_was_read_gives_way_to_no_other(self) -> None:
        likely = [Candidate("ASD9783", 0.5), Candidate("ASD9763", 0.45)]
        assert self.br.resolve_read(characters("ASD9783"), likely) == "ASD9783"

    def test_no_characters_are_no_text(self) -> None:
        assert self.br.resolve_read(()) == ""


@pytest.mark.parametrize(
    ("region", "read", "shown"),
    [
        ("in", "KA010B1034", "KA01OB1034"),
        ("in", "0D02AB1234", "OD02AB1234"),
        ("in", "DL1CAB1200", "DL1CAB1200"),
        ("in", "22BH1034A0", "22BH1034AO"),
        ("br", "0RA0023", "ORA0023"),
        ("br", "AB00D23", "ABO0D23"),
        ("gb", "0U00ABC", "OU00ABC"),
        ("gb", "AB00A00", "AB00AOO"),
        ("de", "B0A1203", "BOA1203"),
        ("ro", "B100ABC", "B100ABC"),
        ("ro", "D010ABC", "DO10ABC"),
        ("us", "70BC000", "7OBC000"),
        ("nl", "AB00CD", "AB00CD"),
        ("pl", "P010345", "PO10345"),
        ("eu", "AB000CD", "AB000CD"),
    ],
)
def test_o_and_zero_are_told_apart_by_position(region: str, read: str, shown: str) -> None:
    assert formats(region).resolve(read) == shown


def test_a_text_that_fits_no_format_stays_as_it_was_read() -> None:
    assert formats("in").resolve("L00K0UT") == "L00K0UT"
    assert formats("in").fitting("L00K0UT") == ()


def test_a_state_that_does_not_exist_is_no_indian_plate() -> None:
    assert formats("in").fitting("ZZ01AB1234") == ()
    assert [one.name for one in formats("in").fitting("KA01AB1234")] == ["state series"]


def test_the_first_region_that_fits_wins() -> None:
    assert formats("us", "br").resolve("0BC0123") == "0BCO123"
    assert formats("br", "us").resolve("0BC0123") == "OBC0123"


@given(st.text("0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ", max_size=12))
def test_what_is_matched_never_changes(text: str) -> None:
    resolved = formats("in", "gb", "us").resolve(text)
    assert match_key(resolved) == text


def test_every_shipped_region_can_be_loaded_and_names_itself_as_its_file() -> None:
    for path in sorted(FOLDER.glob("*.toml")):
        loaded = PlateFormats.load([path.read_text("utf-8")])
        assert {one.region.lower() for one in loaded.formats} == {path.stem}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("region =", "not TOML"),
        ('name = "India"', "region must be a text"),
        ('region = "IN"', r"IN: no \[\[formats\]\]"),
        ('region = "IN"\n[[formats]]\npatterns = ["@@"]', "IN: name must be a text"),
        ('region = "IN"\n[[formats]]\nname = "x"', "IN x: patterns must be a list"),
        ('region = "IN"\n[[formats]]\nname = "x"\npatterns = [1]', "IN x: patterns must"),
    ],
)
def test_a_damaged_format_file_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(PlateFormatError, match=complaint):
        PlateFormats.load([text])
