"""Number plates drawn from open fonts: a text and a style in, BGR pixels and glyph boxes out.

Used to train the readers and to paint the vehicles of simulated lanes, so it needs nothing but
Pillow and numpy. Texts are written in ``pipeline.types.ALPHABET``, where O is written ``0``: the
layout of a style says which places hold letters, and a ``0`` in such a place is drawn as an O.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.training.plate_styles import (
    BLACK,
    BLUE,
    GREEN,
    NAVY,
    ORANGE,
    RED,
    SILVER,
    STYLES,
    WHITE,
    YELLOW,
    Colour,
    PlateStyle,
)
from pipeline.types import ALPHABET, Box, Pixels

FONT_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "plates"

_GLYPH_PX = 72
_LETTERS = "ABCDEFGHIJKLMN0PQRSTUVWXYZ"
_DIGITS = "0123456789"
_LETTER_SLOT, _DIGIT_SLOT, _LINE_BREAK = "L", "D", "|"
_SLOTS = _LETTER_SLOT + _DIGIT_SLOT

_THIN = {"routed-gothic.ttf": 3, "routed-gothic-narrow.ttf": 3, "RG2014C.ttf": 1}
"""Pixels of stroke added at the drawing size of a glyph: these fonts are road lettering."""


@dataclass(frozen=True, slots=True, eq=False)
class RenderedPlate:
    """A drawn plate, BGR uint8, with the box of each character of ``text`` in its pixels."""

    text: str
    pixels: Pixels
    boxes: tuple[Box, ...]


class PlateFonts:
    """The glyphs of the plate fonts, drawn once each.

    Raises:
        OSError: a font is missing from ``folder``; raised when the font is first used.
    """

    def __init__(self, folder: Path = FONT_FOLDER) -> None:
        self._folder = folder
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._glyphs: dict[tuple[str, str], Image.Image] = {}

    def font(self, name: str, size_px: int) -> ImageFont.FreeTypeFont:
        key = name, size_px
        if key not in self._fonts:
            content = (self._folder / name).read_bytes()
            # Given a path, Pillow looks for a font of that name elsewhere when there is none.
            self._fonts[key] = ImageFont.truetype(BytesIO(content), size_px)
        return self._fonts[key]

    def glyph(self, name: str, character: str) -> Image.Image:
        """The mask of one character, cut to its ink at the sides; at least of capital height."""
        key = name, character
        if key not in self._glyphs:
            font = self.font(name, _GLYPH_PX)
            stroke = _THIN.get(name, 0)
            _, capital_top, _, baseline = font.getbbox("H", stroke_width=stroke)
            left, top, right, bottom = font.getbbox(character, stroke_width=stroke)
            top, bottom = min(top, capital_top), max(bottom, baseline)
            size = max(1, round(right - left)), max(1, round(bottom - top))
            mask = Image.new("L", size, 0)
            ImageDraw.Draw(mask).text(
                (-left, -top), character, fill=255, font=font, stroke_width=stroke
            )
            self._glyphs[key] = mask
        return self._glyphs[key]


_HEADERS = (
    "CALIFORNIA",
    "NEW YORK",
    "Texas",
    "FLORIDA",
    "OHIO",
    "Nevada",
    "OREGON",
    "Maine",
    "UTAH",
    "",
)
_FOOTERS = ("GARDEN STATE", "dmv.gov", "Great Lakes", "LIVE FREE", "Sunshine", "JAN 14", "", "")
_CITIES = (
    "SP-SAO PAULO",
    "PR-CURITIBA",
    "RJ-NITEROI",
    "BOGOTA",
    "CHILE",
    "ARGENTINA",
    "MG-OURO PRETO",
)
_BAND_CODES = ("D", "F", "PL", "NL", "I", "E", "RO", "CZ", "SK", "A", "H", "GR", "TR", "B", "UA")


def random_plate(rng: np.random.Generator) -> tuple[str, PlateStyle]:
    """A text in ``ALPHABET`` and the style to draw it in, with one layout and one font chosen."""
    weights = np.array([weight for weight, _ in STYLES])
    style = STYLES[int(rng.choice(len(STYLES), p=weights / weights.sum()))][1]
    layout = style.layouts[int(rng.integers(len(style.layouts)))]
    chosen = replace(
        style,
        layouts=(layout,),
        fonts=(style.fonts[int(rng.integers(len(style.fonts)))],),
        aspect=style.aspect * float(rng.uniform(0.9, 1.1)),
        widening=float(rng.uniform(0.85, 1.35)),
        tracking=float(rng.uniform(0.06, 0.24)),
        framed=bool(rng.random() < 0.7),
        ground=_shifted(style.ground, rng, 18),
        ink=_shifted(style.ink, rng, 18),
    )
    if style.header or style.footer:
        chosen = replace(
            chosen,
            header=_pick(rng, _CITIES if style.header == "CITY" else _HEADERS)
            if style.header
            else "",
            footer=_pick(rng, _CITIES if style.footer == "CITY" else _FOOTERS)
            if style.footer
            else "",
        )
    if style.texture_seed:
        chosen = _american(chosen, rng)
    if style.band == "eu":
        chosen = replace(chosen, header=_pick(rng, _BAND_CODES))
        if rng.random() < 0.2:
            chosen = replace(chosen, band="")
    return _random_text(layout, rng), chosen


def render_plate(text: str, style: PlateStyle, fonts: PlateFonts, height_px: int) -> Pixels:
    """The plate as BGR uint8 (height_px, about height_px * aspect, 3)."""
    return draw_plate(text, style, fonts, height_px).pixels


def draw_plate(text: str, style: PlateStyle, fonts: PlateFonts, height_px: int) -> RenderedPlate:
    """The plate and the box of each of its characters.

    A text that does not fit the first layout is drawn without separators, on as many lines as
    the layout has.
    """
    width_px = max(8, round(height_px * style.aspect))
    picture = _ground(style, width_px, height_px)
    draw = ImageDraw.Draw(picture)
    if style.framed:
        stroke = max(1, height_px // 32)
        inset = height_px // 40
        draw.rounded_rectangle(
            (inset, inset, width_px - 1 - inset, height_px - 1 - inset),
            radius=height_px // 10,
            outline=style.ink,
            width=stroke,
        )
    _draw_band(draw, style, fonts, width_px, height_px)
    _draw_small_text(draw, style, fonts, width_px, height_px)
    left, top, right, bottom = style.text_area
    if style.band == "" and left > 0.08:
        left = 0.04
    if style.side_letters:
        side = _draw_side_letters(draw, style, fonts, width_px, height_px)
        left, right = (left, right - side) if style.side_letters[0] == ">" else (left + side, right)
    lines = _fit_layout(text, style.layouts[0]).split(_LINE_BREAK)
    line_height = (bottom - top) * height_px / len(lines)
    boxes: list[Box] = []
    for index, line in enumerate(lines):
        area = Box(
            left * width_px,
            top * height_px + index * line_height + (0.05 * line_height if len(lines) > 1 else 0.0),
            (right - left) * width_px,
            line_height * (0.9 if len(lines) > 1 else 1.0),
        )
        boxes.extend(_draw_line(picture, line, style, fonts, area))
    return RenderedPlate(text, np.asarray(picture, np.uint8).copy(), tuple(boxes))


def _pick(rng: np.random.Generator, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _shifted(colour: Colour, rng: np.random.Generator, amount: int) -> Colour:
    blue, green, red = (
        int(np.clip(value + rng.integers(-amount, amount + 1), 0, 255)) for value in colour
    )
    return blue, green, red


def _american(style: PlateStyle, rng: np.random.Generator) -> PlateStyle:
    grounds = (
        WHITE,
        WHITE,
        WHITE,
        YELLOW,
        ORANGE,
        (200, 220, 190),
        (225, 205, 170),
        NAVY,
        BLUE,
        GREEN,
    )
    ground = grounds[int(rng.integers(len(grounds)))]
    dark = sum(ground) < 330
    inks = (WHITE, YELLOW, SILVER) if dark else (NAVY, BLUE, BLACK, RED, GREEN)
    return replace(
        style,
        ground=_shifted(ground, rng, 25),
        ink=_shifted(inks[int(rng.integers(len(inks)))], rng, 20),
        texture_seed=int(rng.integers(1, 1 << 30)) if rng.random() < 0.6 else 0,
        side_letters=_side_letters(rng) if rng.random() < 0.2 else "",
    )


def _side_letters(rng: np.random.Generator) -> str:
    count = int(rng.integers(2, 4))
    letters = "".join(_LETTERS[int(rng.integers(len(_LETTERS)))] for _ in range(count))
    return (">" if rng.random() < 0.4 else "") + letters.replace("0", "O")


def _random_text(layout: str, rng: np.random.Generator) -> str:
    text = ""
    for slot in layout:
        if slot == _LETTER_SLOT:
            text += _LETTERS[int(rng.integers(len(_LETTERS)))]
        elif slot == _DIGIT_SLOT:
            text += _DIGITS[int(rng.integers(len(_DIGITS)))]
    return text


def _fit_layout(text: str, layout: str) -> str:
    """``text`` with the separators of ``layout``; a 0 in the place of a letter becomes an O."""
    slots = [slot for slot in layout if slot in _SLOTS]
    if len(slots) == len(text) and all(
        (slot == _DIGIT_SLOT) == character.isdigit() or character == "0"
        for slot, character in zip(slots, text, strict=True)
    ):
        characters = iter(text)
        fitted = ""
        for mark in layout:
            if mark not in _SLOTS:
                fitted += mark
                continue
            character = next(characters)
            fitted += "O" if character == "0" and mark == _LETTER_SLOT else character
        return fitted
    line_count = layout.count(_LINE_BREAK) + 1
    per_line = -(-len(text) // line_count)
    return _LINE_BREAK.join(text[i : i + per_line] for i in range(0, len(text), max(1, per_line)))


def _ground(style: PlateStyle, width_px: int, height_px: int) -> Image.Image:
    picture = Image.new("RGB", (width_px, height_px), style.ground)
    if not style.texture_seed:
        return picture
    rng = np.random.default_rng(style.texture_seed)
    rows = np.linspace(0.0, 1.0, height_px)[:, None, None]
    other = np.array(_shifted(style.ground, rng, 70), np.float32)
    blend = np.array(style.ground, np.float32) * (1.0 - rows) + other * rows
    picture = Image.fromarray(np.broadcast_to(blend, (height_px, width_px, 3)).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(0, 7))):
        x, y = rng.uniform(-0.2, 1.0) * width_px, rng.uniform(-0.2, 1.0) * height_px
        span_x, span_y = rng.uniform(0.1, 0.5) * width_px, rng.uniform(0.1, 0.6) * height_px
        draw.ellipse((x, y, x + span_x, y + span_y), fill=_shifted(style.ground, rng, 60))
    return picture


def _draw_band(
    draw: ImageDraw.ImageDraw, style: PlateStyle, fonts: PlateFonts, width_px: int, height_px: int
) -> None:
    small = fonts.font("LiberationSans-Bold.ttf", max(6, height_px // 4))
    if style.band == "eu":
        right = round(style.text_area[0] * width_px * 0.85)
        draw.rectangle((0, 0, right, height_px), fill=BLUE)
        draw.text((right / 2, height_px * 0.78), style.header, fill=WHITE, font=small, anchor="mm")
        radius = right * 0.32
        for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
            x = right / 2 + radius * float(np.cos(angle))
            y = height_px * 0.32 + radius * float(np.sin(angle))
            draw.ellipse((x - 1, y - 1, x + 1, y + 1), fill=YELLOW)
    elif style.band == "ind":
        tiny = fonts.font("LiberationSans-Bold.ttf", max(6, height_px // 7))
        centre = style.text_area[0] * width_px * 0.55
        draw.text((centre, height_px * 0.7), "IND", fill=BLUE, font=tiny, anchor="mm")
        side = height_px * 0.1
        box = (centre - side, height_px * 0.3 - side, centre + side, height_px * 0.3 + side)
        draw.ellipse(box, outline=BLUE, width=max(1, height_px // 40))
    elif style.band == "strip":
        bottom = round(style.text_area[1] * height_px * 0.8)
        draw.rectangle((0, 0, width_px, bottom), fill=BLUE)
        tiny = fonts.font("LiberationSans-Bold.ttf", max(6, round(bottom * 0.7)))
        draw.text((width_px / 2, bottom / 2), "BRASIL", fill=WHITE, font=tiny, anchor="mm")


def _draw_small_text(
    draw: ImageDraw.ImageDraw, style: PlateStyle, fonts: PlateFonts, width_px: int, height_px: int
) -> None:
    _, top, _, bottom = style.text_area
    if style.header and style.band != "eu":
        font = fonts.font("LiberationSans-Bold.ttf", max(6, round(top * height_px * 0.62)))
        place = (width_px / 2, top * height_px * 0.52)
        draw.text(place, style.header, fill=style.ink, font=font, anchor="mm")
    if style.footer:
        space = (1.0 - bottom) * height_px
        font = fonts.font("LiberationSans-Bold.ttf", max(6, round(space * 0.6)))
        place = (width_px / 2, height_px - space * 0.52)
        draw.text(place, style.footer, fill=style.ink, font=font, anchor="mm")


def _draw_side_letters(
    draw: ImageDraw.ImageDraw, style: PlateStyle, fonts: PlateFonts, width_px: int, height_px: int
) -> float:
    """Draw them within the height of the text; the share of the width that they take."""
    letters = style.side_letters.lstrip(">")
    left, top, right, bottom = style.text_area
    step = (bottom - top) * height_px / len(letters)
    font = fonts.font(style.fonts[0], max(6, round(step * 1.1)))
    share = min(0.14, 0.8 * step / width_px)
    centre = (right - share / 2 if style.side_letters[0] == ">" else left + share / 2) * width_px
    for index, letter in enumerate(letters):
        middle = top * height_px + (index + 0.5) * step
        draw.text((centre, middle), letter, fill=style.ink, font=font, anchor="mm")
    return share


def _draw_emblem(draw: ImageDraw.ImageDraw, style: PlateStyle, area: Box) -> None:
    """A fruit, a tree, a lighthouse: some coloured shapes over one another."""
    rng = np.random.default_rng(style.texture_seed)
    for _ in range(int(rng.integers(2, 5))):
        x, y = rng.uniform(0.0, 0.5, 2)
        width, height = rng.uniform(0.3, 0.6, 2)
        box = (
            area.x + x * area.width,
            area.y + y * area.height,
            area.x + min(1.0, x + width) * area.width,
            area.y + min(1.0, y + height) * area.height,
        )
        blue, green, red = (int(value) for value in rng.integers(0, 256, 3))
        colour = blue, green, red
        if rng.random() < 0.6:
            draw.ellipse(box, fill=colour)
        else:
            draw.polygon((box[0], box[3], (box[0] + box[2]) / 2, box[1], box[2], box[3]), colour)


def _draw_arms(draw: ImageDraw.ImageDraw, area: Box) -> None:
    """A shield of two colours in chequers, stripes or halves, as the place and size decide."""
    rng = np.random.default_rng(round(area.x * 64 + area.width * 4096))
    height = area.height * float(rng.uniform(0.55, 0.95))
    top, right = area.y + (area.height - height) * float(rng.uniform(0.2, 0.8)), area.right
    colours = (RED, WHITE, BLUE, GREEN, YELLOW, SILVER)
    first, second = (colours[int(at)] for at in rng.permutation(len(colours))[:2])
    point = (area.x + area.width / 2, top + height)
    shoulder = top + height * 0.7
    outline = (area.x, top, right, top, right, shoulder, *point, area.x, shoulder)
    draw.polygon(outline, fill=first, outline=_shade(first))
    columns, rows = int(rng.integers(1, 6)), int(rng.integers(1, 6))
    cell = area.width / columns, height * 0.7 / rows
    for row in range(rows):
        for column in range(row % 2, columns, 2):
            x, y = area.x + column * cell[0], top + row * cell[1]
            draw.rectangle((x, y, x + cell[0], y + cell[1]), fill=second)


def _draw_line(
    picture: Image.Image, line: str, style: PlateStyle, fonts: PlateFonts, area: Box
) -> list[Box]:
    """Draw one line of text over ``area``, centred; boxes of its characters."""
    name = style.fonts[0]
    cell_height = fonts.glyph(name, "H").height
    gap = style.tracking * cell_height
    spans: list[tuple[str, float, float]] = []
    x = 0.0
    for mark in line:
        width = (
            float(fonts.glyph(name, mark).width)
            if mark in ALPHABET or mark == "O"
            else (
                {" ": 0.18, "-": 0.30, ".": 0.14, "*": 0.42, "&": 0.62, "@": 0.75}[mark]
                * cell_height
            )
        )
        spans.append((mark, x, x + width))
        x += width + gap
    total = max(1.0, x - gap)
    scale_y = area.height / cell_height
    scale_x = min(scale_y * style.widening, area.width / total)
    start = area.x + (area.width - total * scale_x) / 2
    boxes: list[Box] = []
    draw = ImageDraw.Draw(picture)
    for mark, span_left, span_right in spans:
        left, right = start + span_left * scale_x, start + span_right * scale_x
        middle = area.y + area.height / 2
        if mark == "-":
            draw.rectangle(
                (left, middle - area.height * 0.05, right, middle + area.height * 0.05), style.ink
            )
        elif mark == ".":
            draw.rectangle((left, area.bottom - (right - left), right, area.bottom), style.ink)
        elif mark == "*":
            radius = (right - left) / 2
            for shift in (-0.5, 0.5):
                y = middle + shift * area.height * 0.5
                draw.ellipse((left, y - radius, right, y + radius), _shade(style.ground))
        elif mark == "&":
            _draw_arms(draw, Box(left, area.y, right - left, area.height))
        elif mark == "@":
            height = 1.2 * area.height
            top = max(0.0, middle - height / 2)
            _draw_emblem(draw, style, Box(left, top, right - left, height))
        elif mark != " ":
            mask = fonts.glyph(name, mark).resize(
                (max(1, round(right - left)), max(1, round(area.height)))
            )
            picture.paste(style.ink, (round(left), round(area.y)), mask)
            boxes.append(Box(left, area.y, right - left, area.height))
    return boxes


def _shade(colour: Colour) -> Colour:
    return colour[0] * 3 // 4, colour[1] * 3 // 4, colour[2] * 3 // 4
