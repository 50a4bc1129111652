"""The evidence page of a passage: what was decided by whom, on which picture, as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextDocument,
)

from console.gate.reasons import OverrideReason
from console.people.archive import Trail
from console.ui import words
from console.ui.theme import UI_FAMILIES
from console.ui.told import told
from db.errors import ExportFileError
from db.records import DecisionRecord

_DPI = 96
_MARGIN_MM = 15
_PICTURE_NAME = "evidence.png"
_PICTURE_WIDTH_PX = 640


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What stands on the page besides the passage itself."""

    site_name: str
    lane_name: str
    exported_by: str
    exported_at: datetime
    local: Callable[[datetime], datetime]
    reasons: tuple[OverrideReason, ...]


def write_evidence_page(target: Path, trail: Trail, facts: PageFacts) -> None:
    """Write the passage to a PDF of A4 pages; runs on any thread.

    Raises:
        ExportFileError: the file cannot be written.
    """
    try:
        target.touch()
    except OSError as error:
        raise ExportFileError(target, f"cannot be written ({error.strerror})") from error
    writer = QPdfWriter(str(target))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM))
    writer.setResolution(_DPI)
    writer.setTitle(_title(trail))
    writer.setCreator("Gatehouse")
    document = QTextDocument()
    font = QFont()
    font.setFamilies(UI_FAMILIES)
    font.setPointSizeF(9.5)
    document.setDefaultFont(font)
    picture = _outlined(trail)
    if picture is not None:
        document.addResource(
            QTextDocument.ResourceType.ImageResource.value, QUrl(_PICTURE_NAME), picture
        )
    document.setHtml(_html(trail, facts, picture))
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.print_(writer)


def _outlined(trail: Trail) -> QImage | None:
    """The picture with the plate outlined; None where there is no picture."""
    if trail.jpeg is None:
        return None
    image = QImage.fromData(trail.jpeg)
    if image.isNull():
        return None
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    box = trail.decisions[0].plate_box_px
    if box is not None:
        painter = QPainter(image)
        painter.setPen(QPen(QColor("#ffb833"), max(2, image.width() / 400)))
        painter.drawRect(QRectF(*box))
        painter.end()
    return image


def _title(trail: Trail) -> str:
    first = trail.decisions[0]
    plate = first.resolved_plate or first.observed_plate
    return tr("Evidence of passage {plate}").format(plate=plate)


def _html(trail: Trail, facts: PageFacts, picture: QImage | None) -> str:
    first = trail.decisions[0]
    parts = [
        f"<h2>{escape(facts.site_name)}: {escape(_title(trail))}</h2>",
        _facts_table(first, facts, picture),
    ]
    if picture is not None:
        parts.append(f'<p><img src="{_PICTURE_NAME}" width="{_PICTURE_WIDTH_PX}"></p>')
    else:
        why = told(trail.picture_problem) or tr("No picture was taken of this passage")
        parts.append(f"<p><b>{escape(why)}</b></p>")
    decided = tr("What was decided")
    parts.append(f"<h3>{escape(decided)}</h3>")
    parts += [_decision_table(decision, facts) for decision in trail.decisions]
    at = facts.local(facts.exported_at)
    signed = tr("Exported by {name} on {time}").format(
        name=facts.exported_by, time=f"{at:%Y-%m-%d %H:%M:%S %z}"
    )
    parts.append(f"<p><small>{escape(signed)}</small></p>")
    return "".join(parts)


def _facts_table(first: DecisionRecord, facts: PageFacts, picture: QImage | None) -> str:
    started = facts.local(first.passage_started_at)
    rows = [
        (tr("Lane"), facts.lane_name),
        (tr("Vehicle seen"), f"{started:%Y-%m-%d %H:%M:%S %z}"),
        (tr("Passage"), first.passage_id),
    ]
    moved = words.direction_words_of(first.direction)
    if moved:
        rows.append((tr("Direction"), moved))
    if first.evidence is not None:
        taken = facts.local(first.evidence.captured_at)
        rows += [
            (tr("Picture taken, by the camera's clock"), f"{taken:%Y-%m-%d %H:%M:%S %z}"),
            (tr("SHA-256 of the picture"), first.evidence.sha256),
        ]
    if picture is not None:
        size = tr("{width} x {height} pixels")
        rows.append(
            (
                tr("Size of the picture"),
                size.format(width=picture.width(), height=picture.height()),
            )
        )
    return _table(rows)


def _decision_table(decision: DecisionRecord, facts: PageFacts) -> str:
    at = facts.local(decision.decided_at)
    none = tr("none")
    rows = [
        (
            words.outcome_words(decision.outcome),
            tr("by {name} on {time}").format(
                name=words.decided_by_words(decision.decided_by), time=f"{at:%Y-%m-%d %H:%M:%S %z}"
            ),
        ),
        (tr("Read from the picture"), decision.observed_plate or none),
        (tr("Taken for"), decision.resolved_plate or none),
        (tr("Reason"), words.reason_words_of(decision.reason)),
        (tr("Weakest character"), f"{decision.confidence:.0%}"),
        (tr("Decision"), decision.decision_id),
        (tr("Software, weights"), f"{decision.software_version}, {decision.weights_version}"),
    ]
    ordered = words.ordered_words(decision.barrier_action)
    if ordered:
        rows.append((tr("Barrier"), ordered))
    if decision.amends is not None:
        rows.append((tr("Amends"), decision.amends))
    if decision.override_reason:
        given = words.given_reason_words(decision.override_reason, facts.reasons)
        rows.append((tr("Because"), given))
    if decision.note:
        rows.append((tr("Note"), decision.note))
    return _table(rows)


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f'<tr><td width="190"><b>{escape(name)}</b></td><td>{escape(value)}</td></tr>'
        for name, value in rows
    )
    return f'<table cellpadding="2">{cells}</table><br>'


def tr(text: str) -> str:  # noqa: D103 - as every tr
    # lupdate files what stands outside a class under no context
    return QCoreApplication.translate("", text)
