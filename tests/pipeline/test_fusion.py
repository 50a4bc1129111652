from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fusion import fuse_passage, fuse_readings
from pipeline.reader import PlateReading, ReadCharacter
from pipeline.segmenter import Segmentation
from pipeline.types import ALPHABET, Box, Candidate, Character, Plate, Read


def distribution(text: str, confidence: float, second: str = "") -> np.ndarray:
    rest = (1 - confidence) / (len(ALPHABET) - 1)
    row = np.full(len(ALPHABET), rest, np.float32)
    row[ALPHABET.index(text)] = confidence
    if second:
        row[:] = 1e-4
        row[ALPHABET.index(text)] = confidence
        row[ALPHABET.index(second)] = 1 - confidence
    return row


def places(count: int, offset: float = 0.0) -> tuple[Box, ...]:
    return tuple(Box(10 + 20 * index + offset, 8, 16, 40) for index in range(count))


def segments(text: str, confidence: float = 0.95, skip: int = 0) -> tuple[Segmentation, np.ndarray]:
    boxes = places(len(text) + skip)[skip:]
    return Segmentation(boxes, 1), np.array([distribution(c, confidence) for c in text])


def whole(text: str, confidence: float = 0.95) -> PlateReading:
    characters = tuple(
        ReadCharacter(distribution(c, confidence), box)
        for c, box in zip(text, places(len(text), 2.0), strict=True)
    )
    return PlateReading(characters, (Candidate(text, confidence),), confidence, 1)


def text_of(characters: tuple[Character, ...]) -> str:
    return "".join(character.text for character in characters)


def test_two_readers_that_agree_give_their_text_with_the_segments_boxes():
    segmentation, probabilities = segments("KA01AB1234")
    characters, candidates = fuse_readings(segmentation, probabilities, whole("KA01AB1234"))
    assert text_of(characters) == "KA01AB1234"
    assert candidates[0].text == "KA01AB1234"
    assert [character.box for character in characters] == list(segmentation.boxes)


def test_the_first_candidate_is_as_confident_as_its_weakest_character():
    segmentation, probabilities = segments("KA01AB1234")
    reading = whole("KA01AB1234")
    weak = replace(reading.characters[4], probabilities=distribution("A", 0.5, "4"))
    reading = replace(reading, characters=(*reading.characters[:4], weak, *reading.characters[5:]))
    characters, candidates = fuse_readings(segmentation, probabilities, reading)
    assert candidates[0].confidence == min(character.confidence for character in characters)
    assert min(characters, key=lambda character: character.confidence) is characters[4]
    assert characters[4].alternatives[0][0] == "4"


def test_the_second_candidate_differs_in_the_weakest_character():
    segmentation, probabilities = segments("AB8D", 0.9)
    probabilities[2] = distribution("8", 0.6, "B")
    reading = whole("AB8D", 0.9)
    unsure = replace(reading.characters[2], probabilities=distribution("8", 0.6, "B"))
    reading = replace(reading, characters=(*reading.characters[:2], unsure, reading.characters[3]))
    _, candidates = fuse_readings(segmentation, probabilities, reading)
    assert [candidate.text for candidate in candidates[:2]] == ["AB8D", "ABBD"]
    assert len({candidate.text for candidate in candidates}) == len(candidates)


def test_a_longer_text_that_the_beam_holds_likely_is_a_candidate_too():
    segmentation, probabilities = segments("AB123", 0.99)
    beam = (Candidate("AB123", 0.6), Candidate("AB1123", 0.3), Candidate("AB1Z3", 0.001))
    _, candidates = fuse_readings(
        segmentation, probabilities, replace(whole("AB123", 0.99), candidates=beam)
    )
    assert [candidate.text for candidate in candidates[:2]] == ["AB123", "AB1123"]
    assert len({candidate.text for candidate in candidates}) == len(candidates)


def test_a_sure_classifier_corrects_an_unsure_reader():
    segmentation, probabilities = segments("AB12", 0.999)
    reading = whole("AB12", 0.95)
    unsure = replace(reading.characters[1], probabilities=distribution("8", 0.52, "B"))
    reading = replace(reading, characters=(reading.characters[0], unsure, *reading.characters[2:]))
    characters, _ = fuse_readings(segmentation, probabilities, reading)
    assert text_of(characters) == "AB12"


def test_a_country_band_taken_for_a_character_is_left_out():
    segmentation, probabilities = segments("XABC123", 0.6)
    reading = whole("ABC123")
    shifted = tuple(
        replace(character, box=box)
        for character, box in zip(reading.characters, places(7, 2.0)[1:], strict=True)
    )
    characters, _ = fuse_readings(segmentation, probabilities, replace(reading, characters=shifted))
    assert text_of(characters) == "ABC123"
    assert characters[0].box == segmentation.boxes[1]


def test_a_character_that_only_the_whole_plate_reader_saw_stays_with_less_confidence():
    segmentation, probabilities = segments("BC123", skip=1)
    characters, _ = fuse_readings(segmentation, probabilities, whole("ABC123"))
    assert text_of(characters) == "ABC123"
    assert characters[0].confidence < characters[1].confidence


def test_a_doubled_character_that_no_segment_shows_is_left_out():
    segmentation, probabilities = segments("ABC123", 0.9)
    reading = whole("ABC123")
    extra = ReadCharacter(distribution("B", 0.6), Box(40, 8, 16, 40))
    doubled = (*reading.characters[:2], extra, *reading.characters[2:])
    reading = replace(reading, characters=doubled, confidence=0.6)
    characters, _ = fuse_readings(segmentation, probabilities, reading)
    assert text_of(characters) == "ABC123"


def test_an_unsure_character_stays_where_the_segments_leave_room_for_it():
    segmentation, probabilities = segments("B37RY0", 0.98)
    kept = [0, 1, 2, 3, 5]
    segmentation = Segmentation(tuple(segmentation.boxes[at] for at in kept), 1)
    reading = whole("B37RY0", 0.98)
    unsure = replace(reading.characters[4], probabilities=distribution("Y", 0.7))
    reading = replace(reading, characters=(*reading.characters[:4], unsure, reading.characters[5]))
    characters, _ = fuse_readings(segmentation, probabilities[kept], reading)
    assert text_of(characters) == "B37RY0"


def test_a_segmenter_that_missed_most_of_a_plate_has_no_say_in_its_length():
    segmentation, probabilities = segments("W", 0.9, skip=4)
    reading = whole("B39MWS", 0.8)
    characters, _ = fuse_readings(segmentation, probabilities, reading)
    assert text_of(characters) == "B39MWS"


def test_a_sure_segment_that_the_network_skipped_is_added():
    segmentation, probabilities = segments("TENKARA", 0.98)
    reading = whole("TENKARA", 0.98)
    reading = replace(reading, characters=reading.characters[:-1])
    characters, _ = fuse_readings(segmentation, probabilities, reading)
    assert text_of(characters) == "TENKARA"
    assert characters[-1].confidence < characters[0].confidence


def test_sure_segments_stand_when_the_reader_is_lost():
    segmentation, probabilities = segments("ABC123", 0.99)
    characters, _ = fuse_readings(segmentation, probabilities, whole("4X", 0.3))
    assert text_of(characters) == "ABC123"


def test_no_segments_leave_the_whole_plate_reader_alone():
    nothing = Segmentation((), 0), np.zeros((0, len(ALPHABET)), np.float32)
    characters, candidates = fuse_readings(*nothing, whole("ABC123"))
    assert text_of(characters) == "ABC123" == candidates[0].text


def test_nothing_seen_by_either_is_an_empty_read():
    nothing = Segmentation((), 0), np.zeros((0, len(ALPHABET)), np.float32)
    assert fuse_readings(*nothing, PlateReading((), (), 0.0, 0)) == ((), ())


@given(
    st.text(ALPHABET, min_size=1, max_size=9),
    st.text(ALPHABET, min_size=0, max_size=9),
    st.floats(0.1, 0.99),
    st.floats(0.1, 0.99),
)
def test_any_two_opinions_give_probabilities_and_ordered_alternatives(left, right, a, b):
    segmentation, probabilities = segments(left, a)
    characters, candidates = fuse_readings(segmentation, probabilities, whole(right, b))
    assert text_of(characters) == (candidates[0].text if candidates else "")
    for character in characters:
        shares = [character.confidence, *(chance for _, chance in character.alternatives)]
        assert shares == sorted(shares, reverse=True)
        assert 0.0 < sum(shares) <= 1.0 + 1e-6


def read_of(text: str, confidence: float = 0.9, width: float = 140.0, shade: int = 0) -> Read:
    box = Box(100, 100, width, width / 4)
    corners = ((100.0, 100.0),) * 4
    characters = tuple(
        Character(c, confidence, Box(100 + 10 * index, 105, 9, 20), (("Q", 0.02),))
        for index, c in enumerate(text)
    )
    pixels = np.full((32, 128, 3), shade, np.uint8)
    candidates = (Candidate(text, confidence),) if text else ()
    return Read(Plate(box, corners, 0.9), characters, candidates, pixels)


def test_most_frames_outvote_one():
    reads = [read_of("AB12CD"), read_of("AB12CD"), read_of("A812CD", 0.95)]
    assert fuse_passage(reads).text == "AB12CD"


def test_a_near_plate_outvotes_far_ones():
    reads = [read_of("A812CD", 0.6, width=40), read_of("A812CD", 0.6, width=42),
             read_of("AB12CD", 0.98, width=180)]  # fmt: skip
    assert fuse_passage(reads).text == "AB12CD"


def test_the_evidence_is_one_frame_that_has_the_fused_text():
    reads = [read_of("A812CD", 0.97, shade=1), read_of("AB12CD", 0.9, shade=2),
             read_of("AB12CD", 0.95, shade=3)]  # fmt: skip
    fused = fuse_passage(reads)
    assert fused.text == "AB12CD"
    assert fused.plate_pixels is reads[2].plate_pixels
    assert fused.plate is reads[2].plate
    assert [c.box for c in fused.characters] == [c.box for c in reads[2].characters]


def test_agreement_makes_sure_but_never_certain():
    alone = fuse_passage([read_of("AB12CD", 0.8)])
    together = fuse_passage([read_of("AB12CD", 0.8)] * 10)
    assert alone.confidence == pytest.approx(0.8, abs=0.02)
    assert alone.confidence < together.confidence < 0.99


def test_every_further_frame_that_agrees_makes_surer_but_each_by_less():
    sure = [fuse_passage([read_of("AB12CD", 0.8)] * count).confidence for count in range(1, 7)]
    gains = np.diff(sure)
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()


def test_frames_that_contradict_each_other_are_less_sure_than_either():
    fused = fuse_passage([read_of("AB12CD", 0.9), read_of("A812CD", 0.9)])
    assert fused.confidence < 0.7


def test_a_character_that_half_of_the_frames_missed_is_doubtful():
    fused = fuse_passage([read_of("AB12CD", 0.95), read_of("B12CD", 0.9)])
    assert fused.text == "AB12CD"
    assert fused.characters[0].confidence < 0.8


def test_reads_that_were_set_aside_do_not_vote():
    aside = replace(read_of("XX99XX", 0.99), rejection="too small")
    assert fuse_passage([aside, aside, read_of("AB12CD", 0.5)]).text == "AB12CD"


def test_a_passage_of_nothing_but_rejected_reads_keeps_the_reason():
    aside = replace(read_of("AB1", 0.5), rejection="too few characters")
    assert fuse_passage([aside]).rejection == "too few characters"


def test_a_passage_without_reads_is_our_own_mistake():
    with pytest.raises(ValueError, match="at least one read"):
        fuse_passage([])
