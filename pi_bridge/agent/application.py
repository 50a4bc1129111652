"""An agent from its settings: what is chosen, how it runs, and how it ends."""

from __future__ import annotations

import functools
import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pi_bridge.agent.advertising import advertised
from pi_bridge.agent.barriers.gpio import GpioBarrier, release_relays
from pi_bridge.agent.barriers.http_relay import HttpBarrier
from pi_bridge.agent.barriers.mqtt import MqttBarrier
from pi_bridge.agent.barriers.taken_pins import forget_relays, note_relays, noted_relays
from pi_bridge.agent.identity import AgentIdentity, load_identity
from pi_bridge.agent.machine import read_machine_health
from pi_bridge.agent.pairing import KeyStore, PairingDesk
from pi_bridge.agent.relay import Barrier
from pi_bridge.agent.server import AgentServer, ServerSettings, Trust
from pi_bridge.agent.service import ServiceNotifier
from pi_bridge.agent.settings import (
    AgentSettings,
    GpioBarrierSettings,
    HttpBarrierSettings,
    MqttBarrierSettings,
    SimulatedBarrierSettings,
)
from pi_bridge.agent.sources.opening import open_source
from pi_bridge.simulator.barrier import SimulatedBarrier

_log = logging.getLogger("bridge")

HANG_LIMIT_S = 20.0
"""A driver or a server that has not come back for this long takes the process with it.

A thread stuck in a driver cannot be ended; systemd starts the agent anew within seconds.
"""


def give_pairing_code(settings: AgentSettings) -> str:
    """Return a new one-time code for a booth.

    Raises:
        IdentityError: the state folder cannot be used.
    """
    identity = load_identity(settings.state_folder, settings.lane_id)
    return _pairing_desk(settings, identity, KeyStore(settings.state_folder)).give_code()


def forget_booths(settings: AgentSettings) -> None:
    """Let nobody in any more; an agent that runs notices."""
    KeyStore(settings.state_folder).clear()


@contextmanager
def running_agent(settings: AgentSettings) -> Iterator[AgentServer]:
    """Run the agent that ``settings`` describe, with everything around it.

    Raises:
        BridgeError: camera, barrier, keys or address cannot be used; the message says which.
    """
    boom = SimulatedBarrier()
    identity = load_identity(settings.state_folder, settings.lane_id)
    keys = KeyStore(settings.state_folder)
    source = open_source(settings, boom)
    server = AgentServer(
        settings.lane_id,
        source,
        _open_barrier(settings, boom),
        settings=ServerSettings(settings.host, settings.port, settings.stream, settings.motion),
        trust=Trust(keys, _pairing_desk(settings, identity, keys), identity),
        read_machine=functools.partial(read_machine_health, settings.state_folder),
    )
    with ExitStack() as stack:
        stack.enter_context(server)
        if settings.advertised:
            stack.enter_context(advertised(settings.lane_id, server.url))
        yield server


def run_agent(settings: AgentSettings, stopping: threading.Event) -> int:
    """Run until ``stopping`` is set; 1 when the camera's driver hangs for good.

    Raises:
        BridgeError: camera, barrier, keys or address cannot be used; the message says which.
    """
    notifier = ServiceNotifier()
    with running_agent(settings) as server:
        _log.info("%s: serves at %s", settings.lane_id, server.url)
        notifier.ready()
        while not stopping.wait(notifier.interval_s):
            if server.hangs_since_s() > HANG_LIMIT_S:
                _log.error("%s: a driver or the server hangs; starting anew", settings.lane_id)
                return 1
            notifier.alive()
        notifier.stopping()
    return 0


def release_barrier(state_folder: Path, settings: AgentSettings | None) -> None:
    """Release the relays that a dead agent may have left closed; nothing for other drives.

    Those that it noted count; ``settings``, None where they cannot be read, stand in for the note.

    Raises:
        BarrierSetupError: the pins cannot be had.
    """
    relays = noted_relays(state_folder)
    if (
        relays is None
        and settings is not None
        and isinstance(settings.barrier, GpioBarrierSettings)
    ):
        relays = settings.barrier
    if relays is not None:
        release_relays(relays)


def _pairing_desk(settings: AgentSettings, identity: AgentIdentity, keys: KeyStore) -> PairingDesk:
    return PairingDesk(settings.state_folder, settings.lane_id, identity.fingerprint, keys)


def _open_barrier(settings: AgentSettings, boom: SimulatedBarrier) -> Barrier | None:
    forget_relays(settings.state_folder)
    match settings.barrier:
        case GpioBarrierSettings() as gpio:
            note_relays(settings.state_folder, gpio)
            return GpioBarrier(gpio)
        case HttpBarrierSettings() as relay:
            return HttpBarrier(relay)
        case MqttBarrierSettings() as broker:
            return MqttBarrier(settings.lane_id, broker)
        case SimulatedBarrierSettings():
            return boom
        case None:
            return None
