"""Each event leads to its orders, and to nothing more."""

import json
from collections.abc import Callable
from typing import Any, Protocol

import pytest
from github_scene import Webhook

from reviewer.github.events import parse_event
from reviewer.github.orders import orders_of, why_dropped
from reviewer.model.orders import person_of
from reviewer.model.work import JobKind, Order

APP = 4242
HEAD = "a1b2c3d4" * 5
SHOP: dict[str, str | int | bool | None] = {"repository": 7, "full_name": "acme/shop"}

Change = Callable[[dict[str, Any]], object]


class Orders(Protocol):
    """The orders of a recorded webhook, perhaps changed a little."""

    def __call__(self, name: str, change: Change = ..., /) -> tuple[Order, ...]: ...


@pytest.fixture
def orders(webhook: Webhook) -> Orders:
    def read(name: str, change: Change = lambda _: None, /) -> tuple[Order, ...]:
        payload = json.loads(webhook(name))
        change(payload)
        event = parse_event(name.split(".", maxsplit=1)[0], json.dumps(payload).encode())
        assert event is not None
        return orders_of(event, APP)

    return read


def pull(kind: JobKind, number: int = 12, *, rerun: bool = False) -> Order:
    return Order(kind, f"pull/7/{number}", 55, {**SHOP, "number": number, "rerun": rerun})  # pyright: ignore[reportArgumentType] - a plain number reads better here


def order(kind: JobKind, key: str, **details: str | int | bool | None) -> Order:
    return Order(kind, key, 55, details)  # pyright: ignore[reportArgumentType] - a plain number reads better here


@pytest.mark.parametrize(
    "action",
    [
        "opened", "reopened", "synchronize", "edited", "labeled", "unlabeled",
        "review_requested", "ready_for_review", "converted_to_draft", "unlocked",
    ],
)  # fmt: skip
def test_a_pull_that_changed_is_analysed(orders: Orders, action: str) -> None:
    assert orders("pull_request.opened", lambda it: it.update(action=action)) == (pull(JobKind.ANALYSE),)


def test_a_closed_pull_is_closed(orders: Orders) -> None:
    assert orders("pull_request.closed") == (pull(JobKind.CLOSE),)


@pytest.mark.parametrize("action", ["assigned", "locked", "enqueued", "stacked", "something new"])
def test_other_actions_of_a_pull_order_nothing(orders: Orders, action: str) -> None:
    assert orders("pull_request.opened", lambda it: it.update(action=action)) == ()


def test_a_fork_is_known_by_the_base_repository(orders: Orders) -> None:
    assert orders("pull_request.opened.fork") == (pull(JobKind.ANALYSE, 13),)


def test_a_bots_pull_is_analysed_like_any_other(orders: Orders) -> None:
    assert orders("pull_request.opened", by_bot) == (pull(JobKind.ANALYSE),)


@pytest.mark.parametrize("name", ["check_run.rerequested", "check_run.requested_action"])
def test_a_rerun_makes_a_new_run_for_the_pull_in_external_id(orders: Orders, name: str) -> None:
    assert orders(name) == (pull(JobKind.ANALYSE, rerun=True),)


def test_pulls_that_share_a_head_get_one_new_run(orders: Orders) -> None:
    found = orders("check_run.rerequested", lambda it: it["check_run"].update(external_id="15,12"))
    assert found == (pull(JobKind.ANALYSE, 12, rerun=True), pull(JobKind.ANALYSE, 15))


def test_a_rerun_does_not_believe_the_runs_own_list_of_pulls(orders: Orders) -> None:
    claims = [{"number": 99}]
    found = orders("check_run.rerequested", lambda it: it["check_run"].update(pull_requests=claims))
    assert found == (pull(JobKind.ANALYSE, rerun=True),)


@pytest.mark.parametrize("external_id", [None, "", "0", "abc", "12,", "²", "-1", "9" * 50])
def test_a_rerun_without_pull_numbers_goes_by_the_head(orders: Orders, external_id: str | None) -> None:
    found = orders("check_run.rerequested", lambda it: it["check_run"].update(external_id=external_id))
    assert found == (order(JobKind.RERUN, f"head/7/{HEAD}", **SHOP, head=HEAD),)


def test_a_rerun_of_our_whole_suite_goes_by_the_head(orders: Orders) -> None:
    assert orders("check_suite.rerequested") == (order(JobKind.RERUN, f"head/7/{HEAD}", **SHOP, head=HEAD),)


@pytest.mark.parametrize("identifier", ["validate", "ask"])
def test_a_button_is_an_act_on_each_pull_of_the_head(orders: Orders, identifier: str) -> None:
    def press(it: dict[str, Any]) -> None:
        it["requested_action"].update(identifier=identifier)
        it["check_run"].update(external_id="12,15")

    found = orders("check_run.requested_action", press)
    assert [(each.kind, each.details["number"], each.details["button"]) for each in found] == [
        (JobKind.ACT, 12, identifier),
        (JobKind.ACT, 15, identifier),
    ]


def test_a_button_that_is_none_of_ours_is_only_acknowledged(orders: Orders) -> None:
    assert orders("check_run.requested_action", lambda it: it["requested_action"].update(identifier="other")) == ()


def test_another_check_of_ours_is_left_alone(orders: Orders) -> None:
    assert orders("check_run.rerequested", lambda it: it["check_run"].update(name="other")) == ()


def test_another_apps_check_of_the_same_name_is_left_alone(orders: Orders) -> None:
    assert orders("check_run.rerequested", lambda it: it["check_run"]["app"].update(id=1)) == ()


def test_another_apps_finished_suite_has_its_head_looked_at(orders: Orders) -> None:
    (found,) = orders("check_suite.completed.other_app")
    assert found.kind is JobKind.LOOK


@pytest.mark.parametrize("name", ["pull_request_review.submitted", "pull_request_review.dismissed"])
def test_a_review_has_the_pull_read_again(orders: Orders, name: str) -> None:
    assert orders(name) == (pull(JobKind.ANALYSE),)


def test_a_box_ticked_on_our_comment_is_an_act_of_whoever_ticked_it(orders: Orders) -> None:
    (found,) = orders("issue_comment.edited.box_ticked")
    assert found.kind is JobKind.ACT
    assert person_of(found).login == "bob"
    assert (found.details["channel"], found.details["validated"], found.details["taken_back"]) == ("checkbox", "U1", "")


def test_the_same_edit_at_another_time_is_another_act(orders: Orders) -> None:
    (one,) = orders("issue_comment.edited.box_ticked")
    (same,) = orders("issue_comment.edited.box_ticked")
    (other,) = orders(
        "issue_comment.edited.box_ticked", lambda it: it["comment"].update(updated_at="2027-01-01T00:00:00Z")
    )
    assert one.key == same.key != other.key


def test_a_new_comment_with_commands_is_an_act(orders: Orders) -> None:
    body = "I looked.\n/validate U1\n> /reject U2 no\n/question U2 why?"
    (found,) = orders("issue_comment.created", lambda it: it["comment"].update(body=body))
    assert (found.kind, found.details["lines"]) == (JobKind.ACT, "/validate U1\n/question U2 why?")


def spoken_by_the_author(it: dict[str, Any]) -> None:
    it["issue"].update(user=it["sender"])
    it["comment"].update(body="It has to be exact.")


def test_a_new_comment_of_the_author_may_be_an_answer(orders: Orders) -> None:
    (found,) = orders("issue_comment.created", spoken_by_the_author)
    assert found.details["answers"] is True


def test_an_edited_comment_with_commands_orders_nothing(orders: Orders) -> None:
    def edit(it: dict[str, Any]) -> None:
        it["action"] = "edited"
        it["comment"].update(body="/validate U1")

    assert orders("issue_comment.created", edit) == ()


def test_a_pasted_marker_is_not_our_comment(orders: Orders) -> None:
    pasted = {"performed_via_github_app": None}
    assert orders("issue_comment.edited.box_ticked", lambda it: it["comment"].update(pasted)) == ()


def test_a_new_comment_of_somebody_else_orders_nothing(orders: Orders) -> None:
    assert orders("issue_comment.created", lambda it: it["comment"].update(body="Looks good.")) == ()


def test_a_comment_on_an_issue_orders_nothing(orders: Orders) -> None:
    assert orders("issue_comment.edited.box_ticked", lambda it: it["issue"].pop("pull_request")) == ()


@pytest.mark.parametrize(
    "name", ["issue_comment.edited.box_ticked", "check_run.rerequested", "check_suite.rerequested"]
)
def test_what_a_bot_did_is_an_echo(orders: Orders, name: str) -> None:
    assert orders(name, by_bot) == ()


@pytest.mark.parametrize("name", ["issue_comment.edited.own_echo", "check_run.completed.own_echo"])
def test_our_own_doing_is_counted_as_dropped(webhook: Webhook, name: str) -> None:
    event = parse_event(name.split(".", maxsplit=1)[0], webhook(name))
    assert event is not None
    assert why_dropped(event) == "by a bot"


def test_a_payload_without_installation_is_counted_as_dropped(webhook: Webhook) -> None:
    payload = json.loads(webhook("pull_request.opened"))
    del payload["installation"]
    event = parse_event("pull_request", json.dumps(payload).encode())
    assert event is not None
    assert (why_dropped(event), orders_of(event, APP)) == ("no installation", ())


def test_a_merge_group_is_answered_on_its_own_sha(orders: Orders) -> None:
    head = "c0ffee00" * 5
    assert orders("merge_group.checks_requested") == (order(JobKind.MERGE_GROUP, f"head/7/{head}", **SHOP, head=head),)


def test_a_merge_group_that_is_no_more_orders_nothing(orders: Orders) -> None:
    assert orders("merge_group.destroyed") == ()


def test_a_changed_policy_has_open_pulls_reviewed_again(orders: Orders) -> None:
    assert orders("push.policy") == (order(JobKind.BACKFILL, "installation/55/repository/7", **SHOP),)


@pytest.mark.parametrize("kind", ["added", "removed"])
def test_a_policy_that_comes_or_goes_counts_too(orders: Orders, kind: str) -> None:
    def change(it: dict[str, Any]) -> None:
        it["commits"][0].update(modified=[], **{kind: [".github/reviewer.yml"]})

    assert orders("push.policy", change) == (order(JobKind.BACKFILL, "installation/55/repository/7", **SHOP),)


def test_a_rewritten_default_branch_may_have_changed_the_policy(orders: Orders) -> None:
    found = orders("push.code", lambda it: it.update(forced=True))
    assert found == (order(JobKind.BACKFILL, "installation/55/repository/7", **SHOP),)


def test_a_push_of_code_orders_nothing(orders: Orders) -> None:
    assert orders("push.code") == ()


def test_a_policy_on_another_branch_orders_nothing(orders: Orders) -> None:
    assert orders("push.policy", lambda it: it.update(ref="refs/heads/feature")) == ()


@pytest.mark.parametrize("action", ["created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"])
def test_an_installation_that_changed_is_looked_at_whatever_the_event_says(orders: Orders, action: str) -> None:
    found = orders("installation.created", lambda it: it.update(action=action))
    assert found == (order(JobKind.INSTALLATION, "installation/55"),)


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("installation.created", "something new"),
        ("repository.renamed", "publicized"),
        ("pull_request_review.submitted", "edited"),
    ],
)
def test_an_action_that_changes_nothing_orders_nothing(orders: Orders, name: str, action: str) -> None:
    assert orders(name, lambda it: it.update(action=action)) == ()


@pytest.mark.parametrize("name", ["installation_repositories.added", "installation_repositories.removed"])
def test_repositories_gained_and_lost_are_looked_at(orders: Orders, name: str) -> None:
    assert orders(name) == (order(JobKind.INSTALLATION, "installation/55/repository/7", **SHOP),)


@pytest.mark.parametrize("action", ["deleted", "archived", "unarchived", "transferred"])
def test_a_repository_that_changed_is_looked_at_whatever_the_event_says(orders: Orders, action: str) -> None:
    found = orders("repository.deleted", lambda it: it.update(action=action))
    assert found == (order(JobKind.INSTALLATION, "installation/55/repository/7", **SHOP),)


def test_a_renamed_repository_keeps_its_id(orders: Orders) -> None:
    assert orders("repository.renamed") == (
        order(JobKind.INSTALLATION, "installation/55/repository/7", repository=7, full_name="acme/store"),
    )


def test_another_default_branch_is_another_policy(orders: Orders) -> None:
    assert orders("repository.edited.default_branch") == (
        order(JobKind.BACKFILL, "installation/55/repository/7", **SHOP),
    )


def test_another_description_orders_nothing(orders: Orders) -> None:
    assert orders("repository.edited.default_branch", lambda it: it.update(changes={"description": {}})) == ()


def test_a_ping_orders_nothing(orders: Orders) -> None:
    assert orders("ping") == ()


def by_bot(payload: dict[str, Any]) -> None:
    payload["sender"].update(type="Bot", login="reviewer[bot]")
