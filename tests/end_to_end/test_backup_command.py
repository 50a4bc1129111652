"""``backup run``, ``list`` and ``restore`` as an installer calls them."""

from __future__ import annotations

import main
from db.audit import record_decision
from db.engine import open_engine
from db.queries import count_decisions
from tests.support.decisions import make_decision


def record(folder, number):
    engine = open_engine(folder)
    record_decision(engine, make_decision(number, evidence=None))
    count = count_decisions(engine)
    engine.dispose()
    return count


def test_a_site_is_copied_and_goes_back_to_the_copy(tmp_path, capsys):
    site = tmp_path / "site"
    record(site, 1)
    assert main.main(["backup", "run", "--data", str(site)]) == 0
    copy = capsys.readouterr().out.strip()
    assert record(site, 2) == 2
    assert main.main(["backup", "list", "--data", str(site)]) == 0
    assert capsys.readouterr().out.startswith(copy)
    assert main.main(["backup", "restore", copy, "--data", str(site)]) == 0
    assert "what was there is in" in capsys.readouterr().out
    assert record(site, 3) == 2


def test_wrong_use_and_missing_files_are_named(tmp_path, capsys):
    folder = ["--data", str(tmp_path / "none")]
    assert main.main(["backup", "run", *folder]) == 1
    assert "no such database" in capsys.readouterr().err
    assert main.main(["backup", "restore", *folder]) == 2
    assert main.main(["backup", "restore", str(tmp_path / "copy"), *folder]) == 1
    assert "backup" in capsys.readouterr().err
    settings = tmp_path / "site.toml"
    settings.write_text('[store]\nurl = "postgresql://booth@db.example/gatehouse"\n')
    assert main.main(["backup", "list", "--settings", str(settings)]) == 1
    assert "pg_dump" in capsys.readouterr().err
