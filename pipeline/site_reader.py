"""A site's own readers, made by retraining: they speak where the shipped ones are in doubt."""

from __future__ import annotations

from dataclasses import replace

from pipeline.reader import SURE_CONFIDENCE, CtcReader, PlateReading, join_looks
from pipeline.types import Pixels

SITE = "site_"
SITE_READER, SITE_CLASSIFIER = f"{SITE}reader", f"{SITE}classifier"
"""Their names in a manifest. The shipped weights have neither."""


class SecondedReader:
    """The shipped reader, and for its doubtful plates the one that learned from the site's.

    What the site's reader learned of its lettering costs it some of the world's plates. So it is
    asked only where the shipped reader is in doubt, and heard only where two looks of it agree and
    it is the surer one: what the shipped reader knows is never touched. Source: val, with readers
    that had learned an odd lettering and forgotten some of what they knew.
    """

    def __init__(self, shipped: CtcReader, site: CtcReader) -> None:
        self._shipped, self._site = shipped, site

    def read_plate(self, plate_pixels: Pixels) -> PlateReading:
        """The characters of a plate, BGR uint8 (height, width, 3).

        Raises:
            InferenceError: a model failed.
        """
        reading = self._shipped.read_plate(plate_pixels)
        if reading.confidence >= SURE_CONFIDENCE or reading.is_noise:
            return reading
        looks = self._site.look_twice(plate_pixels)
        surest = max(look.confidence for look in looks)
        if looks[0].text != looks[1].text or surest <= reading.confidence:
            return reading
        return replace(join_looks(looks), by_site=True)
