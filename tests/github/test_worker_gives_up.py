"""What a head's check run says when reviewing it failed for good: a worker on a real store and a real forge."""

import time
from pathlib import Path

import pytest
from github_scene import Shop

from reviewer.jobs.sql import SqlQueue
from reviewer.model.ids import Sha
from reviewer.model.orders import head_order, pull_order
from reviewer.model.work import Job, JobKind
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.state.checks import CheckRun
from reviewer.store.database import open_database
from reviewer.store.schema import upgrade
from reviewer.store.sql import SqlStore
from reviewer.worker.perform import Worker
from reviewer.worker.ports import Ports


class Hands:
    """A worker and its queue, in the test's own process."""

    def __init__(self, shop: Shop, url: str) -> None:
        database = open_database(url)
        self.shop = shop
        self.store = SqlStore(database, time.time)
        self.queue = SqlQueue(database, time.time)
        self.worker = Worker(Ports(shop.forge, self.store))

    def order(self, kind: JobKind) -> None:
        self.store.order([pull_order(kind, self.shop.ref())])

    def fail(self, kind: JobKind, why: str) -> None:
        """Let the due order of a kind fail for good, as the supervisor does."""
        self.order(kind)
        job = self.claim()
        assert job is not None
        assert job.order.kind is kind
        self.worker.give_up(job, why)
        self.queue.give_up(job, why=why)

    def claim(self) -> Job | None:
        return self.queue.claim("test")

    def work_off(self) -> None:
        while job := self.claim():
            self.worker.perform(job)
            self.queue.finish(job)

    def runs(self) -> list[tuple[str, str | None]]:
        return [(run.status, run.conclusion) for run in self.all_runs()]

    def all_runs(self) -> list[CheckRun]:
        return list(self.shop.desk.check_runs(self.shop.pull.head_sha))


@pytest.fixture
def hands(shop: Shop, tmp_path: Path) -> Hands:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    upgrade(url)
    return Hands(shop, url)


def gate(shop: Shop) -> None:
    shop.clone.git("checkout", "--quiet", "main")
    shop.clone.commit("Gate", {".github/reviewer.yml": "mode: gate\n"})
    shop.desk.push("main", source=shop.clone.folder, by="lea")


def test_a_pull_that_could_not_be_reviewed_says_so(hands: Hands) -> None:
    hands.fail(JobKind.ANALYSE, "too long: it took longer than 300 s and was stopped")
    hands.work_off()
    (run,) = hands.all_runs()
    assert (run.status, run.conclusion) == ("completed", "neutral")
    assert "longer than its limit" in (run.title or "")


def test_a_pull_never_reviewed_is_gated_where_others_are(hands: Hands) -> None:
    gate(hands.shop)
    hands.order(JobKind.ANALYSE)
    hands.work_off()
    never = hands.shop.open("never", {"b.py": "b = 1\n"})
    hands.shop.pull = never
    hands.fail(JobKind.ANALYSE, "bug: Traceback")
    hands.work_off()
    assert hands.runs() == [("completed", "action_required")]


def test_a_shared_head_is_not_clean_while_one_of_its_pulls_could_not_be_reviewed(hands: Hands) -> None:
    hands.fail(JobKind.ANALYSE, "too long: it took longer than 300 s and was stopped")
    hands.shop.clone.git("checkout", "--quiet", "retry")
    hands.shop.desk.push("twin", source=hands.shop.clone.folder, by="lea")
    hands.store.order([pull_order(JobKind.ANALYSE, hands.shop.ref(twin_of(hands.shop)))])
    hands.work_off()
    (run,) = hands.all_runs()
    assert "Not reviewed" in (run.title or "")


def twin_of(shop: Shop) -> PullDesk:
    return shop.desk.open_pull(NewPull("Twin", head="twin", author="lea"))


def test_a_check_that_could_not_be_written_is_ended(hands: Hands) -> None:
    head = Sha(hands.shop.pull.head_sha)
    job = Job(head_order(JobKind.CHECK, hands.shop.repository, head), 5, "lease")
    hands.worker.give_up(job, "bug: Traceback")
    assert hands.runs() == [("completed", "neutral")]


def test_a_closed_pull_gets_no_check_run_for_its_failure(hands: Hands) -> None:
    hands.shop.pull.close(by="lea")
    hands.fail(JobKind.ANALYSE, "bug: Traceback")
    hands.work_off()
    assert hands.runs() == []


def test_a_review_after_a_failure_takes_its_place(hands: Hands) -> None:
    hands.fail(JobKind.ANALYSE, "bug: Traceback")
    hands.order(JobKind.ANALYSE)
    hands.work_off()
    (run,) = hands.all_runs()
    assert "needs you" in (run.title or "")
