import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from console.ui.theme import RESOURCES, Appearance, ThemeError, ThemeName, Tone, load_palettes

PALETTES = load_palettes(RESOURCES / "palette.toml")


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, definition of relative luminance."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    of = QColor(colour)
    channels = (of.redF(), of.greenF(), of.blueF())
    weights = (0.2126, 0.7152, 0.0722)
    return sum(weight * linear(c) for weight, c in zip(weights, channels, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", list(ThemeName))
def test_words_are_readable_on_every_ground(name):
    palette = PALETTES[name]
    pairs = [(palette.on_fill(tone), palette.fill(tone)) for tone in Tone]
    pairs += [
        (ink, ground)
        for ink in (palette.text, palette.text_dim, *(palette.ink(tone) for tone in Tone))
        for ground in (palette.window, palette.surface, palette.raised, palette.sunken)
    ]
    pairs += [(palette.over_picture(tone), palette.over_ground) for tone in Tone]
    pairs.append((palette.on_accent, palette.accent))
    faint = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert faint == {}


@pytest.mark.parametrize("name", list(ThemeName))
def test_what_an_empty_box_says_is_readable(qtbot, name):
    look = Appearance()
    look.set_theme(name)
    for box in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(box)
        box.ensurePolished()
        ink = box.palette().color(QPalette.ColorRole.PlaceholderText)
        assert ink.alpha() == 255
        assert contrast(ink.name(), look.palette.sunken) >= 4.5


@pytest.mark.parametrize("name", list(ThemeName))
def test_arrows_of_boxes_are_seen(name):
    for icon in ("down", "up"):
        drawn = (RESOURCES / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
        found = re.search(r'stroke="(#[0-9a-f]{6})"', drawn)
        assert found is not None
        ink = found[1]
        # What is no text wants 3:1. Source: WCAG 2.2, 1.4.11
        assert contrast(ink, PALETTES[name].sunken) >= 3.0


@pytest.mark.parametrize("name", list(ThemeName))
def test_the_three_verdicts_have_three_colours(name):
    palette = PALETTES[name]
    fills = {palette.fill(tone) for tone in (Tone.OPEN, Tone.REVIEW, Tone.REFUSE)}
    assert len(fills) == 3


def test_every_role_of_the_style_sheet_is_filled(qapp):
    look = Appearance()
    for name in ThemeName:
        look.set_theme(name)
        assert not re.search(r"\$[a-z{]", qapp.styleSheet())


def test_the_bundled_fonts_are_the_ones_in_use(qapp):
    look = Appearance()
    assert QFontInfo(look.font(14)).family() == "Inter"
    assert QFontInfo(look.plate_font(20)).family() == "JetBrains Mono"
    assert QFontInfo(look.plate_font(20)).fixedPitch()


def test_figures_of_words_have_equal_width(qapp):
    metrics = QFontMetricsF(Appearance().font(20))
    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("8888"))


def test_a_palette_without_a_role_is_refused_by_name(tmp_path):
    text = (RESOURCES / "palette.toml").read_text(encoding="utf-8")
    path = tmp_path / "palette.toml"
    path.write_text(text.replace('accent = "#62b0ff"', 'acent = "#62b0ff"'), encoding="utf-8")
    with pytest.raises(ThemeError, match=r"\[dark\] (accent|acent) is missing or unknown"):
        load_palettes(path)


def test_a_palette_with_a_word_for_a_colour_is_refused_by_name(tmp_path):
    text = (RESOURCES / "palette.toml").read_text(encoding="utf-8")
    path = tmp_path / "palette.toml"
    path.write_text(text.replace('"#62b0ff"', '"bluish"'), encoding="utf-8")
    with pytest.raises(ThemeError, match="accent = 'bluish' is no colour"):
        load_palettes(path)


def test_missing_resources_are_named(qapp, tmp_path):
    with pytest.raises(ThemeError, match=r"palette\.toml"):
        Appearance(resources=tmp_path)
