"""The sound of a passage that waits too long: the shipped file through the real player."""

import threading
import wave

import pytest

from console.sound import SoundError, WaitingSound, alarm_path, play_wav


def test_the_shipped_sound_is_short_loud_enough_and_played_to_its_end():
    with wave.open(str(alarm_path()), "rb") as file:
        length_s = file.getnframes() / file.getframerate()
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    assert 0.3 < length_s < 1.0
    assert max(samples) > 15_000
    assert play_wav(alarm_path(), silently=True) == pytest.approx(length_s, abs=0.01)


def test_a_missing_file_is_told_by_its_name(tmp_path):
    with pytest.raises(SoundError, match=r"none\.wav cannot be played"):
        play_wav(tmp_path / "none.wav", silently=True)


def test_the_alarm_sounds_beside_the_window_and_not_twice_at_once(qtbot):
    may_end, threads = threading.Event(), []

    def play():
        threads.append(threading.current_thread())
        assert may_end.wait(10)

    beeps = []
    alarm = WaitingSound(play, lambda: beeps.append("beep"))
    alarm()
    alarm()
    qtbot.waitUntil(lambda: len(threads) == 1)
    assert threads[0] is not threading.main_thread()
    may_end.set()
    qtbot.waitUntil(lambda: not alarm._sounding)
    alarm()
    qtbot.waitUntil(lambda: len(threads) == 2)
    qtbot.waitUntil(lambda: not alarm._sounding)
    assert beeps == []
    alarm.close()


def test_a_computer_without_speakers_beeps(qtbot):
    tries = []

    def play():
        tries.append("try")
        raise SoundError("no device")

    beeps: list[str] = []
    notes: list[str] = []
    alarm = WaitingSound(play, lambda: beeps.append("beep"))
    alarm.unheard.connect(notes.append)
    for count in (1, 2):
        alarm()
        qtbot.waitUntil(lambda count=count: len(beeps) == count)
    assert tries == ["try"]
    assert len(notes) == 1, "the attendant is told, and told once"
    assert notes[0].startswith("No sound can be played on this computer")
    alarm.close()
