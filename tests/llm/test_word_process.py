"""The word process, run as operators run it: real LiteLLM, real HTTP, and a model of every temper."""

import json
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from llm.asking import exchange, request
from llm.model_server import ModelServer, Reply, said
from llm.word_process import KEY, Word

from reviewer.errors import TryAgain
from reviewer.llm.client import ask
from reviewer.llm.messages import REQUEST_LIMIT, Answered, Refused, line_of
from reviewer.llm.prompts import render_prompt

pytestmark = pytest.mark.timeout(120)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20.0
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def refusal(word: Word, limit: float = 10.0) -> str:
    answer = ask(word.socket, request(limit))
    assert isinstance(answer, Refused)
    return answer.why


def test_a_question_is_answered_with_the_model_and_what_it_cost(word: Word) -> None:
    answer = ask(word.socket, request())
    assert isinstance(answer, Answered)
    assert [(each.text, each.units) for each in answer.said.sentences] == [("The method takes a factor.", ("U1",))]
    assert (answer.model, answer.tokens_read, answer.tokens_written) == ("openai/scripted", 321, 45)


def test_the_answer_names_the_prompt_it_was_given_to(word: Word) -> None:
    answer = ask(word.socket, request())
    assert isinstance(answer, Answered)
    assert answer.prompt == render_prompt(request()).digest


def test_the_model_is_asked_once_with_the_prompt_the_schema_and_its_key(word: Word, server: ModelServer) -> None:
    ask(word.socket, request())
    (asked,) = server.asked
    prompt = render_prompt(request())
    assert [each["content"] for each in asked["messages"]] == [prompt.system, prompt.user]
    assert asked["response_format"]["json_schema"] == {"name": "summary", "schema": prompt.schema, "strict": True}
    assert server.keys == [f"Bearer {KEY}"]


def test_a_server_that_does_not_count_tokens_is_not_said_to_have_counted_none(word: Word, server: ModelServer) -> None:
    server.reply = Reply(said(("It is so.", ["U1"])).content, usage=False)
    answer = ask(word.socket, request())
    assert isinstance(answer, Answered)
    assert answer.tokens_read is None


BROKEN = {
    "prose": (Reply("I think this looks good to me!"), "does not fit its schema"),
    "fenced": (Reply('```json\n{"sentences": []}\n```'), "does not fit its schema"),
    "another shape": (Reply('{"verdict": "approve"}'), "does not fit its schema"),
    "more than asked": (Reply('{"sentences": [], "approve": true}'), "does not fit its schema"),
    "no unit cited": (said(("It is so.", [])), "does not fit its schema"),
    "an id that is none": (said(("It is so.", ["U1; DROP"])), "does not fit its schema"),
    "too long a sentence": (said(("x" * 301, ["U1"])), "does not fit its schema"),
    "too many sentences": (said(*[("It is so.", ["U1"])] * 9), "does not fit its schema"),
    "a megabyte": (Reply("a" * 1_000_000), "does not fit its schema"),
    "cut short": (Reply('{"sentences": [', finish="length"), "stopped early (length)"),
    "filtered": (Reply("", finish="content_filter"), "stopped early (content_filter)"),
    "nothing": (Reply(None), "answered nothing"),
    "not OpenAI's": (Reply(body=b'{"hello": 1}'), "the model's server failed"),
    "not JSON": (Reply(body=b"<html>"), "the model's server failed"),
    "hangs up": (Reply("{}", cut=10), "the model's server failed"),
    "limited": (Reply("", status=429, headers=(("Retry-After", "1"),)), "RateLimitError (429)"),
    "down": (Reply("", status=503), "(503)"),
    "key refused": (Reply(KEY, status=401), "AuthenticationError (401)"),
}


@pytest.mark.parametrize("temper", BROKEN)
def test_a_model_without_a_usable_answer_is_a_refusal_that_says_why(
    word: Word, server: ModelServer, temper: str
) -> None:
    server.reply, why = BROKEN[temper]
    assert why in refusal(word)


@pytest.mark.parametrize("temper", ["limited", "down", "hangs up", "prose"])
def test_a_model_that_fails_is_not_asked_again_by_the_process(word: Word, server: ModelServer, temper: str) -> None:
    server.reply = BROKEN[temper][0]
    refusal(word)
    assert len(server.asked) == 1


def test_a_slow_model_is_waited_for_as_long_as_was_asked_and_no_longer(word: Word, server: ModelServer) -> None:
    server.reply = Reply("{}", delay=4.0)
    began = time.monotonic()
    assert refusal(word, limit=0.5) == "the model did not answer within 0.5 s"
    assert time.monotonic() - began < 3.0


def test_only_so_many_questions_are_with_the_model_at_a_time(word: Word, server: ModelServer) -> None:
    server.reply = Reply(said(("It is so.", ["U1"])).content, delay=0.5)
    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(ask, word.socket, request()) for _ in range(5)]
    assert {each.result().kind for each in asked} == {"answer"}
    assert server.most_at_once == 2


def test_the_wait_for_a_free_call_counts(word: Word, server: ModelServer) -> None:
    server.reply = Reply(said(("It is so.", ["U1"])).content, delay=3.0)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask, word.socket, request()) for _ in range(2)]
        wait_until(lambda: len(server.asked) == 2)
        assert refusal(word, limit=0.5) == "the model did not answer within 0.5 s"
        assert len(server.asked) == 2
    assert {each.result().kind for each in asked} == {"answer"}


def test_a_client_that_vanishes_frees_the_model_for_others(word: Word, server: ModelServer) -> None:
    server.reply = Reply("{}", delay=8.0)
    for asked in range(2):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(word.socket))
            connection.sendall(line_of(request(limit=60)))
            wait_until(lambda count=asked: len(server.asked) > count)
    server.reply = said(("It is so.", ["U1"]))
    assert isinstance(ask(word.socket, request(limit=5)), Answered)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"hello\n", "does not fit its schema"),
        (b"\n", "does not fit its schema"),
        (b"\xff\xfe\x00\n", "does not fit its schema"),
        (b"[" * 100_000 + b"\n", "does not fit its schema"),
        (b'{"task": "summary", "limit": 5, "units": []}\n', "does not fit its schema"),
        (b'{"task": "../../etc", "limit": 5}\n', "does not fit its schema"),
        (b"a" * (REQUEST_LIMIT + 10) + b"\n", "longer than"),
    ],
)
def test_a_malformed_request_is_refused_and_the_next_one_served(word: Word, sent: bytes, why: str) -> None:
    assert why in exchange(word.socket, sent)["why"]
    assert isinstance(ask(word.socket, request()), Answered)


def test_a_client_that_dawdles_holds_up_nobody_and_is_sent_away(word: Word) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as slow:
        slow.connect(str(word.socket))
        slow.sendall(b'{"task"')
        assert isinstance(ask(word.socket, request()), Answered)
        slow.settimeout(20.0)
        assert json.loads(slow.recv(4096))["why"] == "the request did not come within 5 s"


def test_what_is_logged_holds_no_key_no_prompt_and_no_answer(word: Word, server: ModelServer) -> None:
    server.reply = Reply(f"secret-answer {KEY}")
    refusal(word)
    server.reply = Reply(KEY, status=401)
    refusal(word)
    log = word.log.read_text()
    assert "not answered" in log
    assert not any(words in log for words in (KEY, "secret-answer", "VAT_FACTOR", "Prices are shown"))


def test_a_process_that_is_away_is_asked_again_later(word: Word) -> None:
    with pytest.raises(TryAgain, match=r"away.*Start `reviewer word`"):
        ask(word.socket.parent / "nobody.sock", request())


def test_whoever_answers_something_else_is_not_believed(word: Word) -> None:
    path = word.socket.parent / "impostor.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as impostor, ThreadPoolExecutor(1) as pool:
        impostor.bind(str(path))
        impostor.listen()
        asked = pool.submit(ask, path, request())
        connection, _ = impostor.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b'{"kind": "answer", "said": "LGTM"}\n')
        with pytest.raises(TryAgain, match="run the same version"):
            asked.result()
