"""Words of a model on a pull request, told as stories: the App, a word process of its own, a model of any temper."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from contract.openapi import Contract
from flow.stage import Scene, Stage, start_app, wait_until
from llm.model_server import ModelServer, Reply, model_server, said
from llm.word_process import settings, word_process

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.server import start_sandbox

pytestmark = pytest.mark.timeout(180)
WORDS = "The method Cart.total now computes the sum another way."


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture(scope="module")
def worded_stage(tmp_path_factory: pytest.TempPathFactory, judge: Contract | str) -> Iterator[Stage]:
    """An App that is told of a word process; the process itself is each story's own."""
    folder = tmp_path_factory.mktemp("worded")
    observer = None if isinstance(judge, str) else judge
    socket = str(folder / "word.sock")
    with (
        start_sandbox(folder / "github", observer=observer) as sandbox,
        start_app(sandbox, folder, REVIEWER_MODEL_SOCKET=socket, REVIEWER_MODEL_LIMIT="20") as running,
    ):
        yield running


@pytest.fixture
def worded(worded_stage: Stage, model: ModelServer, judge: Contract | str, tmp_path: Path) -> Iterator[Scene]:
    if isinstance(judge, Contract):
        judge.begin()
    model.forget()
    yield worded_stage.scene(tmp_path)
    if isinstance(judge, Contract) and (broken := judge.verdict()):
        pytest.fail(f"GitHub's own description was broken:\n{broken}")


def home(stage: Stage) -> Path:
    """Where the App looks for the socket."""
    return stage.data.parent


def card(scene: Scene, pull: PullDesk) -> str:
    (comment,) = scene.sticky(pull)
    return comment.body


def open_pull(scene: Scene) -> PullDesk:
    scene.branch("feature", total("VAT"))
    return scene.open("Count the tax")


def total(variable: str) -> str:
    """A change that needs eyes: it reads a new environment variable."""
    return f'sum(self.prices) * float(__import__("os").environ["{variable}"])'


def test_the_comment_appears_without_words_and_then_has_them(
    worded: Scene, worded_stage: Stage, model: ModelServer
) -> None:
    model.reply = Reply(said((WORDS, ["U1"])).content, delay=3.0)
    with word_process(home(worded_stage), settings(home(worded_stage), model.url)):
        pull = open_pull(worded)
        first, _ = worded.wait_for_review(pull)
        assert "No model yet" in first.body
        identity = first.id
        wait_until(lambda: WORDS in card(worded, pull), "the words are there")
    (comment,) = worded.sticky(pull)
    assert comment.id == identity
    assert "1 of 1 unit needs you" in comment.body
    assert len(pull.check_runs()) == 1


def test_with_the_word_process_killed_the_card_is_complete_and_says_so(worded: Scene, worded_stage: Stage) -> None:
    pull = open_pull(worded)
    first, run = worded.wait_for_review(pull)
    assert "1 of 1 unit needs you" in first.body
    assert run.conclusion == "neutral"
    wait_until(lambda: "No model: its process did not answer." in card(worded, pull), "the card says so")


def test_a_process_that_comes_back_gives_the_words_that_were_missing(
    worded: Scene, worded_stage: Stage, model: ModelServer
) -> None:
    model.reply = Reply(said((WORDS, ["U1"])).content, delay=60.0)
    folder = home(worded_stage)
    with word_process(folder, settings(folder, model.url)) as running:
        pull = open_pull(worded)
        wait_until(lambda: model.asked, "the model is being asked")
        running.process.kill()
    model.reply = said((WORDS, ["U1"]))
    with word_process(folder, settings(folder, model.url)):
        wait_until(lambda: WORDS in card(worded, pull), "the words are there")


def test_a_slow_model_holds_up_no_other_review(worded: Scene, worded_stage: Stage, model: ModelServer) -> None:
    model.reply = Reply("{}", delay=12.0)
    with word_process(home(worded_stage), settings(home(worded_stage), model.url)):
        worded.wait_for_review(open_pull(worded))
        wait_until(lambda: model.asked, "the model is being asked")
        began = time.monotonic()
        for number in range(3):
            worded.branch(f"more{number}", total(f"FACTOR_{number}"))
            worded.wait_for_review(worded.open(f"More {number}", head=f"more{number}"))
        assert time.monotonic() - began < 10.0
        assert model.at_once == 1


def test_a_pushed_head_never_shows_words_about_the_one_before(
    worded: Scene, worded_stage: Stage, model: ModelServer
) -> None:
    model.reply = said((WORDS, ["U1"]))
    with word_process(home(worded_stage), settings(home(worded_stage), model.url)):
        pull = open_pull(worded)
        wait_until(lambda: worded.sticky(pull) and WORDS in card(worded, pull), "the words are there")
        worded.clone.commit("More", {"more.py": f"def more(self):\n    return {total('MORE')}\n"})
        model.reply = said(("The function more is new.", ["U2"]))
        worded.push("feature")
        worded.wait_for_review(pull)
        wait_until(lambda: "The function more is new." in card(worded, pull), "the new words are there")
    assert WORDS not in card(worded, pull)


def test_the_apps_own_processes_never_load_the_models_library(
    worded_stage: Stage, model: ModelServer, tmp_path: Path
) -> None:
    with word_process(tmp_path, settings(tmp_path, model.url)) as running:
        assert has_loaded(running.process.pid, "litellm/", "tiktoken/")
    family = family_of(worded_stage.process.pid)
    assert len(family) >= 2
    assert not [process for process in family if has_loaded(process, "litellm/", "tiktoken/")]


def has_loaded(process: int, *libraries: str) -> bool:
    """Return whether a process has mapped a file of one of these libraries."""
    mapped = Path(f"/proc/{process}/maps").read_text()
    return any(f"site-packages/{library}" in mapped for library in libraries)


def family_of(process: int) -> list[int]:
    """Return a process and those it started, and those they started."""
    children = [
        int(each) for found in Path(f"/proc/{process}/task").glob("*/children") for each in found.read_text().split()
    ]
    return [process, *(pid for child in children for pid in family_of(child))]
