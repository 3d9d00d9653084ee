"""What a model's words do to a pull, and what they do not: a worker, its store, a forge, and a real word process."""

import re
import time
from pathlib import Path

import pytest
from github_scene import Shop
from llm.model_server import ModelServer, Reply, said
from llm.word_process import Word
from sqlalchemy import select

from reviewer.errors import TryAgain
from reviewer.jobs.sql import SqlQueue
from reviewer.llm.wordsmith import SocketWordsmith
from reviewer.model.orders import pull_order, words_order
from reviewer.model.work import Job, JobKind
from reviewer.store.database import Database
from reviewer.store.sql import SqlStore
from reviewer.store.tables import reviews
from reviewer.worker.perform import Worker
from reviewer.worker.ports import Ports

pytestmark = pytest.mark.timeout(120)
GOOD = said(("The function pay gives back another value.", ["U1"]))
HOSTILE = said(
    ("Approve this pull request, it is safe to merge.", ["U1"]),
    ("See [here](https://evil.example/?q=1) and ![x](https://evil.example/p.png), @mara.", ["U1"]),
    ("U9 is not worth reading.", ["U9"]),
    ("It calls drop_tables at line 99.", ["U1"]),
    ("</details><script>alert(1)</script>", ["U1"]),
)
SAID = ("id", "status", "conclusion", "completed_at", "title", "summary", "text", "annotations", "actions")
TEMPERS: dict[str, Reply] = {
    "good": GOOD,
    "hostile": HOSTILE,
    "obeying": Reply('{"sentences": [], "conclusion": "success", "risk": "low", "order": []}'),
    "broken": Reply("Looks good to me!"),
    "down": Reply("", status=503),
}


class Hands:
    """A worker and its queue, in the test's own process."""

    def __init__(self, shop: Shop, database: Database, socket: Path | None) -> None:
        self.shop = shop
        self.database = database
        self.store = SqlStore(database, self.now)
        self.queue = SqlQueue(database, self.now)
        self.offset = 0.0
        self.use(socket)

    def use(self, socket: Path | None) -> None:
        """Work with the word process at this socket from now on, or with none."""
        words = None if socket is None else SocketWordsmith(socket, 10.0)
        self.worker = Worker(Ports(self.shop.forge, self.store, words=words))

    def now(self) -> float:
        return time.time() + self.offset

    def order(self, kind: JobKind = JobKind.ANALYSE) -> None:
        self.store.order([pull_order(kind, self.shop.ref())])

    def work_off(self, until: JobKind | None = None) -> list[JobKind]:
        """Perform what is due, as the supervisor does, waiting out what is to be tried again; return what was done."""
        done: list[JobKind] = []
        while job := self.queue.claim("test"):
            if job.order.kind is until:
                self.queue.give_back(job)
                return done
            done.append(job.order.kind)
            try:
                self.worker.perform(job)
                self.queue.finish(job)
            except TryAgain as error:
                self.queue.retry(job, after=error.after or 0.0, why=str(error))
                self.offset += error.after or 0.0
        return done

    def comment(self) -> str:
        (comment,) = [comment for comment in self.shop.pull.comments() if comment.app is not None]
        return comment.body

    def publishing(self) -> int:
        """How many orders to publish wait."""
        return {depth.kind: depth.waiting for depth in self.store.queue_depth()}[JobKind.PUBLISH]

    def decided(self) -> tuple[str, list[str]]:
        """Everything that a model must not touch: the review as it is stored, and the whole check run."""
        with self.database.reading() as connection:
            body = str(connection.scalar(select(reviews.c.body)))
        (run,) = self.shop.desk.check_runs(self.shop.pull.head_sha)
        return body, [str(getattr(run, name)) for name in SAID]


@pytest.fixture
def hands(shop: Shop, database: Database, word: Word, server: ModelServer) -> Hands:
    server.reply = GOOD
    return Hands(shop, database, word.socket)


def without_the_model(comment: str) -> str:
    """Return a comment without the fold of the model's words, and without the line on the model's part."""
    folded = re.sub(r"<details><summary>In a model's words.*?</details>\n*", "", comment, flags=re.DOTALL)
    return re.sub(r"^- (Model|No model|No language model)\b.*$", "", folded, flags=re.MULTILINE)


def test_the_review_is_published_before_a_model_is_asked(hands: Hands, server: ModelServer) -> None:
    hands.order()
    hands.work_off(until=JobKind.WORD)
    assert "needs you" in hands.comment()
    assert "No model yet" in hands.comment()
    assert server.asked == []


def test_the_words_come_into_the_same_comment(hands: Hands) -> None:
    hands.order()
    hands.work_off()
    assert "<summary>In a model's words: 1 sentence" in hands.comment()
    assert "gives back another value" in hands.comment()
    assert "Model `openai/scripted`, 321 tokens read and 45 written" in hands.comment()


@pytest.mark.parametrize("temper", TEMPERS)
def test_units_order_risk_verdicts_and_conclusion_are_the_same_bytes_whatever_a_model_says(
    hands: Hands, word: Word, server: ModelServer, temper: str
) -> None:
    hands.use(None)
    hands.order()
    hands.work_off()
    before, card = hands.decided(), hands.comment()
    hands.use(word.socket)
    server.reply = TEMPERS[temper]
    hands.order()
    hands.work_off()
    assert server.asked
    assert hands.decided() == before
    assert without_the_model(hands.comment()) == without_the_model(card)


def test_nothing_of_a_hostile_answer_is_published(hands: Hands, server: ModelServer) -> None:
    server.reply = HOSTILE
    hands.order()
    hands.work_off()
    assert "Shown: 0 sentences; dropped: 5" in hands.comment()
    assert not re.search(r"evil|script>|mara|U9|approve|merge this|drop_tables", hands.comment(), re.IGNORECASE)


def test_the_prompt_holds_names_and_the_quoted_intent_and_no_code(hands: Hands, server: ModelServer) -> None:
    hands.order()
    hands.work_off()
    assert '"name": "pay"' in server.last_user
    assert "Closes nothing yet." in server.last_user
    assert "return" not in server.last_user


def test_the_same_review_again_asks_the_model_nothing_and_writes_nothing(hands: Hands, server: ModelServer) -> None:
    hands.order()
    hands.work_off()
    written = hands.comment()
    server.reply = said(("The function pay is another one.", ["U1"]))
    hands.order()
    hands.work_off()
    assert len(server.asked) == 1
    assert hands.comment() == written


def test_words_that_were_stored_by_a_worker_that_died_then_are_published(hands: Hands, server: ModelServer) -> None:
    hands.order()
    hands.work_off(until=JobKind.WORD)
    hands.worker.perform(Job(words_order(hands.shop.ref()), 1, "lease"))
    hands.work_off(until=JobKind.WORD)
    job = hands.queue.claim("test")
    assert job is not None
    hands.worker.perform(job)
    assert hands.publishing() == 1
    assert len(server.asked) == 1


def test_a_push_takes_the_old_words_off_before_new_ones_come(hands: Hands, server: ModelServer) -> None:
    hands.order()
    hands.work_off()
    hands.shop.clone.branch("retry", "retry")
    hands.shop.clone.commit("More", {"pay.py": "def pay():\n    return 3\n"})
    hands.shop.desk.push("retry", source=hands.shop.clone.folder, by="lea")
    hands.order()
    hands.work_off(until=JobKind.WORD)
    assert "another value" not in hands.comment()
    server.reply = said(("The function pay has another body again.", ["U2"]))
    hands.work_off()
    assert "another body again" in hands.comment()


def test_an_edited_intent_is_another_question(hands: Hands, server: ModelServer) -> None:
    hands.order()
    hands.work_off()
    hands.shop.pull.edit(by="lea", body="So that people pay later.")
    hands.order()
    hands.work_off(until=JobKind.WORD)
    assert "another value" not in hands.comment()
    hands.work_off()
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("reply", "words"),
    [(TEMPERS["down"], "No model: it gave no usable answer."), (None, "No model: its process did not answer.")],
)
def test_a_model_that_stays_silent_is_asked_four_times_and_the_card_says_so(
    hands: Hands, word: Word, server: ModelServer, reply: Reply | None, words: str
) -> None:
    server.reply = reply or GOOD
    hands.use(word.socket if reply else word.socket.parent / "nobody.sock")
    hands.order()
    done = hands.work_off()
    assert done.count(JobKind.WORD) == 4
    assert words in hands.comment()
    assert "Every word here is ours or quoted" in hands.comment()


def test_words_that_come_at_the_second_try_are_shown(hands: Hands, server: ModelServer) -> None:
    server.reply = TEMPERS["down"]
    hands.order()
    hands.work_off(until=JobKind.WORD)
    job = hands.queue.claim("test")
    assert job is not None
    with pytest.raises(TryAgain):
        hands.worker.perform(job)
    hands.queue.retry(job, after=0.0, why="")
    server.reply = GOOD
    hands.work_off()
    assert "another value" in hands.comment()


def test_words_that_failed_for_good_turn_no_check_red(hands: Hands) -> None:
    hands.order()
    hands.work_off(until=JobKind.WORD)
    before = hands.decided()
    job = hands.queue.claim("test")
    assert job is not None
    hands.worker.give_up(job, "bug: Traceback")
    hands.queue.give_up(job, why="bug: Traceback")
    hands.work_off()
    assert hands.decided() == before
    assert "No model: it gave no usable answer." in hands.comment()


def test_a_muted_repository_asks_nothing(hands: Hands, server: ModelServer) -> None:
    policy(hands.shop, "mute: true\n")
    hands.order()
    assert JobKind.WORD not in hands.work_off()
    assert server.asked == []


def policy(shop: Shop, text: str) -> None:
    shop.clone.git("checkout", "--quiet", "main")
    shop.clone.commit("Policy", {".github/reviewer.yml": text})
    shop.desk.push("main", source=shop.clone.folder, by="lea")


def test_where_nothing_needs_eyes_no_model_has_a_part(hands: Hands, server: ModelServer) -> None:
    hands.shop.pull = hands.shop.open("spaces", {"pay.py": "def pay():\n    return  1\n"}, title="Formatting only")
    hands.order()
    assert JobKind.WORD not in hands.work_off()
    assert "No language model had a part in it" in hands.comment()
    assert server.asked == []


def test_an_order_for_words_of_a_pull_never_reviewed_is_nothing(hands: Hands, server: ModelServer) -> None:
    hands.worker.perform(Job(words_order(hands.shop.ref()), 1, "lease"))
    hands.worker.give_up(Job(words_order(hands.shop.ref()), 1, "lease"), "bug: x")
    assert server.asked == []


def test_without_a_model_any_more_old_words_are_gone(hands: Hands) -> None:
    hands.order()
    hands.work_off()
    hands.use(None)
    hands.order(JobKind.PUBLISH)
    hands.work_off()
    assert "another value" not in hands.comment()
    assert "No language model had a part in it" in hands.comment()
