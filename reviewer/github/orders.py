"""What each event wants done. Pure: the same event gives the same orders."""

from reviewer.git.snapshot import POLICY_PATH
from reviewer.github.acting import button_orders, comment_orders, is_ours, pressed
from reviewer.github.events import (
    CheckRunEvent,
    CheckSuiteEvent,
    Event,
    IssueCommentEvent,
    MergeGroupEvent,
    PullRequestEvent,
    PullRequestReviewEvent,
    PushEvent,
    StatusEvent,
)
from reviewer.github.membership import membership_orders
from reviewer.github.names import CHECK_NAME, RERUN_BUTTON, number_of_group, numbers_of
from reviewer.github.ordering import backfill, pull_ref, repository_ref
from reviewer.github.payloads import Installation
from reviewer.model.ids import Sha
from reviewer.model.orders import head_order, look_order, pull_order
from reviewer.model.work import JobKind, Order

PULL_CHANGES = frozenset(
    {
        "opened", "reopened", "synchronize", "edited", "labeled", "unlabeled",
        "review_requested", "ready_for_review", "converted_to_draft", "unlocked",
    }
)  # fmt: skip
"""Actions after which a pull is read again."""


def orders_of(event: Event, app_id: int) -> tuple[Order, ...]:
    """Return what an event wants done by the App `app_id`; nothing when it is our own echo or changes nothing."""
    installation = event.installation
    if installation is None or why_dropped(event) is not None:
        return ()
    match event:
        case PullRequestEvent():
            orders = _pull(event, installation)
        case PullRequestReviewEvent():
            orders = _review(event, installation)
        case IssueCommentEvent():
            orders = comment_orders(event, installation, app_id)
        case CheckRunEvent():
            orders = _check_run(event, installation, app_id)
        case CheckSuiteEvent():
            orders = _check_suite(event, installation, app_id)
        case MergeGroupEvent():
            orders = _merge_group(event, installation)
        case PushEvent():
            orders = _push(event, installation)
        case StatusEvent():
            orders = _status(event, installation)
        case _:
            orders = membership_orders(event, installation)
    return orders


def why_dropped(event: Event) -> str | None:
    """Return why an event is not even looked at, as a label for counting; None when it is."""
    if event.installation is None:
        return "no installation"
    by_bot = event.sender is not None and event.sender.type == "Bot"
    # The end of a suite is its App's own doing; whose it was is looked at later. A bot may answer for its own pull.
    is_end = isinstance(event, CheckSuiteEvent) and event.action == "completed"
    is_word = isinstance(event, IssueCommentEvent) and event.action == "created"
    if by_bot and not (is_end or is_word) and isinstance(event, IssueCommentEvent | CheckRunEvent | CheckSuiteEvent):
        # What an App does with its installation token comes back to it as webhooks: ours would never end.
        return "by a bot"
    return None


def _pull(event: PullRequestEvent, installation: Installation) -> tuple[Order, ...]:
    if event.action in PULL_CHANGES:
        return (pull_order(JobKind.ANALYSE, pull_ref(installation, event.repository, event.pull_request.number)),)
    if event.action == "closed":
        return (pull_order(JobKind.CLOSE, pull_ref(installation, event.repository, event.pull_request.number)),)
    return ()


def _review(event: PullRequestReviewEvent, installation: Installation) -> tuple[Order, ...]:
    if event.action not in {"submitted", "dismissed"}:
        return ()
    return (pull_order(JobKind.ANALYSE, pull_ref(installation, event.repository, event.pull_request.number)),)


def _check_run(event: CheckRunEvent, installation: Installation, app_id: int) -> tuple[Order, ...]:
    run = event.check_run
    if run.name != CHECK_NAME or not is_ours(run.app, app_id):
        return ()
    numbers = numbers_of(run.external_id)
    if (button := pressed(event)) is not None:
        return button_orders(event, installation, numbers, button)
    if not _asks_for_rerun(event):
        return ()
    if not numbers:
        return (head_order(JobKind.RERUN, repository_ref(installation, event.repository), Sha(run.head_sha)),)
    # Pulls that share a head share its check run: one of them makes the new run, the others write to it.
    return tuple(
        pull_order(JobKind.ANALYSE, pull_ref(installation, event.repository, number), rerun=number == numbers[0])
        for number in numbers
    )


def _asks_for_rerun(event: CheckRunEvent) -> bool:
    if event.action == "requested_action":
        return event.requested_action is not None and event.requested_action.identifier == RERUN_BUTTON
    return event.action == "rerequested"


def _check_suite(event: CheckSuiteEvent, installation: Installation, app_id: int) -> tuple[Order, ...]:
    """Our suite was asked for again; or that of another App has ended, which may hand the pull over."""
    repository, head = repository_ref(installation, event.repository), Sha(event.check_suite.head_sha)
    match event.action, is_ours(event.check_suite.app, app_id):
        case "rerequested", True:
            return (head_order(JobKind.RERUN, repository, head),)
        case "completed", False:
            return (look_order(repository, head),)
        case _:
            return ()


def _status(event: StatusEvent, installation: Installation) -> tuple[Order, ...]:
    """A tool has ended; that one has begun is seen when the pull is read."""
    if event.state == "pending":
        return ()
    return (look_order(repository_ref(installation, event.repository), Sha(event.sha)),)


def _merge_group(event: MergeGroupEvent, installation: Installation) -> tuple[Order, ...]:
    if event.action != "checks_requested":
        return ()
    group, repository = event.merge_group, repository_ref(installation, event.repository)
    number = number_of_group(group.head_ref)
    more = {} if number is None else {"number": number}
    return (head_order(JobKind.MERGE_GROUP, repository, Sha(group.head_sha), **more),)


def _push(event: PushEvent, installation: Installation) -> tuple[Order, ...]:
    """The policy may have changed: open pulls are reviewed again. A rewritten branch may hide its old commits."""
    if event.ref != f"refs/heads/{event.repository.default_branch}":
        return ()
    touched = any(
        POLICY_PATH in paths for commit in event.commits for paths in (commit.added, commit.removed, commit.modified)
    )
    return (backfill(installation, event.repository),) if touched or event.forced else ()
