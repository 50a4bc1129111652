from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import PlateTextError
from db.vehicles import normalise_plate

PLATES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=12)
SEPARATORS = st.text(" -.·_•:/|\t\n\u00a0\u2013\u2010\u200b\ufeff", max_size=3)


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("KA01AB1234", "KA01AB1234"),
        ("ka 01 ab 1234", "KA01AB1234"),
        ("KA-01-AB-1234", "KA01AB1234"),
        ("M·AB 1234", "MAB1234"),
        ("\ufeffM \u2013 AB\u00a01234\n", "MAB1234"),
        ("O0", "O0"),
        ("x", "X"),
        ("ABCDEF123456", "ABCDEF123456"),
    ],
)
def test_a_plate_loses_case_and_separators(text, plate):
    assert normalise_plate(text) == plate


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no letter or digit"),
        (" - · ", "no letter or digit"),
        ("ABCDEF1234567", "longer than 12"),
        ("МАВ1234", "only A-Z and 0-9"),  # noqa: RUF001 - Cyrillic, which looks like Latin
        ("MÜ1234", "only A-Z and 0-9"),
        ("ß1", "only A-Z and 0-9"),
        ("AB\u0661", "only A-Z and 0-9"),
        ("=AB1", "only A-Z and 0-9"),
        ("AB\x001", "only A-Z and 0-9"),
    ],
)
def test_what_cannot_be_a_plate_is_refused_with_the_reason(text, problem):
    with pytest.raises(PlateTextError, match=problem) as raised:
        normalise_plate(text)
    assert isinstance(raised.value, ValueError)
    assert raised.value.text == text


@given(st.text(max_size=20))
def test_every_text_gives_a_plate_or_a_named_error(text):
    try:
        plate = normalise_plate(text)
    except PlateTextError:
        return
    assert 1 <= len(plate) <= 12
    assert set(plate) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert normalise_plate(plate) == plate


@given(PLATES, st.data())
def test_case_and_separators_anywhere_change_nothing(plate, data):
    written = "".join(
        data.draw(SEPARATORS) + data.draw(st.sampled_from((character, character.lower())))
        for character in plate
    )
    assert normalise_plate(written + data.draw(SEPARATORS)) == plate
