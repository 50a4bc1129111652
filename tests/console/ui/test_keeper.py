from console.jobs import JobRunner
from console.keeper import PictureKeeper
from db.errors import StoreUnavailableError


def test_pictures_past_their_retention_are_deleted_at_the_start(qtbot, caplog):
    jobs, calls = JobRunner(), []

    def remove() -> int:
        calls.append(1)
        return 3

    keeper = PictureKeeper(remove, jobs)
    with caplog.at_level("INFO", "audit"):
        keeper.start()
        qtbot.waitUntil(lambda: "3 pictures past their retention deleted" in caplog.text)
    assert calls == [1]
    assert jobs.close()


def test_pictures_that_cannot_be_deleted_are_named_in_the_log(qtbot, caplog):
    jobs = JobRunner()

    def fail() -> int:
        raise StoreUnavailableError("evidence ab/cd.jpg: cannot be deleted")

    PictureKeeper(fail, jobs).start()
    qtbot.waitUntil(lambda: "ab/cd.jpg" in caplog.text)
    assert jobs.close()
    caplog.clear()
