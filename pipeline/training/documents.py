"""Puts tables that a command made into documents that people wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def replace_section(document: Path, name: str, content: str) -> None:
    """Replace what stands between the marks ``<!-- name -->`` and ``<!-- end of name -->``.

    Raises:
        ValueError: the document lacks one of the marks.
    """
    text = document.read_text(encoding="utf-8")
    first, last = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, found_first, rest = text.partition(first)
    _, found_last, after = rest.partition(last)
    if not (found_first and found_last):
        raise ValueError(f"{document} has no section between {first.strip()} and {last}")
    new = f"{before}{first}{content.strip()}\n{last}{after}"
    document.write_text(new, encoding="utf-8", newline="\n")
