"""The kinds of number plates that can be rendered: colours, proportions, layouts, lettering."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]
"""Blue, green, red, each 0 to 255."""

BLACK: Colour = (25, 22, 20)
WHITE: Colour = (235, 238, 236)
SILVER: Colour = (205, 205, 202)
YELLOW: Colour = (40, 190, 240)
ORANGE: Colour = (10, 150, 240)
BLUE: Colour = (160, 60, 10)
NAVY: Colour = (95, 40, 20)
RED: Colour = (40, 30, 180)
GREEN: Colour = (70, 120, 20)
GREY: Colour = (150, 150, 148)
DARK: Colour = (40, 38, 38)

_DIN = ("OSP-DIN.ttf",)
_EUROPE = (
    "OSP-DIN.ttf",
    "RobotoCondensed-Bold.ttf",
    "RG2014D.ttf",
)
_BRITISH = ("RobotoCondensed-Bold.ttf", "RG2014D.ttf")
_AMERICAN = ("routed-gothic-narrow.ttf", "routed-gothic.ttf", "RG2014C.ttf", "RG2014D.ttf")
_INDIAN = (
    "LiberationSans-Bold.ttf",
    "RobotoCondensed-Bold.ttf",
    "BebasNeue-Bold.otf",
    "RG2014D.ttf",
    "RG2014E.ttf",
    "OSP-DIN.ttf",
    "B612-Bold.otf",
)
_ANY = (
    *_INDIAN,
    "routed-gothic.ttf",
    "routed-gothic-narrow.ttf",
    "RG2014C.ttf",
    "B612Mono-Bold.otf",
)


@dataclass(frozen=True, slots=True)
class PlateStyle:
    """How the plates of one kind look.

    ``layouts`` are the possible texts: L a letter, D a digit, ``|`` a new line; a space, hyphen,
    dot, ``*`` (round seals) or ``&`` (a coat of arms) between them is drawn and is not part of
    the text. ``text_area`` is (left, top, right, bottom) as fractions of the plate. ``aspect`` is
    width over height. ``texture_seed`` above 0 paints a soft picture under the text; ``@`` in a
    layout is an emblem of that picture. ``side_letters`` stand small, one above the other, at
    the left edge, or at the right one after a ``>``; they are no part of the text.
    """

    name: str
    layouts: tuple[str, ...]
    aspect: float
    ground: Colour
    ink: Colour
    fonts: tuple[str, ...]
    text_area: tuple[float, float, float, float] = (0.04, 0.14, 0.96, 0.86)
    band: str = ""
    header: str = ""
    footer: str = ""
    framed: bool = True
    widening: float = 1.0
    tracking: float = 0.13
    texture_seed: int = 0
    side_letters: str = ""


_EU_ONE_LINE = (0.11, 0.14, 0.97, 0.86)
_US_AREA = (0.05, 0.27, 0.95, 0.78)

STYLES: tuple[tuple[float, PlateStyle], ...] = (
    (
        1.6,
        PlateStyle(
            "india private",
            (
                "LLDDLLDDDD",
                "LL DD LL DDDD",
                "LL DD L DDDD",
                "LL-DD-LL-DDDD",
                "LLDD LLL DDDD",
                "LLDDL DDDD",
            ),
            4.3,
            WHITE,
            BLACK,
            _INDIAN,
        ),
    ),
    (
        0.8,
        PlateStyle(
            "india hsrp",
            ("LL DD LL DDDD", "LLDDLLDDDD"),
            4.2,
            WHITE,
            BLACK,
            _DIN + _BRITISH,
            text_area=(0.10, 0.16, 0.96, 0.84),
            band="ind",
        ),
    ),
    (
        0.7,
        PlateStyle(
            "india commercial",
            ("LLDDLLDDDD", "LL DD L DDDD", "LL DD LL DDDD"),
            4.3,
            YELLOW,
            BLACK,
            _INDIAN,
        ),
    ),
    (
        0.9,
        PlateStyle(
            "india two lines",
            ("LL DD|LL DDDD", "LL DD LL|DDDD", "LLDD|L DDDD", "LL-DD-L|DDDD"),
            1.6,
            WHITE,
            BLACK,
            _INDIAN,
            text_area=(0.06, 0.08, 0.94, 0.92),
        ),
    ),
    (
        0.6,
        PlateStyle(
            "india commercial two lines",
            ("LL DD|LL DDDD", "LLDDLL|DDDD"),
            1.5,
            YELLOW,
            BLACK,
            _INDIAN,
            text_area=(0.06, 0.08, 0.94, 0.92),
        ),
    ),
    (
        0.2,
        PlateStyle("india rental", ("LL DD LL DDDD", "LLDDLLDDDD"), 4.2, DARK, YELLOW, _INDIAN),
    ),
    (0.2, PlateStyle("india electric", ("LL DD LL DDDD",), 4.2, GREEN, WHITE, _INDIAN)),
    (
        1.6,
        PlateStyle(
            "germany",
            ("L*LL DDDD", "LL*LL DDD", "LLL*LL DDD", "LL*L DDDD", "LLL*L DD"),
            4.7,
            WHITE,
            BLACK,
            _EUROPE,
            text_area=_EU_ONE_LINE,
            band="eu",
        ),
    ),
    (
        1.8,
        PlateStyle(
            "europe",
            (
                "LL DDDLL",
                "DDDD LLL",
                "LL-DDD-LL",
                "LL DDDDD",
                "LLL DDLL",
                "DLD DDDD",
                "L DDD LLL",
                "LL DD LLL",
                "LLL-DDDD",
                "LLL DDD",
                "LL DDDD LL",
                "DDD-L-DDD",
                "LL DDD-LL",
                "DLD DDDD",
                "LLDDDDD",
                "LL-DD-LL",
                "DD LLL DD",
                "LLL DLD",
                "LLLDDDDD",
                "DD LL DDDD",
                "DD L DDDD",
                "DDD LLL",
                "LL DDD DD",
            ),
            4.7,
            WHITE,
            BLACK,
            _EUROPE,
            text_area=_EU_ONE_LINE,
            band="eu",
        ),
    ),
    (
        0.3,
        PlateStyle(
            "europe red",
            ("D-LLL-DDD", "LLL-DDD", "L-DDDD"),
            4.7,
            WHITE,
            RED,
            _EUROPE,
            text_area=_EU_ONE_LINE,
            band="eu",
        ),
    ),
    (
        0.8,
        PlateStyle(
            "netherlands",
            ("DD-LL-LL", "LL-LL-DD", "DD-LLL-D", "D-LLL-DD", "LL-DDD-L", "L-DDD-LL", "LL-DD-DD"),
            4.7,
            YELLOW,
            BLACK,
            _EUROPE,
            text_area=_EU_ONE_LINE,
            band="eu",
        ),
    ),
    (
        0.9,
        PlateStyle(
            "europe motorcycle",
            (
                "LLL|DDDD",
                "LL|DDLL",
                "LL DD|LLL",
                "L*LL|DDDD",
                "DLL|DDD",
                "LL D|DDDD",
                "LLLL|DDD",
                "DDDD|LLL",
                "LLL|DDL",
                "DL|DDDD",
            ),
            1.35,
            WHITE,
            BLACK,
            _EUROPE,
            text_area=(0.10, 0.08, 0.95, 0.92),
            band="eu",
        ),
    ),
    (
        0.8,
        PlateStyle(
            "britain front",
            ("LLDD LLL", "LLDDLLL", "LDDD LLL", "LLL DDDL"),
            4.7,
            WHITE,
            BLACK,
            _BRITISH,
        ),
    ),
    (
        0.6,
        PlateStyle(
            "britain rear", ("LLDD LLL", "LLDDLLL", "LDDD LLL"), 4.7, YELLOW, BLACK, _BRITISH
        ),
    ),
    (0.3, PlateStyle("britain two lines", ("LLDD|LLL",), 1.45, YELLOW, BLACK, _BRITISH)),
    (
        3.4,
        PlateStyle(
            "america",
            (
                "DLLLDDD",
                "LLL DDDD",
                "LLL-DDDD",
                "DDD LLL",
                "LLL DDD",
                "LLLDDDD",
                "DDDD LL",
                "DDD-LLL",
                "LL DDDDD",
                "DL DDDD",
                "DDD DDD",
                "LLL DLD",
                "LLLLLLL",
                "LLLLLL",
                "LLLLL",
                "LLLL",
                "LLL",
                "LL LLLL",
                "LLL LLL",
                "LLLLLDD",
                "LLLLD",
                "DLLLLL",
                "LLDLL",
                "LLL DDL",
                "DDLDDD",
                "LLLL LL",
                "DDDDDD",
                "LLDDD",
                "LLDDDD",
                "LLL@DDDD",
                "LLL@DDD",
                "DDD@LLL",
            ),
            2.0,
            WHITE,
            NAVY,
            _AMERICAN + _BRITISH,
            text_area=_US_AREA,
            header="STATE",
            footer="SLOGAN",
            texture_seed=1,
        ),
    ),
    (
        1.7,
        PlateStyle(
            "brazil",
            ("LLL-DDDD", "LLL DDDD", "LLL-DDDD"),
            3.0,
            GREY,
            BLACK,
            ("RG2014D.ttf", "routed-gothic-narrow.ttf", "OSP-DIN.ttf", "RG2014C.ttf"),
            text_area=(0.05, 0.28, 0.95, 0.90),
            header="CITY",
        ),
    ),
    (
        0.4,
        PlateStyle(
            "brazil commercial",
            ("LLL-DDDD",),
            3.0,
            RED,
            WHITE,
            ("RG2014D.ttf", "routed-gothic-narrow.ttf", "OSP-DIN.ttf"),
            text_area=(0.05, 0.28, 0.95, 0.90),
            header="CITY",
        ),
    ),
    (
        0.3,
        PlateStyle(
            "brazil motorcycle",
            ("LLL|DDDD",),
            1.2,
            GREY,
            BLACK,
            ("RG2014D.ttf", "OSP-DIN.ttf"),
            text_area=(0.10, 0.18, 0.90, 0.94),
            header="CITY",
        ),
    ),
    (
        0.9,
        PlateStyle(
            "mercosul",
            ("LLLDLDD", "LL DDD LL"),
            3.0,
            WHITE,
            BLACK,
            _EUROPE,
            text_area=(0.05, 0.28, 0.95, 0.92),
            band="strip",
        ),
    ),
    (
        0.4,
        PlateStyle(
            "mercosul motorcycle",
            ("LLL|DLDD", "LDDD|LLL"),
            1.2,
            WHITE,
            BLACK,
            _EUROPE,
            text_area=(0.07, 0.22, 0.93, 0.94),
            band="strip",
        ),
    ),
    (
        1.2,
        PlateStyle("vietnam", ("DDL-DDD.DD", "DDL-DDDD", "DDLL-DDD.DD"), 4.2, WHITE, BLACK, _ANY),
    ),
    (
        1.2,
        PlateStyle(
            "vietnam two lines",
            ("DD-LD|DDD.DD", "DD-LD|DDDD", "DD-LL|DDD.DD", "DDL|DDD.DD"),
            1.36,
            WHITE,
            BLACK,
            _ANY,
            text_area=(0.06, 0.07, 0.94, 0.93),
        ),
    ),
    (
        0.7,
        PlateStyle(
            "argentina old",
            ("LLL DDD",),
            2.3,
            DARK,
            WHITE,
            ("RG2014D.ttf", "OSP-DIN.ttf"),
            text_area=(0.06, 0.30, 0.94, 0.88),
            header="CITY",
        ),
    ),
    (
        0.6,
        PlateStyle(
            "colombia",
            ("LLL-DDD", "LLL DDD"),
            2.1,
            YELLOW,
            BLACK,
            _BRITISH + _DIN,
            text_area=(0.05, 0.12, 0.95, 0.76),
            footer="CITY",
        ),
    ),
    (
        0.4,
        PlateStyle(
            "chile",
            ("LL-LL*DD", "LL*DDDD", "LLLL*DD"),
            2.6,
            WHITE,
            BLACK,
            _DIN + _AMERICAN,
            text_area=(0.06, 0.10, 0.94, 0.78),
            footer="CITY",
        ),
    ),
    (
        1.2,
        PlateStyle(
            "dark plate",
            (
                "LLL DDDD",
                "LL DDDD",
                "L DDDD L",
                "LLL DDD",
                "LL DDDD L",
                "DDD LLL",
                "L DDDD",
                "LLL DD",
                "LLL DDDD L",
            ),
            4.0,
            DARK,
            WHITE,
            _ANY,
        ),
    ),
    (
        0.6,
        PlateStyle(
            "dark two lines", ("LLL|DDDD", "LL|DDDD", "LLD|DDD", "L|DDDD"), 1.4, DARK, WHITE, _ANY
        ),
    ),
    (
        1.3,
        PlateStyle(
            "europe with arms",
            (
                "LL&DDDD-LL",
                "LL&DDD-LL",
                "LL&DDDLL",
                "LL&DDD LL",
                "LL&DDDDL",
                "L&DDDDDL",
                "LL&DDDDDD",
                "LL&DDDDD",
                "LLL&DDD",
            ),
            4.7,
            WHITE,
            BLACK,
            _EUROPE,
            text_area=_EU_ONE_LINE,
            band="eu",
        ),
    ),
    (
        0.3,
        PlateStyle(
            "europe with arms, two lines",
            ("LL|DDD-LL", "LL&|DDDDLL", "LL&DD|DDLL", "LL|DDDD-L"),
            1.4,
            WHITE,
            BLACK,
            _EUROPE,
            text_area=(0.10, 0.08, 0.95, 0.92),
            band="eu",
        ),
    ),
)
"""Weight and style; the weights follow where the readers' training pictures are thin."""
