"""The word process: it takes requests from a unix socket, asks the model, and answers. It knows nothing else.

A unix socket, and no port: who may reach it is a matter of file permissions, in a folder or a volume that worker and
model share; no other container sees it, and nothing has to be encrypted or resolved.
"""

import asyncio
import signal
import socket
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass

import structlog
from pydantic import ValidationError

from reviewer.llm.asking import Model, NoAnswer, answer_to
from reviewer.llm.messages import REQUEST_LIMIT, Answered, Message, Refused, WordRequest, line_of
from reviewer.llm.prompts import render_prompt

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done at once, and for how long a client is listened to; times in seconds."""

    calls: int = 4
    clients: int = 64
    patience: float = 5.0


class WordProcess:
    """Serves clients side by side: one request each, at most `limits.calls` of them with the model at a time."""

    def __init__(self, model: Model, limits: Limits) -> None:
        self._model = model
        self._limits = limits
        self._calls = asyncio.Semaphore(limits.calls)
        self._clients: set[asyncio.Task[None]] = set()

    async def run(self, listening: socket.socket) -> None:
        """Serve until SIGTERM or SIGINT; who is being served then is let down, and asks again."""
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        server = await asyncio.start_unix_server(self._welcome, sock=listening, limit=REQUEST_LIMIT)
        log.info("word process started", model=self._model.name, calls=self._limits.calls)
        await stop.wait()
        server.close()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        log.info("word process stopped")

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise AssertionError("a client is served in a task of its own")
        self._clients.add(task)
        try:
            # A client that is gone, or never listens, is nobody's loss but its own.
            with suppress(ConnectionError, TimeoutError):
                answer = await self._serve(reader)
                if answer is not None:
                    writer.write(line_of(answer))
                    await asyncio.wait_for(writer.drain(), self._limits.patience)
        finally:
            self._clients.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader) -> Message | None:
        """Return what a client is answered, None when it is gone."""
        if len(self._clients) > self._limits.clients:
            return Refused(why="too many clients at a time")
        try:
            request = WordRequest.model_validate_json(await self._read(reader))
        except ValidationError as error:
            return Refused(why=f"the request does not fit its schema: {error.error_count()} mistakes")
        except ValueError:
            return Refused(why=f"the request is longer than {REQUEST_LIMIT} bytes")
        except TimeoutError:
            return Refused(why=f"the request did not come within {self._limits.patience:g} s")
        return await self._while_there(reader, self._answer(request))

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        return await asyncio.wait_for(reader.readline(), self._limits.patience)

    async def _while_there(
        self, reader: asyncio.StreamReader, answering: Coroutine[None, None, Message]
    ) -> Message | None:
        """Return the answer; once the client is gone, or says more, it is not waited for: a call costs money."""
        answer, gone = asyncio.create_task(answering), asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
            return answer.result() if answer.done() else None
        finally:
            for task in (answer, gone):
                task.cancel()
            await asyncio.gather(answer, gone, return_exceptions=True)

    async def _answer(self, request: WordRequest) -> Message:
        began = time.monotonic()
        prompt = render_prompt(request)
        try:
            # The limit holds for the wait for a free call as well.
            async with asyncio.timeout(request.limit), self._calls:
                answer: Answered | Refused = await answer_to(self._model, prompt)
        except NoAnswer as error:
            answer = Refused(why=str(error))
        except TimeoutError:
            answer = Refused(why=f"the model did not answer within {request.limit:g} s")
        except Exception as error:
            log.exception("bug", prompt=prompt.digest[:8])
            answer = Refused(why=f"a bug, see the log of the word process: {type(error).__name__}")
        _log(prompt.digest, answer, time.monotonic() - began)
        return answer


def _log(prompt: str, answer: Answered | Refused, seconds: float) -> None:
    """Log an answer: how it went and what it cost, none of its words."""
    told = {"prompt": prompt[:8], "seconds": round(seconds, 3)}
    if isinstance(answer, Refused):
        log.warning("not answered", why=answer.why, **told)
    else:
        log.info("answered", read=answer.tokens_read, written=answer.tokens_written, **told)
