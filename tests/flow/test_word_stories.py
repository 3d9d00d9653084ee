"""Words of a model on a pull request, told as stories: the App, a word process of its own, a model of any temper."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from contract.openapi import Contract
from flow.stage import Scene, Stage, start_app, wait_until
from llm.model_server import ModelServer, Reply, model_server, said
from llm.word_process import Word, settings, word_process

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.server import start_sandbox

pytestmark = pytest.mark.timeout(180)
MODEL_LIMIT = 60.0
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
        start_app(sandbox, folder, REVIEWER_MODEL_SOCKET=socket, REVIEWER_MODEL_LIMIT=str(MODEL_LIMIT)) as running,
    ):
        yield running


@pytest.fixture
def worded(worded_stage: Stage, model: ModelServer, judge: Contract | str, tmp_path: Path) -> Iterator[Scene]:
    if isinstance(judge, Contract):
        judge.begin()
    # What is still asked for an earlier story is answered now.
    model.reply = Reply("{}")
    model.forget()
    yield worded_stage.scene(tmp_path)
    if isinstance(judge, Contract) and (broken := judge.verdict()):
        pytest.fail(f"GitHub's own description was broken:\n{broken}")


@dataclass
class WordKeeper:
    """The word process that the App asks: one serves all stories that do not kill it, for it takes seconds to load."""

    folder: Path
    model: ModelServer
    stack: ExitStack = field(default_factory=ExitStack)
    running: Word | None = None

    def up(self) -> Word:
        """Return the process, started if it is down."""
        if self.running is None:
            self.running = self.stack.enter_context(word_process(self.folder, settings(self.folder, self.model.url)))
        return self.running

    def down(self) -> None:
        """Kill the process if it is up."""
        if self.running is not None:
            self.running.process.kill()
        self.stack.close()
        self.running = None


@pytest.fixture(scope="module")
def words(worded_stage: Stage, model: ModelServer) -> Iterator[WordKeeper]:
    # Where the App looks for the socket.
    keeper = WordKeeper(worded_stage.data.parent, model)
    yield keeper
    keeper.down()


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
    worded: Scene, words: WordKeeper, model: ModelServer
) -> None:
    words.up()
    model.reply = Reply(said((WORDS, ["U1"])).content, delay=3.0)
    pull = open_pull(worded)
    first, _ = worded.wait_for_review(pull)
    assert "No model yet" in first.body
    identity = first.id
    wait_until(lambda: WORDS in card(worded, pull), "the words are there")
    (comment,) = worded.sticky(pull)
    assert comment.id == identity
    assert "1 of 1 unit needs you" in comment.body
    assert len(pull.check_runs()) == 1


def test_a_slow_model_holds_up_no_other_review(worded: Scene, words: WordKeeper, model: ModelServer) -> None:
    words.up()
    model.reply = Reply("{}", delay=MODEL_LIMIT)
    worded.wait_for_review(open_pull(worded))
    wait_until(lambda: model.asked, "the model is being asked")
    for number in range(3):
        worded.branch(f"more{number}", total(f"FACTOR_{number}"))
        worded.wait_for_review(worded.open(f"More {number}", head=f"more{number}"))
    assert (len(model.asked), model.at_once) == (1, 1), "it is still busy with the first question"


def test_a_pushed_head_never_shows_words_about_the_one_before(
    worded: Scene, words: WordKeeper, model: ModelServer
) -> None:
    words.up()
    model.reply = said((WORDS, ["U1"]))
    pull = open_pull(worded)
    wait_until(lambda: worded.sticky(pull) and WORDS in card(worded, pull), "the words are there")
    worded.clone.commit("More", {"more.py": f"def more(self):\n    return {total('MORE')}\n"})
    model.reply = said(("The function more is new.", ["U2"]))
    worded.push("feature")
    worded.wait_for_review(pull)
    wait_until(lambda: "The function more is new." in card(worded, pull), "the new words are there")
    assert WORDS not in card(worded, pull)


def test_the_apps_own_processes_never_load_the_models_library(worded_stage: Stage, words: WordKeeper) -> None:
    assert has_loaded(words.up().process.pid, "litellm/", "tiktoken/")
    family = family_of(worded_stage.process.pid)
    assert len(family) >= 2
    assert not [process for process in family if has_loaded(process, "litellm/", "tiktoken/")]


def test_a_process_that_comes_back_gives_the_words_that_were_missing(
    worded: Scene, words: WordKeeper, model: ModelServer
) -> None:
    words.up()
    model.reply = Reply(said((WORDS, ["U1"])).content, delay=MODEL_LIMIT)
    pull = open_pull(worded)
    wait_until(lambda: model.asked, "the model is being asked")
    words.down()
    model.reply = said((WORDS, ["U1"]))
    words.up()
    wait_until(lambda: WORDS in card(worded, pull), "the words are there")


def test_with_the_word_process_killed_the_card_is_complete_and_says_so(worded: Scene, words: WordKeeper) -> None:
    words.down()
    pull = open_pull(worded)
    first, run = worded.wait_for_review(pull)
    assert "1 of 1 unit needs you" in first.body
    assert run.conclusion == "neutral"
    wait_until(lambda: "No model: its process did not answer." in card(worded, pull), "the card says so")


def has_loaded(process: int, *libraries: str) -> bool:
    """Return whether a process has mapped a file of one of these libraries; one that has ended meanwhile has not."""
    try:
        mapped = Path(f"/proc/{process}/maps").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return any(f"site-packages/{library}" in mapped for library in libraries)


def family_of(process: int) -> list[int]:
    """Return a process and those it started, and those they started."""
    children = [
        int(each) for found in Path(f"/proc/{process}/task").glob("*/children") for each in found.read_text().split()
    ]
    return [process, *(pid for child in children for pid in family_of(child))]
