"""The `Wordsmith` port: a review in, sentences that were checked out, or why there are none."""

from pathlib import Path

import structlog

from reviewer.errors import TryAgain
from reviewer.llm.client import ask
from reviewer.llm.grounding import ground
from reviewer.llm.messages import Answered, WordRequest
from reviewer.llm.prompts import render_prompt
from reviewer.llm.request import request_of
from reviewer.model.ids import UnitId
from reviewer.model.review import Review
from reviewer.model.wording import Sent, Silence, Tokens, Wording

log = structlog.get_logger()


class SocketWordsmith:
    """Asks the word process that listens on a unix socket; an answer is waited for `limit` seconds."""

    def __init__(self, socket: Path, limit: float) -> None:
        self._socket = socket
        self._limit = limit

    def expect(self, review: Review) -> Wording | None:
        """Return the wording that is still awaited: about which head, from which prompt; None with nothing to ask."""
        request = request_of(review, self._limit)
        return None if request is None else _awaited(review, request)

    def word(self, review: Review) -> Wording | None:
        """Return what a model says of the review, or a silent wording; None with nothing to ask. Raises nothing."""
        request = request_of(review, self._limit)
        if request is None:
            return None
        awaited = _awaited(review, request)
        try:
            answer = ask(self._socket, request)
        except TryAgain as error:
            return _silent(awaited, Silence.AWAY, str(error))
        if not isinstance(answer, Answered):
            return _silent(awaited, Silence.FAILED, answer.why)
        if answer.prompt != awaited.prompt:
            return _silent(awaited, Silence.FAILED, "the word process has other prompts: run the same version")
        return _worded(awaited, request, answer)


def _awaited(review: Review, request: WordRequest) -> Wording:
    if review.head is None:
        raise AssertionError("a review that is worded was made of a pull, which has a head")
    prompt = render_prompt(request)
    left = review.plan.needs_eyes - len(request.units)
    sent = Sent(tuple(UnitId(unit.id) for unit in request.units), prompt.size, left)
    return Wording(review.head, prompt.digest, sent, silence=Silence.AWAITED)


def _worded(awaited: Wording, request: WordRequest, answer: Answered) -> Wording:
    sentences = ground(answer.said, request)
    tokens = None
    if answer.tokens_read is not None and answer.tokens_written is not None:
        tokens = Tokens(answer.tokens_read, answer.tokens_written)
    dropped = len(answer.said.sentences) - len(sentences)
    return Wording(awaited.head, awaited.prompt, awaited.sent, answer.model, sentences, dropped, tokens)


def _silent(awaited: Wording, silence: Silence, why: str) -> Wording:
    log.warning("no words", silence=silence.value, prompt=awaited.prompt[:8], why=why)
    return Wording(awaited.head, awaited.prompt, awaited.sent, silence=silence)
