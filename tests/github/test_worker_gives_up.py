"""What a head's check run says when reviewing it failed for good: a worker on a real store and a real forge."""

from github_scene import Shop
from worker_hands import Hands

from reviewer.model.ids import Sha
from reviewer.model.orders import head_order, pull_order
from reviewer.model.work import Job, JobKind
from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.control.pull import PullDesk


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
