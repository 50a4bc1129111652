"""A barrier behind an MQTT broker, for sites that have one."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from pi_bridge.agent.relay import BarrierFailedError, BarrierRefusedError
from pi_bridge.agent.settings import MqttBarrierSettings
from pi_bridge.errors import BarrierSetupError
from pi_bridge.wire import BarrierPosition

_log = logging.getLogger("bridge")

ONLINE, OFFLINE = "online", "offline"

_KEEPALIVE_S = 5
_SENT_WITHIN_S = 1.0
_COMMAND_LIFE_S = 2
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1, 30


class MqttBarrier:
    """Publishes commands, and follows what the barrier's controller says of itself.

    Below the topic there are ``command`` (ours: ``{"action": "open"}``, not retained), ``agent``
    (ours: ``online``, or ``offline`` as our Last Will), ``position`` (the controller's: open,
    closed, moving) and ``status`` (the controller's: ``online``, ``offline``). A command is sent
    at most once, never queued for a broker that is away, and expires at the broker after two
    seconds, so that none arrives late. A controller that is not online gets none.
    """

    def __init__(self, lane_id: str, settings: MqttBarrierSettings) -> None:
        """Prepare and begin to connect; a broker that is away is asked again by and by.

        Raises:
            BarrierSetupError: the password file cannot be read.
        """
        self._topic = settings.topic
        self._lock = threading.Lock()
        self._position = BarrierPosition.UNKNOWN
        self._controller_online = False
        client = Client(
            CallbackAPIVersion.VERSION2, client_id=f"gatehouse-{lane_id}", protocol=MQTTv5
        )
        if settings.user:
            client.username_pw_set(settings.user, _password(settings))
        if settings.tls:
            client.tls_set()
        client.will_set(f"{self._topic}/agent", OFFLINE, qos=1, retain=True)
        client.reconnect_delay_set(_FIRST_WAIT_S, _LONGEST_WAIT_S)
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_message = self._came
        self._client = client
        client.connect_async(settings.host, settings.port, keepalive=_KEEPALIVE_S)
        client.loop_start()

    def open(self) -> None:
        """Publish the opening command.

        Raises:
            BarrierRefusedError: broker or controller is away.
            BarrierFailedError: whether it was sent is not known.
        """
        self._publish("open")

    def hold(self) -> None:
        self._publish("hold")

    def close(self) -> None:
        self._publish("close")

    def position(self) -> BarrierPosition:
        """Return what the controller said last; unknown while it or the broker is away."""
        with self._lock:
            return self._position if self._controller_online else BarrierPosition.UNKNOWN

    def shut_down(self) -> None:
        """Say goodbye and disconnect."""
        if self._client.is_connected():
            self._client.publish(f"{self._topic}/agent", OFFLINE, qos=0, retain=True)
        self._client.disconnect()
        self._client.loop_stop()

    def _publish(self, action: str) -> None:
        if not self._client.is_connected():
            raise BarrierRefusedError("the MQTT broker is away")
        with self._lock:
            if not self._controller_online:
                raise BarrierRefusedError("the barrier's controller is not online")
        life = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
        life.MessageExpiryInterval = _COMMAND_LIFE_S
        sent = self._client.publish(
            f"{self._topic}/command", json.dumps({"action": action}), qos=0, properties=life
        )
        try:
            sent.wait_for_publish(_SENT_WITHIN_S)
        except (RuntimeError, ValueError) as error:
            raise BarrierRefusedError(f"the MQTT broker did not take it: {error}") from error
        if not sent.is_published():
            raise BarrierFailedError("the MQTT broker does not take the command")

    def _connected(self, client: Client, _userdata: Any, _flags: Any, reason: Any, _: Any) -> None:
        if reason.is_failure:
            _log.warning("MQTT broker refuses us: %s", reason)
            return
        _log.info("MQTT broker is there")
        client.subscribe([(f"{self._topic}/position", 1), (f"{self._topic}/status", 1)])
        client.publish(f"{self._topic}/agent", ONLINE, qos=1, retain=True)

    def _disconnected(
        self, _client: Client, _userdata: Any, _flags: Any, reason: Any, _: Any
    ) -> None:
        with self._lock:
            self._controller_online = False
        _log.info("MQTT broker is away: %s", reason)

    def _came(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        text = message.payload[:40].decode("ascii", "replace").strip().lower()
        with self._lock:
            if message.topic == f"{self._topic}/status":
                self._controller_online = text == ONLINE
            elif message.topic == f"{self._topic}/position":
                self._position = _POSITIONS.get(text, BarrierPosition.UNKNOWN)


_POSITIONS = {position.value: position for position in BarrierPosition}


def _password(settings: MqttBarrierSettings) -> str | None:
    if settings.password_file is None:
        return None
    try:
        return settings.password_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BarrierSetupError(
            f"{settings.password_file}: cannot be read: {error.strerror}"
        ) from error
