"""A real git server on loopback for tests: `git http-backend` behind a token, counting what it is asked."""

import subprocess
import threading
from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from git_making import ENVIRONMENT, GIT


@dataclass
class GitServer:
    """Repositories of a folder over smart HTTP.

    `posts` are the services that were asked for; `answer` is a status to fail with.
    """

    root: Path
    token: str
    url: str = ""
    posts: list[str] = field(default_factory=list[str])
    answer: int | None = None

    def is_welcome(self, authorization: str | None) -> bool:
        return authorization == "Basic " + b64encode(f"x-access-token:{self.token}".encode()).decode()


class _Server(ThreadingHTTPServer):
    shared: GitServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride] - the only server it is given to

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self.server.shared.posts.append(self.path.rsplit("/", 1)[-1])
        self._serve(self._body())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class gives it
        """Say nothing."""

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = bytearray()
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return bytes(body)

    def _serve(self, body: bytes) -> None:
        shared = self.server.shared
        if shared.answer is not None:
            self.send_error(shared.answer)
        elif not shared.is_welcome(self.headers.get("Authorization")):
            self._reply(401, [("WWW-Authenticate", "Basic")], b"")
        else:
            self._run_backend(shared.root, body)

    def _run_backend(self, root: Path, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        environment = ENVIRONMENT | {
            "GIT_PROJECT_ROOT": str(root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_ADDR": "127.0.0.1",
        }
        done = subprocess.run(  # noqa: S603 - our own arguments
            [GIT, "http-backend"], input=body, capture_output=True, check=False, env=environment
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = [(name, value) for name, _, value in (line.partition(": ") for line in head.decode().split("\r\n"))]
        status = dict(fields).pop("Status", "200 OK")
        self._reply(int(status.split()[0]), [field for field in fields if field[0] != "Status"], content)

    def _reply(self, status: int, fields: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(root: Path, token: str) -> Generator[GitServer]:
    http = _Server(("127.0.0.1", 0), _Handler)
    http.shared = GitServer(root, token, f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield http.shared
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
