"""An HTTP server on loopback that speaks what the console needs of Cloud Storage's JSON API.

Uploads of one request and deletions, as google-cloud-storage sends them to the address in
STORAGE_EMULATOR_HOST. Source: https://cloud.google.com/storage/docs/json_api/v1/objects
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

UPLOAD = "/upload/storage/v1/b/"
OBJECTS = "/storage/v1/b/"


class StorageServer:
    """Keeps objects by name; ``failures`` are the statuses of the next answers, 0: none at all.

    What fails with 503 or without an answer was done all the same, as a network does it that
    dies at the wrong moment.
    """

    def __init__(self, bucket: str) -> None:
        self.bucket = bucket
        self.objects: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.failures: list[int] = []
        self.requests: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._answer(*outer.upload(self.path, self.headers["Content-Type"], body))

            def do_DELETE(self) -> None:
                self._answer(*outer.delete(self.path))

            def _answer(self, status: int, found: dict[str, Any]) -> None:
                outer.requests.append((self.command, self.path))
                if outer.failures:
                    status = outer.failures.pop(0)
                    found = {"error": {"code": status, "message": f"said {status}"}}
                if status == 0:
                    self.close_connection = True
                    return
                body = json.dumps(found).encode() if status != 204 else b""
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="storage")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def upload(self, path: str, content_type: str, body: bytes) -> tuple[int, dict[str, Any]]:
        parts = urlsplit(path)
        asked = parse_qs(parts.query)
        if parts.path != f"{UPLOAD}{self.bucket}/o" or asked["uploadType"] != ["multipart"]:
            return self._missing()
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        about, contents = BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
        name = json.loads(about.get_content())["name"]
        if asked.get("ifGenerationMatch") == ["0"] and name in self.objects:
            return 412, {"error": {"code": 412, "message": "conditionNotMet"}}
        self.objects[name] = contents.get_content()
        self.types[name] = contents.get_content_type()
        return 200, {"name": name, "bucket": self.bucket, "generation": "1"}

    def delete(self, path: str) -> tuple[int, dict[str, Any]]:
        name = unquote(urlsplit(path).path.removeprefix(f"{OBJECTS}{self.bucket}/o/"))
        return (204, {}) if self.objects.pop(name, None) is not None else self._missing()

    @staticmethod
    def _missing() -> tuple[int, dict[str, Any]]:
        return 404, {"error": {"code": 404, "message": "Not Found"}}

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def storage_server(bucket: str) -> Iterator[StorageServer]:
    server = StorageServer(bucket)
    server.start()
    try:
        yield server
    finally:
        server.stop()
