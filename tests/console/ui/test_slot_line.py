from hypothesis import given
from hypothesis import strategies as st

from console.ui.slot_line import MAX_SLOTS, SlotLine
from pipeline.types import Box, Character

BOX = Box(0, 0, 10, 20)


def line_of(text: str, weak: int | None = None) -> SlotLine:
    return SlotLine.of_read(
        tuple(
            Character(c, 0.4 if i == weak else 0.9, BOX, (("X", 0.2), ("Y", 0.1)))
            for i, c in enumerate(text)
        )
    )


def test_the_weakest_slot_is_selected_first():
    assert line_of("KA01AB", weak=3).cursor == 3


def test_typing_replaces_the_selected_slot_and_advances():
    line = line_of("KA01", weak=1).typed("b")
    assert (line.text, line.cursor, line.edited) == ("KB01", 2, True)


def test_typing_past_the_end_adds_a_slot():
    line = line_of("KA").at(2).typed("7")
    assert (line.text, line.cursor) == ("KA7", 3)


def test_typing_what_was_read_is_no_edit():
    line = line_of("KA01", weak=0).typed("K")
    assert not line.edited
    assert line.touched


def test_the_letter_o_for_a_zero_is_no_edit_but_is_kept():
    line = line_of("KA01", weak=2).typed("o")
    assert line.text == "KAO1"
    assert not line.edited


def test_signs_that_no_plate_carries_are_ignored():
    line = line_of("KA01")
    assert line.typed("-") is line
    assert line.typed("é") is line


def test_a_slot_can_be_inserted_and_removed():
    line = line_of("KA1").at(2).inserted().typed("0")
    assert line.text == "KA01"
    assert line.at(2).deleted().text == "KA1"
    assert line.at(2).erased().text == "K01"


def test_an_alternative_replaces_its_slot():
    line = line_of("KA01", weak=1).took_alternative(2)
    assert line.text == "KY01"
    assert line.took_alternative(9) is line


def test_filling_in_a_plate_keeps_the_crops_where_lengths_agree():
    line = line_of("KA01").filled("KA07")
    assert line.text == "KA07"
    assert [slot.read_index for slot in line.slots] == [0, 1, 2, 3]
    assert [slot.edited for slot in line.slots] == [False, False, False, True]
    assert line_of("KA01").filled("KA-12345").text == "KA12345"


def test_an_empty_read_is_typed_from_the_start():
    line = SlotLine.of_read(())
    for letter in "AB1":
        line = line.typed(letter)
    assert line.text == "AB1"
    assert line.edited


steps = st.lists(
    st.one_of(
        st.sampled_from("AZ09o-"),
        st.sampled_from(["left", "right", "insert", "delete", "erase", "take"]),
    ),
    max_size=40,
)


@given(text=st.text("ABC123", max_size=12), keys=steps)
def test_no_sequence_of_keys_leaves_the_line_or_grows_it_beyond_a_plate(text, keys):
    line = line_of(text)
    for key in keys:
        line = {
            "left": lambda at: at.moved(-1),
            "right": lambda at: at.moved(1),
            "insert": lambda at: at.inserted(),
            "delete": lambda at: at.deleted(),
            "erase": lambda at: at.erased(),
            "take": lambda at: at.took_alternative(1),
        }.get(key, lambda at, key=key: at.typed(key))(line)
        assert 0 <= line.cursor <= len(line.slots) <= MAX_SLOTS
        assert line.text == "".join(slot.text for slot in line.slots)
