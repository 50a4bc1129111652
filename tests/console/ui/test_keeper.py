"""The store is kept in order in the background, and the attendant is told what is wrong."""

from __future__ import annotations

from console.jobs import JobRunner
from console.keeper import StoreKeeper
from console.upkeep import Alarm, AlarmKind

FULL = Alarm(AlarmKind.DISK_NEARLY_FULL, "/site", 1_500_000_000)
WORDS = "Disk nearly full: 1.5 GB left for /site. Free some space soon."


def test_alarms_come_in_words_and_a_lasting_one_once(qtbot):
    jobs, answers = JobRunner(), [(FULL,), (FULL,), (), (FULL,)]
    shown: list[str] = []
    keeper = StoreKeeper(lambda: answers.pop(0), jobs, shown.append)
    keeper.start((Alarm(AlarmKind.FRESH_LOG, "/site/damaged-1"),))
    assert shown == [
        "The log was damaged and a fresh one was begun. The old one is in /site/damaged-1."
    ]
    qtbot.waitUntil(lambda: shown[1:] == [WORDS])
    for left in (2, 1, 0):

        def looked(left=left):
            keeper.look()
            return len(answers) <= left

        qtbot.waitUntil(looked)
    qtbot.waitUntil(lambda: shown[1:] == [WORDS, WORDS])
    assert jobs.close()


def test_what_nobody_foresaw_is_logged_and_the_next_look_comes(qtbot, caplog):
    jobs = JobRunner()
    shown: list[str] = []

    def look():
        if not caplog.text:
            raise OSError("no such folder")
        return (Alarm(AlarmKind.BACKUP_FAILED, "backup x: no room"),)

    keeper = StoreKeeper(look, jobs, shown.append)
    keeper.start()
    qtbot.waitUntil(lambda: "no such folder" in caplog.text)
    keeper.look()
    qtbot.waitUntil(lambda: shown == ["No backup could be made: backup x: no room"])
    assert jobs.close()
    caplog.clear()
