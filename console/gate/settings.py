"""What the engine is told about a site, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from console.gate.clock import NS_PER_MS, NS_PER_S
from console.gate.desk import DeskSettings
from console.gate.movements import MovementSettings
from console.gate.orders import OrderSettings
from console.gate.passages import PassageSettings
from console.gate.policy import PolicySettings
from console.gate.recorder import RecorderSettings
from pipeline.confusions import ConfusionCosts


@dataclass(frozen=True, slots=True)
class GateSettings:
    """What the engine is told about the site; ``tick_ns`` is how often time is looked at."""

    desk: DeskSettings
    policy: PolicySettings = field(default_factory=PolicySettings)
    passages: PassageSettings = field(default_factory=PassageSettings)
    recorder: RecorderSettings = field(default_factory=RecorderSettings)
    orders: OrderSettings = field(default_factory=OrderSettings)
    movements: MovementSettings = field(default_factory=MovementSettings)
    costs: ConfusionCosts = field(default_factory=ConfusionCosts)
    registry_retry_ns: int = 5 * NS_PER_S
    tick_ns: int = 100 * NS_PER_MS


@dataclass(frozen=True, slots=True)
class GateCounts:
    """What happened since the start; ``review_count`` decisions were not the policy's to make.

    ``unread_count`` passages were too brief or too poor to ask a person about.
    """

    read_count: int
    passage_count: int
    unread_count: int
    automatic_count: int
    review_count: int
    recorded_count: int

    @property
    def decision_count(self) -> int:
        return self.automatic_count + self.review_count
