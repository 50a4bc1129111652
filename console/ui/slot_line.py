"""The text under review as slots that are typed over; pure, without widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.types import Character

MAX_SLOTS = 14
PLATE_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@dataclass(frozen=True, slots=True)
class Slot:
    """One character: what stands there now and what was read there.

    ``read_index`` is the place in the read, None for a slot that the attendant added.
    """

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    read_index: int | None = None
    edited: bool = False


def fold(text: str) -> str:
    """The form in which texts are compared: O and 0 are one character."""
    return text.upper().replace("O", "0")


@dataclass(frozen=True, slots=True)
class SlotLine:
    """Slots and the selected one; ``cursor`` equal to the slot count selects the end.

    Every method returns the line as it is afterwards.
    """

    slots: tuple[Slot, ...] = ()
    cursor: int = 0
    read_text: str = ""

    @classmethod
    def of_read(cls, characters: tuple[Character, ...]) -> SlotLine:
        """The slots of a read, with the weakest character selected."""
        slots = tuple(
            Slot(c.text, c.confidence, c.alternatives[:3], index)
            for index, c in enumerate(characters[:MAX_SLOTS])
        )
        weakest = min(range(len(slots)), key=lambda i: slots[i].confidence, default=0)
        return cls(slots, weakest, "".join(slot.text for slot in slots))

    @property
    def text(self) -> str:
        return "".join(slot.text for slot in self.slots)

    @property
    def edited(self) -> bool:
        """Whether the text differs from the read in more than O for 0."""
        return fold(self.text) != fold(self.read_text)

    @property
    def touched(self) -> bool:
        """Whether anything was typed, be it what stood there before."""
        return self.text != self.read_text or any(slot.edited for slot in self.slots)

    @property
    def selected(self) -> Slot | None:
        return self.slots[self.cursor] if self.cursor < len(self.slots) else None

    def moved(self, steps: int) -> SlotLine:
        return self.at(self.cursor + steps)

    def at(self, cursor: int) -> SlotLine:
        return replace(self, cursor=min(max(cursor, 0), len(self.slots)))

    def typed(self, letter: str) -> SlotLine:
        """Replace the selected slot and advance; at the end, add one. Others are ignored."""
        letter = letter.upper()
        if letter not in PLATE_LETTERS:
            return self
        selected = self.selected
        if selected is None:
            return self._with(self.cursor, (Slot(letter, 1.0, edited=True),), 0).moved(1)
        written = replace(selected, text=letter, edited=True)
        return self._with(self.cursor, (written,), 1).moved(1)

    def inserted(self) -> SlotLine:
        """Add a slot before the selected one, to be typed over; it holds no letter yet."""
        return self._with(self.cursor, (Slot("", 1.0, edited=True),), 0)

    def deleted(self) -> SlotLine:
        """Remove the selected slot."""
        return self._with(self.cursor, (), 1) if self.selected is not None else self

    def erased(self) -> SlotLine:
        """Remove the slot before the selected one."""
        return self.moved(-1).deleted() if self.cursor > 0 else self

    def took_alternative(self, number: int) -> SlotLine:
        """Put alternative ``number`` (from 1) into the selected slot and advance."""
        selected = self.selected
        if selected is None or not 1 <= number <= len(selected.alternatives):
            return self
        return self.typed(selected.alternatives[number - 1][0])

    def filled(self, plate: str) -> SlotLine:
        """Write a whole plate; slots keep their crop where the lengths agree."""
        letters = [letter for letter in plate.upper() if letter in PLATE_LETTERS][:MAX_SLOTS]
        if len(letters) == len(self.slots):
            slots = tuple(
                replace(slot, text=letter, edited=slot.edited or fold(letter) != fold(slot.text))
                for slot, letter in zip(self.slots, letters, strict=True)
            )
        else:
            slots = tuple(Slot(letter, 1.0, edited=True) for letter in letters)
        return replace(self, slots=slots, cursor=min(self.cursor, len(slots)))

    def _with(self, index: int, slots: tuple[Slot, ...], removed: int) -> SlotLine:
        changed = (*self.slots[:index], *slots, *self.slots[index + removed :])
        if len(changed) > MAX_SLOTS:
            return self
        return replace(self, slots=changed, cursor=min(self.cursor, len(changed)))
