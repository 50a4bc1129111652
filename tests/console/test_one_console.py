from __future__ import annotations

import signal
import subprocess
import sys

import pytest

import main
from console.commands.common import CommandError
from console.one_console import LOCK_NAME, only_console

HOLD = (
    "import sys, time; from pathlib import Path; from console.one_console import only_console\n"
    "with only_console(Path(sys.argv[1])):\n"
    "    print('held', flush=True); time.sleep(600)\n"
)


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the folder as a console does."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_console_on_a_folder_is_refused_by_name(tmp_path, holder, capsys):
    assert main.main(["--headless", "--data", str(tmp_path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert str(tmp_path) in line
    assert f"is open in another console (process {holder.pid}" in line
    assert not (tmp_path / "gatehouse.sqlite3").exists()


def test_a_command_works_beside_the_console(tmp_path, holder, capsys):
    (tmp_path / "in.csv").write_text("plate\nKA01AB1234\n")
    assert holder.poll() is None
    assert main.main(["registry", "import", f"{tmp_path}/in.csv", "--data", str(tmp_path)]) == 0
    assert "1 added" in capsys.readouterr().out


def test_a_console_that_was_killed_holds_nothing(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / LOCK_NAME).is_file()
    with only_console(tmp_path):
        pass


def test_the_folder_is_free_again_and_another_was_free_all_the_time(tmp_path):
    with (
        only_console(tmp_path / "one"),
        only_console(tmp_path / "two"),
        pytest.raises(CommandError, match="another console"),
        only_console(tmp_path / "one"),
    ):
        pytest.fail("opened twice")
    with only_console(tmp_path / "one"):
        assert (tmp_path / "one" / LOCK_NAME).is_file()
    assert not (tmp_path / "one" / LOCK_NAME).exists()
