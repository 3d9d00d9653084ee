"""An installation that grants less than a review takes: said once, where it may be said, and taken back afterwards."""

import pytest
from github_scene import Shop
from structlog.testing import capture_logs
from worker_hands import Hands

from reviewer.model.ids import InstallationId, Sha
from reviewer.model.orders import head_order, pull_order
from reviewer.model.work import JobKind, Order

WAITS = "Not reviewed: the App waits for permissions"


def review(hands: Hands) -> None:
    hands.do(pull_order(JobKind.ANALYSE, hands.shop.ref()))


def bodies(shop: Shop) -> list[str]:
    return [comment.body for comment in shop.pull.comments()]


def titles(hands: Hands) -> list[str | None]:
    return [run.title for run in hands.all_runs()]


def accept(hands: Hands) -> None:
    shop = hands.shop
    shop.sandbox.accept_permissions(shop.installation)
    number = InstallationId(shop.installation.id)
    # A worker of the next job: it has a token of its own.
    shop.forge._tokens.forget(number)
    hands.do(Order(JobKind.INSTALLATION, f"installation/{number}", number, {}))


def withhold(hands: Hands, *names: str, **lower: str) -> None:
    hands.shop.sandbox.withhold(hands.shop.installation, *names, **lower)


def test_without_checks_the_comment_says_what_is_missing_and_where_it_is_accepted(hands: Hands) -> None:
    withhold(hands, "checks")
    review(hands)
    (body,) = bodies(hands.shop)
    assert body.startswith("<!-- reviewer:sticky v1")
    assert "`checks: write`" in body
    url = f"{hands.shop.sandbox.url}/organizations/acme/settings/installations/{hands.shop.installation.id}"
    assert f"({url})" in body
    assert titles(hands) == []


def test_without_pull_requests_to_write_the_check_run_says_it(hands: Hands) -> None:
    withhold(hands, pull_requests="read")
    review(hands)
    (run,) = hands.all_runs()
    assert (run.title, run.conclusion, bodies(hands.shop)) == (WAITS, "neutral", [])
    assert "`pull_requests: write`" in (run.summary or "")


def test_without_contents_the_comment_says_it_and_the_check_run_does_not_hang(hands: Hands) -> None:
    withhold(hands, "contents")
    review(hands)
    (body,) = bodies(hands.shop)
    assert "`contents: read`" in body
    assert (titles(hands), hands.runs()) == ([WAITS], [("completed", "neutral")])


def test_all_that_is_missing_is_named_together(hands: Hands) -> None:
    withhold(hands, "contents", "checks")
    review(hands)
    assert "`contents: read`, `checks: write`" in bodies(hands.shop)[0]


@pytest.mark.parametrize("names", [("pull_requests",), ("pull_requests", "checks"), ("pull_requests", "contents")])
def test_without_pull_requests_at_all_only_the_log_says_it(hands: Hands, names: tuple[str, ...]) -> None:
    withhold(hands, *names)
    with capture_logs() as logs:
        review(hands)
    (said,) = [line for line in logs if line["event"] == "permissions missing"]
    assert "pull_requests: write" in said["missing"]
    assert (bodies(hands.shop), titles(hands)) == ([], [])


def test_where_nothing_may_be_written_only_the_log_says_it(hands: Hands) -> None:
    withhold(hands, "checks", pull_requests="read")
    with capture_logs() as logs:
        review(hands)
    assert {line["missing"] for line in logs} == {("checks: write", "pull_requests: write")}
    assert (bodies(hands.shop), titles(hands)) == ([], [])


@pytest.mark.parametrize("kind", [kind for kind in JobKind if kind not in (JobKind.SWEEP, JobKind.RERUN)])
@pytest.mark.parametrize("name", ["checks", "contents", "pull_requests"])
def test_no_order_fails_for_a_missing_permission(hands: Hands, kind: JobKind, name: str) -> None:
    withhold(hands, name)
    order = pull_order(kind, hands.shop.ref())
    details = {**order.details, "head": hands.shop.pull.head_sha}
    assert hands.ending(Order(kind, order.key, order.installation, details)) == "done"


@pytest.mark.parametrize("name", ["checks", "contents"])
def test_it_is_said_once_however_often_the_pull_changes(hands: Hands, name: str) -> None:
    withhold(hands, name)
    review(hands)
    (said,) = hands.shop.pull.comments()
    written = said.updated_at
    hands.shop.clone.branch("retry", "retry")
    hands.shop.clone.commit("Retry thrice", {"pay.py": "def pay():\n    return 3\n"})
    hands.shop.desk.push("retry", source=hands.shop.clone.folder, by="lea")
    review(hands)
    assert [comment.updated_at for comment in hands.shop.pull.comments()] == [written]


@pytest.mark.parametrize(
    "names", [("checks",), ("contents",), ("contents", "checks"), ("pull_requests",)], ids=" and ".join
)
def test_the_review_takes_its_place_once_the_permissions_are_accepted(hands: Hands, names: tuple[str, ...]) -> None:
    withhold(hands, *names)
    review(hands)
    accept(hands)
    (body,), (title,) = bodies(hands.shop), titles(hands)
    assert ("waits for permissions" in body, "needs you" in body) == (False, True)
    assert "needs you" in (title or "")


def test_a_gate_stays_shut_while_permissions_are_missing(hands: Hands) -> None:
    shop = hands.shop
    shop.clone.git("checkout", "--quiet", "main")
    shop.clone.commit("Gate", {".github/reviewer.yml": "mode: gate\n"})
    shop.desk.push("main", source=shop.clone.folder, by="lea")
    review(hands)
    withhold(hands, "contents")
    shop.forge._tokens.forget(InstallationId(shop.installation.id))
    shop.pull = shop.open("other", {"b.py": "b = 1\n"})
    review(hands)
    assert hands.runs() == [("completed", "action_required")]


def test_a_review_that_was_made_before_stays_until_the_head_moves(hands: Hands) -> None:
    review(hands)
    before = bodies(hands.shop)
    withhold(hands, "contents")
    hands.shop.forge._tokens.forget(InstallationId(hands.shop.installation.id))
    hands.shop.pull.edit(by="lea", title="Another title")
    review(hands)
    assert (bodies(hands.shop), WAITS in titles(hands)) == (before, False)


def test_a_draft_is_not_told(hands: Hands) -> None:
    withhold(hands, "checks")
    hands.shop.pull.convert_to_draft(by="lea")
    review(hands)
    assert bodies(hands.shop) == []


def test_a_closed_pull_is_not_told(hands: Hands) -> None:
    withhold(hands, "contents")
    hands.shop.pull.close(by="lea")
    review(hands)
    assert bodies(hands.shop) == []


def test_a_rerun_says_it_in_a_new_run(hands: Hands) -> None:
    withhold(hands, "contents")
    review(hands)
    hands.do(pull_order(JobKind.ANALYSE, hands.shop.ref(), rerun=True))
    assert titles(hands) == [WAITS, WAITS]


def test_a_merge_queue_is_answered_where_a_check_run_may_be_written(hands: Hands) -> None:
    withhold(hands, "contents")
    group = Sha(hands.shop.pull.queue_for_merge(by="lea"))
    hands.do(head_order(JobKind.MERGE_GROUP, hands.shop.repository, group))
    assert [run.status for run in hands.shop.desk.check_runs(group)] == ["completed"]


def test_permissions_that_github_does_not_tell_are_not_taken_for_missing(hands: Hands) -> None:
    forge = hands.shop.forge
    number = InstallationId(hands.shop.installation.id)
    token = forge._tokens.get(number)
    forge._tokens._kept[number] = type(token)(token.secret, token.expires_at, {})
    assert forge.lack(number) is None
