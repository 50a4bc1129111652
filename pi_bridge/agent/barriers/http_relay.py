"""A network relay that HTTP requests move."""

from __future__ import annotations

import requests

from pi_bridge.agent.relay import BarrierFailedError, BarrierRefusedError
from pi_bridge.agent.settings import HttpBarrierSettings, RelayRequest
from pi_bridge.client.address import Address
from pi_bridge.client.transport import fault_words, open_session
from pi_bridge.wire import BarrierPosition

_NEVER_SENT = frozenset({"refuses the connection", "host name is not known", "does not answer"})


class HttpBarrier:
    """Sends the configured request for each action, once and with a time-out.

    Such a relay has no position switch that it would tell us of, so the position is unknown.
    """

    def __init__(self, settings: HttpBarrierSettings) -> None:
        self._settings = settings

    def open(self) -> None:
        """Send the opening request.

        Raises:
            BarrierRefusedError: it never got there, or the relay refused it.
            BarrierFailedError: it may have got there.
        """
        self._send(self._settings.open)

    def hold(self) -> None:
        self._send(self._settings.hold)

    def close(self) -> None:
        self._send(self._settings.close)

    def position(self) -> BarrierPosition:
        return BarrierPosition.UNKNOWN

    def shut_down(self) -> None:
        """Nothing is held."""

    def _send(self, request: RelayRequest | None) -> None:
        if request is None:
            raise BarrierRefusedError("this relay is not configured to do that")
        address = Address.parse(request.url)
        with open_session() as session:
            try:
                response = session.request(
                    request.method,
                    address.url,
                    data=request.body or None,
                    auth=address.credentials,
                    allow_redirects=False,
                    timeout=self._settings.timeout_s,
                    stream=True,
                )
            except requests.RequestException as error:
                words = f"relay {fault_words(error)}"
                if words.removeprefix("relay ") in _NEVER_SENT:
                    raise BarrierRefusedError(words) from error
                raise BarrierFailedError(words) from error
            with response:
                if response.status_code >= 500:
                    raise BarrierFailedError(f"relay answers with {response.status_code}")
                if response.status_code >= 300:
                    raise BarrierRefusedError(f"relay answers with {response.status_code}")
