"""What is deleted, moved, closed or locked before or during a review: each ends clearly, and nothing hangs."""

import pytest
from contract.openapi import Contract
from github_scene import Shop
from structlog.testing import capture_logs
from worker_hands import Hands

from reviewer.model.ids import Sha
from reviewer.model.orders import pull_order
from reviewer.model.work import JobKind, Order
from reviewer.sandbox.acts.pulls import NewPull


def analyse(hands: Hands) -> Order:
    return pull_order(JobKind.ANALYSE, hands.shop.ref())


def begin(hands: Hands) -> None:
    """Review the pull, and publish nothing yet."""
    hands.store.order([analyse(hands)])
    hands.step(JobKind.ANALYSE)


def said(hands: Hands) -> tuple[int, list[tuple[str, str | None]]]:
    """Return how many comments there are, and all check runs of the head."""
    return len(hands.shop.pull.comments()), [(run.status, run.title) for run in hands.all_runs()]


def endings(hands: Hands) -> set[str]:
    """Return how all that waits ends, and what follows from it."""
    found: set[str] = set()
    while job := hands.claim():
        found.add(hands.ending(job.order))
        hands.queue.finish(job)
    return found


def published(hands: Hands) -> bool:
    comments, runs = hands.shop.pull.comments(), hands.all_runs()
    return (len(comments), len(runs)) == (1, 1) and hands.shop.pull.head_sha in comments[0].body.split("\n", 1)[0]


def delete(shop: Shop, branch: str) -> None:
    """Delete a branch; the default one, which GitHub keeps, is another."""
    shop.desk.push("trunk", source=shop.clone.folder, commit="main", by="lea")
    shop.desk.repository.default_branch = "trunk"
    shop.desk.delete_branch(branch, by="lea")


@pytest.mark.parametrize("branch", ["retry", "main"], ids=["head", "base"])
def test_a_branch_deleted_before_the_review_closes_the_pull(hands: Hands, branch: str) -> None:
    delete(hands.shop, branch)
    hands.do(analyse(hands))
    assert (hands.ending(analyse(hands)), said(hands)) == ("done", (0, []))


@pytest.mark.parametrize("branch", ["retry", "main"], ids=["head", "base"])
def test_a_branch_deleted_during_the_review_ends_it(hands: Hands, branch: str) -> None:
    hands.store.set_pull(hands.shop.ref(), hands.shop.forge.read_state(hands.shop.ref()))
    hands.step(JobKind.CHECK)
    hands.store.order([analyse(hands)])
    delete(hands.shop, branch)
    hands.work_off()
    assert said(hands) == (0, [("completed", "Not reviewed: closed")])


def test_a_base_branch_that_git_has_lost_before_the_api_tells_is_asked_for_again(hands: Hands) -> None:
    shop = hands.shop
    shop.desk.push("release", source=shop.clone.folder, commit="main", by="lea")
    shop.pull = shop.desk.open_pull(NewPull("Retry", head="retry", base="release", author="lea"))
    shop.clone.git("push", "--quiet", str(shop.desk.git_dir), ":refs/heads/release")
    assert hands.ending(analyse(hands)) == "busy"
    shop.desk.notice_pushes(by="lea")
    assert hands.ending(analyse(hands)) == "done"


@pytest.mark.parametrize("is_begun", [False, True], ids=["before", "during"])
def test_a_deleted_fork_is_reviewed_all_the_same(hands: Hands, judge: Contract | str, *, is_begun: bool) -> None:
    shop = hands.shop
    shop.sandbox.create_user("mallory")
    fork = shop.desk.fork("mallory")
    shop.clone.branch("gift")
    shop.clone.commit("A gift", {"gift.py": "print('hello')\n"})
    fork.push("gift", source=shop.clone.folder, by="mallory")
    shop.pull = shop.desk.open_pull(NewPull("A gift", head="gift", author="mallory", fork="mallory/shop"))
    if is_begun:
        begin(hands)
    shop.sandbox.delete_repository("mallory/shop", by="mallory")
    hands.do(analyse(hands))
    if isinstance(judge, Contract):
        # GitHub does send `head.repo: null` for a deleted fork, whatever its description says.
        judge.violations[:] = [one for one in judge.violations if "/head/repo: null" not in one]
    assert published(hands)


@pytest.mark.parametrize("is_begun", [False, True], ids=["before", "during"])
def test_a_deleted_repository_ends_its_review(hands: Hands, *, is_begun: bool) -> None:
    order = analyse(hands)
    if is_begun:
        begin(hands)
    else:
        hands.store.order([order])
    hands.shop.sandbox.delete_repository("acme/shop", by="lea")
    assert endings(hands) == {"gone"}


@pytest.mark.parametrize("is_begun", [False, True], ids=["before", "during"])
def test_a_renamed_repository_is_reviewed_under_its_former_name(hands: Hands, *, is_begun: bool) -> None:
    if is_begun:
        begin(hands)
    else:
        hands.store.order([analyse(hands)])
    hands.shop.desk.rename("store", by="lea")
    hands.work_off()
    assert published(hands)


def test_a_repository_whose_former_name_was_taken_is_not_reviewed_in_anothers_place(hands: Hands) -> None:
    begin(hands)
    hands.shop.desk.rename("store", by="lea")
    taker = hands.shop.sandbox.create_repository("acme", "shop", source=hands.shop.clone.folder)
    taker.push("retry", source=hands.shop.clone.folder, commit="retry", by="lea")
    other = taker.open_pull(NewPull("Mine", head="retry", author="lea"))
    assert "gone" in endings(hands)
    assert (other.comments(), other.check_runs()) == ([], [])


@pytest.mark.parametrize("is_begun", [False, True], ids=["before", "during"])
def test_a_repository_transferred_to_where_the_app_is_not_ends_its_review(hands: Hands, *, is_begun: bool) -> None:
    if is_begun:
        begin(hands)
    else:
        hands.store.order([analyse(hands)])
    hands.shop.sandbox.create_organisation("umbrella", members=["lea"])
    hands.shop.desk.transfer("umbrella", by="lea")
    assert (endings(hands), said(hands)) == ({"gone"}, (0, []))


@pytest.mark.parametrize("is_begun", [False, True], ids=["before", "during"])
def test_an_archived_repository_ends_its_review(hands: Hands, *, is_begun: bool) -> None:
    if is_begun:
        begin(hands)
    else:
        hands.store.order([analyse(hands)])
    hands.shop.desk.archive(by="lea")
    assert endings(hands) == {"done", "gone"}
    assert said(hands) == (0, [])


def test_a_pull_closed_during_the_review_is_left_alone(hands: Hands) -> None:
    begin(hands)
    hands.shop.pull.close(by="lea")
    hands.work_off()
    comments, ((status, title),) = said(hands)
    # The check run has the review of this very head; a closed pull gets no comment.
    assert (comments, status, "needs you" in (title or "")) == (0, "completed", True)


def test_issues_that_are_switched_off_are_a_note(hands: Hands) -> None:
    shop = hands.shop
    issue = shop.desk.open_issue("Backoff", by="lea")
    shop.pull.edit(by="lea", body=f"Closes #{issue.number}")
    shop.desk.disable_issues()
    hands.do(analyse(hands))
    assert published(hands)
    assert f"The issue &#35;{issue.number} was not read" in shop.pull.comments()[0].body.replace("#&#8203;", "&#35;")


def test_in_a_locked_conversation_the_check_run_has_the_review(hands: Hands) -> None:
    hands.shop.pull.lock(by="lea")
    with capture_logs() as logs:
        hands.do(analyse(hands))
    comments, ((status, title),) = said(hands)
    assert (comments, status, "needs you" in (title or "")) == (0, "completed", True)
    (why,) = [line["why"] for line in logs if line["event"] == "comment not written"]
    assert why.endswith(
        "(Unable to create comment because issue is locked.). Unlock the conversation, then re-run this check."
    )


def test_the_comment_comes_once_the_conversation_is_unlocked(hands: Hands) -> None:
    hands.shop.pull.lock(by="lea")
    hands.do(analyse(hands))
    hands.shop.pull.unlock(by="lea")
    hands.do(analyse(hands))
    assert published(hands)


def test_a_head_pushed_from_an_unrelated_history_during_the_review_is_reviewed_instead(hands: Hands) -> None:
    begin(hands)
    old = Sha(hands.shop.pull.head_sha)
    push_unrelated(hands.shop)
    hands.work_off()
    assert published(hands)
    assert [run.status for run in hands.shop.desk.check_runs(old)] == ["completed"]


def push_unrelated(shop: Shop) -> None:
    shop.clone.git("checkout", "--quiet", "--orphan", "elsewhere")
    shop.clone.git("rm", "--quiet", "-r", "--force", ".")
    shop.clone.commit("From nowhere", {"pay.py": "def pay():\n    return 9\n"})
    shop.desk.push("retry", source=shop.clone.folder, by="lea")
