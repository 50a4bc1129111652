"""A barrier drive on the Pi's own pins: relays out, switches in."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from gpiozero import DigitalInputDevice, DigitalOutputDevice, Factory
from gpiozero.exc import GPIOZeroError

from pi_bridge.agent.relay import BarrierRefusedError
from pi_bridge.agent.settings import GpioBarrierSettings, InputPin
from pi_bridge.errors import BarrierSetupError
from pi_bridge.wire import BarrierPosition

_log = logging.getLogger("bridge")

_BOUNCE_S = 0.02
"""Mechanical contacts bounce for some milliseconds."""


@dataclass(frozen=True, slots=True)
class _Inputs:
    """The wired switches; None for those that are not."""

    opened: DigitalInputDevice | None
    closed: DigitalInputDevice | None
    presence: DigitalInputDevice | None
    blocked: DigitalInputDevice | None
    emergency: DigitalInputDevice | None


class GpioBarrier:
    """Pulses, holds and closes through relays, as far as the switches allow.

    A pulse is ended by a timer of its own, whatever else happens, and never lasts longer than
    its setting. While the emergency input acts nothing is told to the drive and every relay is
    released: the drive's own logic keeps the boom where it is.
    """

    def __init__(self, settings: GpioBarrierSettings, pin_factory: Factory | None = None) -> None:
        """Take the pins, relays released; ``pin_factory`` None takes the machine's own.

        Raises:
            BarrierSetupError: a pin cannot be had.
        """
        self._settings = settings
        self._factory = pin_factory
        self._lock = threading.Lock()
        self._pulse: threading.Timer | None = None
        self._held = False
        self._taken: list[DigitalInputDevice | DigitalOutputDevice] = []
        try:
            self._open_relay = self._relay(settings.open_pin)
            self._close_relay = (
                None if settings.close_pin is None else self._relay(settings.close_pin)
            )
            self._inputs = _Inputs(
                opened=self._input(settings.opened),
                closed=self._input(settings.closed),
                presence=self._input(settings.presence),
                blocked=self._input(settings.blocked),
                emergency=self._input(settings.emergency),
            )
        except (GPIOZeroError, OSError, ValueError) as error:
            self._let_go()
            raise BarrierSetupError(f"GPIO cannot be used: {error}") from error
        if self._inputs.emergency is not None:
            self._inputs.emergency.when_activated = self._stop_all
            if _is_active(self._inputs.emergency):
                self._stop_all()

    def open(self) -> None:
        """Close the opening relay for one pulse; a barrier that is held open stays so.

        Raises:
            BarrierRefusedError: emergency, a paired lane, or no vehicle where one is wanted.
        """
        with self._lock:
            self._refuse_in_emergency()
            self._refuse_blocked_opening()
            if self._settings.open_needs_presence and not _is_active(self._inputs.presence):
                raise BarrierRefusedError("no vehicle stands at the barrier")
            if not self._held:
                self._give_pulse(self._open_relay)

    def hold(self) -> None:
        """Close the opening relay until the next `close`.

        Raises:
            BarrierRefusedError: emergency, or a paired lane.
        """
        with self._lock:
            self._refuse_in_emergency()
            self._refuse_blocked_opening()
            self._end_pulse()
            self._held = True
            self._open_relay.on()

    def close(self) -> None:
        """End a hold, and pulse the closing relay where there is one.

        Raises:
            BarrierRefusedError: emergency, or a vehicle stands under the boom.
        """
        with self._lock:
            self._refuse_in_emergency()
            if _is_active(self._inputs.presence):
                raise BarrierRefusedError("a vehicle stands under the boom")
            self._end_pulse()
            self._held = False
            self._open_relay.off()
            if self._close_relay is not None:
                self._give_pulse(self._close_relay)

    def position(self) -> BarrierPosition:
        """Return what the switches say; unknown where one is missing or both act at once."""
        opened, closed = self._inputs.opened, self._inputs.closed
        is_open, is_closed = _is_active(opened), _is_active(closed)
        if is_open and is_closed:
            return BarrierPosition.UNKNOWN
        if is_closed:
            return BarrierPosition.CLOSED
        if is_open:
            return BarrierPosition.HELD if self._held else BarrierPosition.OPEN
        both_wired = opened is not None and closed is not None
        return BarrierPosition.MOVING if both_wired else BarrierPosition.UNKNOWN

    def shut_down(self) -> None:
        """Release the relays and give the pins back."""
        self._stop_all()
        self._let_go()

    def _refuse_in_emergency(self) -> None:
        if _is_active(self._inputs.emergency):
            raise BarrierRefusedError("the emergency stop is active")

    def _refuse_blocked_opening(self) -> None:
        if _is_active(self._inputs.blocked):
            raise BarrierRefusedError("the paired lane forbids opening")

    def _give_pulse(self, relay: DigitalOutputDevice) -> None:
        self._end_pulse()
        # The timer is started first: a relay must not be closed without what releases it.
        self._pulse = threading.Timer(self._settings.pulse_s, relay.off)
        self._pulse.daemon = True
        self._pulse.name = f"barrier-pulse-{relay.pin}"
        self._pulse.start()
        relay.on()

    def _end_pulse(self) -> None:
        """Release whatever a pulse still keeps closed."""
        pulse, self._pulse = self._pulse, None
        if pulse is None:
            return
        pulse.cancel()
        for relay in (self._open_relay, self._close_relay):
            if relay is not None:
                relay.off()
        pulse.join(1.0)

    def _stop_all(self) -> None:
        """Release every relay; also called by the emergency input, on the factory's thread."""
        with self._lock:
            self._end_pulse()
            self._held = False
            for relay in (self._open_relay, self._close_relay):
                if relay is not None:
                    relay.off()
        if _is_active(self._inputs.emergency):
            _log.warning("emergency stop: every relay is released")

    def _relay(self, pin: int) -> DigitalOutputDevice:
        relay = DigitalOutputDevice(
            pin,
            active_high=not self._settings.relay_active_low,
            initial_value=False,
            pin_factory=self._factory,
        )
        self._taken.append(relay)
        return relay

    def _input(self, pin: InputPin | None) -> DigitalInputDevice | None:
        if pin is None:
            return None
        device = DigitalInputDevice(
            pin.pin,
            pull_up=pin.active_low,
            bounce_time=_BOUNCE_S,
            pin_factory=self._factory,
        )
        self._taken.append(device)
        return device

    def _let_go(self) -> None:
        for device in self._taken:
            device.close()
        self._taken.clear()


def release_relays(settings: GpioBarrierSettings, pin_factory: Factory | None = None) -> None:
    """Release every relay after the process that held them has died.

    Raises:
        BarrierSetupError: a pin cannot be had, because the agent still lives.
    """
    GpioBarrier(settings, pin_factory).shut_down()


def _is_active(device: DigitalInputDevice | None) -> bool:
    return device is not None and bool(device.is_active)
