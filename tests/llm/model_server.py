"""An OpenAI-compatible server on loopback that answers as a test tells it to: well, slowly, brokenly, with malice."""

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One answer of the server; `content` is what the model "wrote", `body` replaces the whole of it."""

    content: str | None = ""
    status: int = 200
    delay: float = 0.0
    finish: str | None = "stop"
    body: bytes | None = None
    usage: bool = True
    cut: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


def said(*sentences: tuple[str, list[str]]) -> Reply:
    """A model that answers in the schema: (text, unit ids) each."""
    return Reply(json.dumps({"sentences": [{"text": text, "units": units} for text, units in sentences]}))


@dataclass
class ModelServer:
    """The running server; it gives `reply` until told otherwise, and keeps what it was asked."""

    url: str = ""
    reply: Reply = field(default_factory=Reply)
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    keys: list[str] = field(default_factory=list[str])
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    hurry: threading.Event = field(default_factory=threading.Event)

    def forget(self) -> None:
        """Forget what it was asked; what it was still slow about is answered now."""
        self.hurry.set()
        while self.at_once:
            time.sleep(0.01)
        self.hurry = threading.Event()
        self.asked.clear()
        self.keys.clear()
        self.most_at_once = self.at_once

    @contextmanager
    def counted(self) -> Generator[None]:
        """Count one more question that is being answered."""
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            with self.lock:
                self.at_once -= 1

    @property
    def last_user(self) -> str:
        """The user's part of the newest prompt."""
        return str(self.asked[-1]["messages"][1]["content"])


@contextmanager
def model_server(reply: Reply | None = None) -> Generator[ModelServer]:
    """Run a server until the block ends."""
    state = ModelServer(reply=reply or Reply())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            state.keys.append(self.headers.get("Authorization", ""))
            with state.counted(), suppress(ConnectionError):
                self.give(state.reply)

        def give(self, reply: Reply) -> None:
            state.hurry.wait(reply.delay)
            body = reply.body if reply.body is not None else json.dumps(_completion(reply)).encode()
            self.send_response(reply.status)
            for name, value in (*reply.headers, ("Content-Type", "application/json"), ("Content-Length", len(body))):
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(body if reply.cut is None else body[: reply.cut])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _completion(reply: Reply) -> dict[str, Any]:
    if reply.status >= 400:
        return {"error": {"message": f"no: {reply.content}", "type": "error", "code": reply.status}}
    choice = {"index": 0, "finish_reason": reply.finish, "message": {"role": "assistant", "content": reply.content}}
    found: dict[str, Any] = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    if reply.usage:
        found["usage"] = {"prompt_tokens": 321, "completion_tokens": 45, "total_tokens": 366}
    return found
