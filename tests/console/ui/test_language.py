"""The window in other languages: which one, whose choice, and that the words fit."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QRawFont, QTextLayout
from PySide6.QtTest import QTest

from console.ui import local_words, words
from console.ui.actions import ActionId
from console.ui.choice_dialog import ChoiceDialog
from console.ui.language import LANGUAGES, kept_language, pick_language
from console.ui.theme import RESOURCES, Appearance
from tests.support.screens import make_item
from tests.support.translations import read_catalogue, speaking

_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
MOMENT = datetime(2026, 3, 14, 18, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "site", "system", "wanted"),
    [
        ("hi", "de", ["en-IN"], "hi"),
        ("", "de", ["en-IN"], "de"),
        ("", "system", ["hi-IN", "en-IN"], "hi"),
        ("", "system", ["fr-FR", "de-CH"], "de"),
        ("", "system", ["C"], "en"),
        ("tlh", "system", [], "en"),
    ],
)
def test_the_attendants_choice_comes_before_the_sites_and_the_computers(
    chosen, site, system, wanted
):
    assert pick_language(chosen, site, system) == wanted


def test_days_and_numbers_are_written_as_the_language_does(qapp):
    written = {}
    for code in LANGUAGES:
        with speaking(qapp, code):
            written[code] = (
                local_words.minute_words(MOMENT),
                local_words.brief_words(MOMENT),
                words.age_words(3.21),
            )
    assert written == {
        "en": ("2026-03-14 18:00", "14 Mar 18:00", "3.2 s"),
        "de": ("14.03.2026 18:00", "14. März 18:00", "3,2 s"),
        "hi": ("14-03-2026 18:00", "14 मार्च 18:00", "3.2 से"),
    }


def test_a_count_has_its_plural(qapp, make_booth):
    said = {}
    for code in LANGUAGES:
        with speaking(qapp, code):
            bar = make_booth().open().top_bar
            said[code] = [bar.tr("{up} of %n lanes up", None, count) for count in (1, 4)]
    assert said["en"] == ["{up} of 1 lane up", "{up} of 4 lanes up"]
    assert said["de"] == ["{up} von 1 Spur", "{up} von 4 Spuren"]
    assert said["hi"] == ["1 में से {up} लेन चालू", "4 में से {up} लेन चालू"]


def test_a_review_in_german_leaves_the_plate_alone(qapp, make_booth, qtbot):
    with speaking(qapp, "de"):
        booth = make_booth()
        window = booth.open()
        booth.ready()
        booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
        qtbot.waitUntil(lambda: window.queue.rowCount() == 1)
        qtbot.waitUntil(window.actions_table[ActionId.CONFIRM].isEnabled)
        spoken = window.queue.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert window.actions_table[ActionId.CONFIRM].text() == "Bestätigen"
    assert window.actions_table[ActionId.DENY].toolTip().endswith("(Strg+D)")
    assert window.review.slots.accessibleName().startswith("Kennzeichen KA01AB1284, Feld 9 von 10")
    assert spoken.startswith("KA01AB1284, North entrance, Ein Zeichen ist unsicher, wartet")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_action_keeps_its_key_in_every_language(qapp, make_booth, code):
    with speaking(qapp, code):
        window = make_booth().open()
        actions = window.actions_table.all()
    assert all(action.text() for action in actions)
    assert [action.objectName() for action in actions if action.shortcut().isEmpty()] == []


def test_the_language_is_chosen_by_keys_and_kept(make_booth, qtbot, tmp_path):
    window = make_booth(layout_path=tmp_path / "window.ini").open()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    qtbot.keyClick(window, Qt.Key.Key_L, _MODIFIERS)
    qtbot.waitUntil(lambda: window.findChild(ChoiceDialog) is not None)
    qtbot.keyClick(window.findChild(ChoiceDialog), Qt.Key.Key_3)
    assert kept_language(tmp_path / "window.ini") == "hi"


def test_the_bundled_fonts_have_every_letter_of_the_catalogues(qapp):
    fonts = [
        QRawFont(str(RESOURCES / "fonts" / name), 14)
        for name in ("Inter-Regular.otf", "NotoSansDevanagari-Regular.ttf")
    ]
    forms = [form for code in LANGUAGES for one in read_catalogue(code) for form in one.forms]
    letters = set("".join(forms)) - {"\n"}
    missing = {one for one in letters if not any(f.supportsCharacter(ord(one)) for f in fonts)}
    assert missing == set()


def test_figures_among_hindi_come_from_a_bundled_font(qapp):
    layout = QTextLayout("14 मार्च 18:00, 0.4 से", Appearance().font(15))
    layout.beginLayout()
    layout.createLine().setLineWidth(1000)
    layout.endLayout()
    families = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert families == {"Noto Sans Devanagari"}
