from __future__ import annotations

import itertools
import random

import pytest

from pi_bridge.client.address import Address, AddressError
from pi_bridge.client.backoff import BackOff, BackOffSettings


def waits(back_off: BackOff, count: int) -> list[float]:
    return [back_off.next_wait_s() for _ in range(count)]


def test_waits_grow_from_one_second_to_thirty_with_jitter_of_a_half():
    back_off = BackOff(BackOffSettings(), random.Random(1))
    for number, wait_s in enumerate(waits(back_off, 12)):
        full_s = min(1.5**number, 30)
        assert full_s / 2 <= wait_s <= full_s
    assert wait_s >= 15


def test_an_agent_that_is_up_after_nine_seconds_is_asked_before_the_fifteenth():
    back_off = BackOff(BackOffSettings(), MostPatient())
    asked_s = list(itertools.accumulate(waits(back_off, 8)))
    assert next(at_s for at_s in asked_s if at_s > 9) < 15


class MostPatient(random.Random):
    """Chance that always gives the longest wait."""

    def uniform(self, a: float, b: float) -> float:
        return max(a, b)


def test_only_ten_good_seconds_start_the_waits_over():
    back_off = BackOff(BackOffSettings(), random.Random(1))
    waits(back_off, 10)
    back_off.note_good(9.9)
    assert back_off.next_wait_s() >= 15
    back_off.note_good(10)
    assert back_off.next_wait_s() <= 1


def test_credentials_are_taken_out_of_an_address():
    address = Address.parse("http://booth:p%3Aw%40@cam.local:8080/a/b?c=1#d")
    assert address.url == "http://cam.local:8080/a/b?c=1"
    assert address.credentials == ("booth", "p:w@")
    assert "p:w@" not in repr(address)
    assert Address.parse("https://[::1]:8443/s").url == "https://[::1]:8443/s"
    assert Address.parse("http://cam/").credentials is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cam.local",
        "rtsp://u:secret@cam/",
        "http://",
        "http://u:secret@:80/",
        "http://[::1",
        "http://x:99999/",
        "http://a b/",
        "http://a/\n",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(url):
    with pytest.raises(AddressError) as refused:
        Address.parse(url)
    assert "secret" not in str(refused.value)
