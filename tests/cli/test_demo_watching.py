"""How far a review is, is read off the pull's page; what ends without one is told."""

import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from reviewer.cli.stage.app import log_tail
from reviewer.cli.stage.opening import make_repository, open_pulls
from reviewer.cli.stage.stories import plan_stories
from reviewer.cli.stage.watching import Stage, Watched, stage_of, watch
from reviewer.errors import TellOperator
from reviewer.git.command import find_git
from reviewer.sandbox.acts import checks, comments
from reviewer.sandbox.acts.checks import Output, RunChange
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.server import start_sandbox
from reviewer.settings import search_path

MANIFEST = json.dumps({"name": "Reviewer", "url": "https://example.com", "default_permissions": {"checks": "write"}})


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with start_sandbox(tmp_path / "github") as sandbox:
        yield sandbox


@pytest.fixture
def pull(sandbox: Sandbox, tmp_path: Path, fixtures: Path) -> Watched:
    """The first pull of the demo, opened, with no App to review it."""
    plan = plan_stories(fixtures / "pulls", tmp_path / "source.git", find_git(search_path()))
    return open_pulls(make_repository(sandbox, plan), plan)[0]


def begin(sandbox: Sandbox, pull: Watched) -> None:
    """Let an App begin the check run of the pull's head."""
    app = sandbox.create_app("acme", MANIFEST)
    desk = pull.desk
    suite = checks.suite_of(sandbox.world, app, desk.repository, desk.head_sha)
    checks.create_run(sandbox.world, suite, "review-queue", RunChange(status="in_progress"))


def end(sandbox: Sandbox, pull: Watched, *, title: str, said: str = "") -> None:
    """Complete the check run, and let the App say something first."""
    desk, (run,) = pull.desk, pull.desk.check_runs()
    if said:
        comments.comment(sandbox.world, desk.repository, desk.number, run.suite.app, said)
    output = Output(title, "Here is why.", None)
    checks.change_run(sandbox.world, run, RunChange(status="completed", conclusion="neutral", output=output))


def watched(pull: Watched, limit: float = 20, *, is_running: bool = True) -> str:
    """Watch the pull, and return what was displayed."""
    file = io.StringIO()
    watch([pull], limit, lambda: is_running, Console(file=file, width=80))
    return file.getvalue()


def test_a_pull_without_a_check_run_waits(pull: Watched) -> None:
    assert stage_of(pull.desk) is Stage.WAITING


def test_a_pull_whose_check_run_was_begun_is_being_reviewed(sandbox: Sandbox, pull: Watched) -> None:
    begin(sandbox, pull)
    assert stage_of(pull.desk) is Stage.REVIEWING


def test_a_completed_check_run_beside_a_comment_is_a_review(sandbox: Sandbox, pull: Watched) -> None:
    begin(sandbox, pull)
    end(sandbox, pull, title="3 of 9 units need you", said="Three units need you.")
    assert "✔ #1 Let customers pay with gift cards" in watched(pull)


def test_a_completed_check_run_waits_for_the_comment(sandbox: Sandbox, pull: Watched) -> None:
    begin(sandbox, pull)
    end(sandbox, pull, title="3 of 9 units need you")
    assert stage_of(pull.desk) is Stage.REVIEWING


def test_a_check_run_that_ends_without_a_review_is_told_with_its_title(sandbox: Sandbox, pull: Watched) -> None:
    begin(sandbox, pull)
    end(sandbox, pull, title="Not reviewed: the disk is full")
    with pytest.raises(TellOperator, match="#1 not reviewed Not reviewed: the disk is full"):
        watched(pull)


def test_nothing_is_waited_for_once_the_app_has_ended(pull: Watched) -> None:
    begun = time.monotonic()
    with pytest.raises(TellOperator, match=r"\(the App ended\): #1 waiting"):
        watched(pull, is_running=False)
    assert time.monotonic() - begun < 10


def test_an_author_from_a_fork_is_no_member_of_the_organisation(sandbox: Sandbox, pull: Watched) -> None:
    forked = [one.pull for one in sandbox.repository("acme/shop").pulls() if one.pull.head_owner.login != "acme"]
    assert forked
    assert not {one.author.login for one in forked} & pull.desk.repository.owner.members


def test_the_end_of_a_log_says_what_happened_and_why(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    entry = {"event": "job ended", "kind": "analyse", "ending": "bug", "why": "Traceback\n  File x\nNameError: no y"}
    log.write_text(f"plain \x1b[31mwords\n{json.dumps(entry)}\n")
    assert log_tail(log) == "  plain [31mwords\n  job ended analyse bug: NameError: no y"
