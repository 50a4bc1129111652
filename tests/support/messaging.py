"""An HTTP server on loopback that stands in for the one of Firebase Cloud Messaging."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class MessagingServer:
    """Keeps what was sent; ``answers`` gives status and error code of a telephone."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answers: dict[str, tuple[int, str]] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                message = json.loads(self.rfile.read(length))["message"]
                status, code = outer.answers.get(message["fid"], (200, ""))
                if status == 200:
                    outer.sent.append(message)
                body = outer.body(status, code)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="messaging")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1/projects/{{0}}/messages:send"

    @staticmethod
    def body(status: int, code: str) -> bytes:
        if status == 200:
            return json.dumps({"name": "projects/demo/messages/1"}).encode()
        details = [
            {
                "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError",
                "errorCode": code,
            }
        ]
        error = {"code": status, "status": code, "message": f"said {code}", "details": details}
        return json.dumps({"error": error}).encode()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def messaging_server() -> Iterator[MessagingServer]:
    server = MessagingServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
