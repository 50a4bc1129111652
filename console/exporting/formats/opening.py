"""The writer of each format."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from console.exporting.formats.characters import CharactersWriter
from console.exporting.formats.coco import CocoWriter
from console.exporting.formats.ocr_csv import OcrCsvWriter
from console.exporting.formats.voc import VocWriter
from console.exporting.formats.writer import FormatWriter
from console.exporting.formats.yolo import YoloWriter
from console.exporting.types import ExportFormat


def open_writer(chosen: ExportFormat, folder: Path, created_at: datetime) -> FormatWriter:
    """What writes ``chosen`` into ``folder``, which it makes when it needs it."""
    match chosen:
        case ExportFormat.YOLO:
            return YoloWriter(folder)
        case ExportFormat.COCO:
            return CocoWriter(folder, created_at)
        case ExportFormat.VOC:
            return VocWriter(folder)
        case ExportFormat.OCR_CSV:
            return OcrCsvWriter(folder)
        case ExportFormat.CHARACTERS:
            return CharactersWriter(folder)
