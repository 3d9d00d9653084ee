"""Begin check suites, make and change check runs, press their buttons."""

from dataclasses import dataclass
from datetime import datetime

from reviewer.sandbox.hooks.announce import Event, announce
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.check import check_run_event_json, check_suite_event_json
from reviewer.sandbox.state.accounts import Account, App
from reviewer.sandbox.state.checks import Action, Annotation, CheckRun, CheckSuite
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World


@dataclass(frozen=True, slots=True)
class Output:
    """What a check run says; annotations are added to those it has."""

    title: str | None
    summary: str
    text: str | None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class RunChange:
    """What an App asks of a check run; None leaves a thing as it is."""

    name: str | None = None
    status: str | None = None
    conclusion: str | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    details_url: str | None = None
    external_id: str | None = None
    output: Output | None = None
    actions: tuple[Action, ...] | None = None


def suite_of(world: World, app: App, repository: Repository, sha: str, branch: str | None = None) -> CheckSuite:
    """Return the App's suite for a commit, made if there is none."""
    for suite in world.suites.values():
        if suite.app is app and suite.repository is repository and suite.head_sha == sha:
            return suite
    now = world.clock.now()
    suite = CheckSuite(world.new_id(), app, repository, sha, branch, None, now, now)
    world.suites[suite.id] = suite
    return suite


def begin_suites(
    world: World, repository: Repository, sha: str, branch_and_before: tuple[str, str], sender: Account
) -> None:
    """Make a suite of every App that may write checks, and tell each, as GitHub does on a push."""
    branch, before = branch_and_before
    for installation in world.installations_at(repository):
        if installation.permissions.get("checks") == "write":
            suite = suite_of(world, installation.app, repository, sha, branch)
            suite.head_branch, suite.before = branch, before
            _announce_suite(world, suite, "requested", sender)


def _announce_suite(world: World, suite: CheckSuite, action: str, sender: Account) -> None:
    fields: Json = {"check_suite": check_suite_event_json(world, suite)}
    announce(world, Event("check_suite", action, suite.repository, sender, fields, _only(suite, action)))


def _only(suite: CheckSuite, action: str) -> App | None:
    return None if action == "completed" else suite.app


def rerequest_suite(world: World, suite: CheckSuite, sender: Account) -> None:
    """Ask for all of a suite again."""
    with world.lock:
        suite.status, suite.conclusion = "queued", None
        _announce_suite(world, suite, "rerequested", sender)


def create_run(world: World, suite: CheckSuite, name: str, change: RunChange) -> CheckRun:
    """Make a check run and announce it."""
    with world.lock:
        run = CheckRun(world.new_id(), suite, name, "queued", world.clock.now())
        world.runs[run.id] = run
        _apply(world, run, change)
        announce_run(world, run, "created", suite.app.bot)
        _settle(world, run)
        return run


def change_run(world: World, run: CheckRun, change: RunChange) -> None:
    """Change a check run; when that completes it, announce it."""
    with world.lock:
        was_completed = run.status == "completed"
        _apply(world, run, change)
        if not was_completed:
            _settle(world, run)


def announce_run(world: World, run: CheckRun, action: str, sender: Account, **more: object) -> None:
    """Announce a `check_run` event; requests go to the App that owns the run only."""
    only = run.suite.app if action in ("rerequested", "requested_action") else None
    fields: Json = {"check_run": check_run_event_json(world, run), **more}
    announce(world, Event("check_run", action, run.suite.repository, sender, fields, only))


def press(world: World, run: CheckRun, identifier: str, sender: Account) -> None:
    """Press a button of a completed run; raises ValueError when it shows no such button.

    Buttons are shown only once a run is completed:
    https://docs.github.com/en/rest/guides/using-the-rest-api-to-interact-with-checks
    """
    with world.lock:
        shown = [action.identifier for action in run.actions] if run.status == "completed" else []
        if identifier not in shown:
            message = f"check run {run.name!r} ({run.status}) shows the buttons {shown}, not {identifier!r}"
            raise ValueError(message)
        announce_run(world, run, "requested_action", sender, requested_action={"identifier": identifier})


def rerequest_run(world: World, run: CheckRun, sender: Account) -> None:
    """Ask for one run again; the App is expected to make a new one."""
    with world.lock:
        announce_run(world, run, "rerequested", sender)


def newest_runs(world: World, repository: Repository, sha: str) -> list[CheckRun]:
    """Return the newest run of each name and App at a commit, oldest first."""
    newest: dict[tuple[int, str], CheckRun] = {}
    for run in world.runs.values():
        if run.suite.repository is repository and run.head_sha == sha:
            newest[(run.suite.app.id, run.name)] = run
    return sorted(newest.values(), key=lambda run: run.id)


def _apply(world: World, run: CheckRun, change: RunChange) -> None:
    plain = ("name", "status", "conclusion", "started_at", "completed_at", "details_url", "external_id", "actions")
    for name in plain:
        value = getattr(change, name)
        if value is not None:
            setattr(run, name, value)
    if change.conclusion is not None or change.completed_at is not None:
        run.status = "completed"
    if run.status == "completed":
        run.completed_at = run.completed_at or world.clock.now()
    else:
        run.conclusion, run.completed_at = None, None
    if change.output is not None:
        run.title, run.summary, run.text = change.output.title, change.output.summary, change.output.text
        run.annotations.extend(change.output.annotations)


def _settle(world: World, run: CheckRun) -> None:
    """Announce a completed run, and its suite when nothing else of it is under way."""
    suite = run.suite
    if run.status != "completed":
        suite.status, suite.conclusion = "in_progress", None
        return
    announce_run(world, run, "completed", suite.app.bot)
    newest = [one for one in newest_runs(world, suite.repository, suite.head_sha) if one.suite is suite]
    if all(one.status == "completed" for one in newest):
        suite.status, suite.conclusion, suite.updated_at = "completed", worst(newest), world.clock.now()
        _announce_suite(world, suite, "completed", suite.app.bot)


# The suite shows the conclusion that most wants attention.
_WORST_FIRST = ("failure", "timed_out", "cancelled", "action_required", "stale", "success", "neutral", "skipped")


def worst(runs: list[CheckRun]) -> str | None:
    """Return the conclusion a suite takes from its runs."""
    found = [run.conclusion for run in runs if run.conclusion is not None]
    return min(found, key=_WORST_FIRST.index, default=None)
