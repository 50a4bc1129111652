"""Colours, fonts and icons of the window: palette.toml and console.qss made into a style."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
UI_FAMILIES = ("Inter", "Noto Sans Devanagari")  # the second has the glyphs of Hindi
PLATE_FAMILY = "JetBrains Mono"
MIN_SCALE, MAX_SCALE, SCALE_STEP = 1.0, 1.5, 0.1
_FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-SemiBold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Bold.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansDevanagari-SemiBold.ttf",
)
_SIZES_PX = (12, 13, 14, 15, 18, 24)


class ThemeError(Exception):
    """The resources that make the window's looks are missing or damaged."""


class ThemeName(StrEnum):
    """The looks that the attendant can choose from."""

    DARK = "dark"
    LIGHT = "light"
    HIGH_CONTRAST = "high_contrast"


class Tone(StrEnum):
    """What a coloured surface says; always together with an icon and a word."""

    OPEN = "open"
    REVIEW = "review"
    REFUSE = "refuse"
    NEUTRAL = "neutral"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours by role, as in palette.toml."""

    window: str
    surface: str
    raised: str
    sunken: str
    line: str
    text: str
    text_dim: str
    accent: str
    on_accent: str
    open_fill: str
    on_open: str
    open_ink: str
    review_fill: str
    on_review: str
    review_ink: str
    refuse_fill: str
    on_refuse: str
    refuse_ink: str
    neutral_fill: str
    on_neutral: str
    stale_fill: str
    on_stale: str
    over_ground: str
    over_text: str
    over_open: str
    over_review: str
    over_refuse: str
    over_aside: str

    def fill(self, tone: Tone) -> str:
        """The ground of a ribbon of this tone."""
        return {
            Tone.OPEN: self.open_fill,
            Tone.REVIEW: self.review_fill,
            Tone.REFUSE: self.refuse_fill,
            Tone.NEUTRAL: self.neutral_fill,
            Tone.STALE: self.stale_fill,
        }[tone]

    def on_fill(self, tone: Tone) -> str:
        """The ink for words on ``fill(tone)``."""
        return {
            Tone.OPEN: self.on_open,
            Tone.REVIEW: self.on_review,
            Tone.REFUSE: self.on_refuse,
            Tone.NEUTRAL: self.on_neutral,
            Tone.STALE: self.on_stale,
        }[tone]

    def over_picture(self, tone: Tone) -> str:
        """The ink of lines and words on a picture, the same in every theme."""
        return {
            Tone.OPEN: self.over_open,
            Tone.REVIEW: self.over_review,
            Tone.REFUSE: self.over_refuse,
            Tone.NEUTRAL: self.over_text,
            Tone.STALE: self.over_aside,
        }[tone]

    def ink(self, tone: Tone) -> str:
        """The ink for words of this tone on ``surface``."""
        return {
            Tone.OPEN: self.open_ink,
            Tone.REVIEW: self.review_ink,
            Tone.REFUSE: self.refuse_ink,
            Tone.NEUTRAL: self.text,
            Tone.STALE: self.text_dim,
        }[tone]


def load_palettes(path: Path) -> dict[ThemeName, Palette]:
    """Read the palette of every theme.

    Raises:
        ThemeError: the file is missing or not TOML, a theme or a role is absent, unknown or
            not a colour; the message names which.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"palette {path}: {error}") from error
    roles = {field.name for field in fields(Palette)}
    palettes = {}
    for name in ThemeName:
        colours = document.get(name.value)
        if not isinstance(colours, dict):
            raise ThemeError(f"palette {path}: no theme [{name.value}]")
        for role in sorted(roles ^ colours.keys()):
            raise ThemeError(f"palette {path}: [{name.value}] {role} is missing or unknown")
        for role, colour in colours.items():
            if not QColor(colour).isValid():
                raise ThemeError(f"palette {path}: [{name.value}] {role} = {colour!r} is no colour")
        palettes[name] = Palette(**colours)
    return palettes


class Appearance(QObject):
    """The looks in force; painted widgets ask it for colours, fonts and icons.

    Raises:
        ThemeError: a palette, style sheet or font of ``resources`` is missing or damaged.
    """

    changed = Signal()

    def __init__(
        self,
        theme: ThemeName = ThemeName.DARK,
        text_scale: float = 1.0,
        resources: Path = RESOURCES,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._resources = resources
        self._palettes = load_palettes(resources / "palette.toml")
        self._style = self._read(resources / "console.qss")
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._plate_fonts: dict[int, QFont] = {}
        self._theme = theme
        self._scale = min(max(text_scale, MIN_SCALE), MAX_SCALE)
        for file in _FONT_FILES:
            if QFontDatabase.addApplicationFont(str(resources / "fonts" / file)) < 0:
                raise ThemeError(f"font {resources / 'fonts' / file} cannot be loaded")

    @property
    def palette(self) -> Palette:
        return self._palettes[self._theme]

    @property
    def theme(self) -> ThemeName:
        return self._theme

    @property
    def text_scale(self) -> float:
        return self._scale

    def set_theme(self, theme: ThemeName) -> None:
        self.set_look(theme, self._scale)

    def set_text_scale(self, scale: float) -> None:
        self.set_look(self._theme, scale)

    def set_look(self, theme: ThemeName, scale: float) -> None:
        """Change both at once: styling the application takes a tenth of a second."""
        self._theme = theme
        self._scale = round(min(max(scale, MIN_SCALE), MAX_SCALE), 2)
        self.apply()

    def apply(self) -> None:
        """Style the whole application, then tell the widgets that paint themselves."""
        sizes = {f"px_{size}": f"{self.px(size)}px" for size in _SIZES_PX}
        icons = {
            role: (self._resources / "icons" / f"{name}.svg").as_posix()
            for role, name in (("tick", "check"), ("arrow", "down"), ("arrow_up", "up"))
        }
        sheet = Template(self._style).substitute(asdict(self.palette), **icons, **sizes)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(sheet)
        self.changed.emit()

    def px(self, size: float) -> int:
        """A length that follows the text scale, in device-independent pixels."""
        return round(size * self._scale)

    def font(self, size_px: float, *, bold: bool = False) -> QFont:
        """The font of words, at the text scale, with figures of equal width.

        Made once and kept, because paint events ask for it by the hundred: leave it as it is.
        """
        exact_px = max(1, self.px(size_px))
        known = self._fonts.get((exact_px, bold))
        if known is None:
            known = QFont()
            known.setFamilies(UI_FAMILIES)
            known.setPixelSize(exact_px)
            known.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            known.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[exact_px, bold] = known
        return known

    def plate_font(self, exact_px: float) -> QFont:
        """The fixed-width font of plate text, at exactly this size; kept, like the other."""
        size_px = max(1, int(exact_px))
        known = self._plate_fonts.get(size_px)
        if known is None:
            known = QFont(PLATE_FAMILY)
            known.setPixelSize(size_px)
            known.setWeight(QFont.Weight.Bold)
            self._plate_fonts[size_px] = known
        return known

    def pixmap(self, name: str, colour: str, size_px: int, ratio: float = 1.0) -> QPixmap:
        """An icon of resources/icons in one colour; drawn once and kept.

        Raises:
            ThemeError: there is no such icon.
        """
        key = (name, colour, size_px, ratio)
        if key not in self._pixmaps:
            source = self._read(self._resources / "icons" / f"{name}.svg")
            renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
            side = max(1, round(size_px * ratio))
            image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            renderer.render(painter, QRectF(0, 0, side, side))
            painter.end()
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """The icon for a button: in ``colour`` (default: text), dimmed where disabled."""
        size = 32
        icon = QIcon(self.pixmap(name, colour or self.palette.text, size))
        dimmed = self.pixmap(name, self.palette.text_dim, size)
        icon.addPixmap(dimmed, QIcon.Mode.Disabled)
        return icon

    def icon_size(self, size_px: float = 16) -> QSize:
        side = self.px(size_px)
        return QSize(side, side)

    @staticmethod
    def _read(path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise ThemeError(f"{path}: {error}") from error


def set_state(widget: QWidget, name: str, value: str, *, children: bool = False) -> None:
    """Set a dynamic property that the style sheet looks at, and restyle if it changed.

    ``children`` is for properties that change the looks of the widgets inside, too.
    """
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    if children:
        for child in widget.findChildren(QWidget):
            style.unpolish(child)
            style.polish(child)
    widget.updateGeometry()
    widget.update()
