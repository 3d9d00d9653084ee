"""Webhooks that never arrive: GitHub does not send them again by itself, and their pulls are reviewed all the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from contract.openapi import Contract
from flow.app_process import make_app
from flow.stage import CART, START_PATIENCE, Scene, Stage, wait_until

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.faults import Mail
from reviewer.sandbox.server import start_sandbox

pytestmark = pytest.mark.timeout(300)

LOST = "failed to connect to host"


@dataclass(frozen=True)
class History:
    """An App that was started for the first time, went down and is up again, and who missed something meanwhile."""

    stage: Stage
    known: Scene
    """Of its installation the App heard; the pull was opened while it was down."""
    pull: PullDesk
    unheard: Scene
    """Its installation and its pull are older than the App's first start."""

    def sweeps(self) -> int:
        return sum(line["event"] == "job ended" and line["kind"] == "sweep" for line in self.stage.lines())


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, judge: Contract | str) -> Iterator[History]:
    folder = tmp_path_factory.mktemp("history")
    observer = None if isinstance(judge, str) else judge
    if observer is not None:
        observer.begin()
    with start_sandbox(folder / "github", observer=observer) as sandbox:
        app = make_app(sandbox, folder, sweep_pause=1.0)
        never_up = Stage(sandbox, app.app, "", folder / "data", app.log, None)  # type: ignore[arg-type]
        unheard = never_up.scene(folder / "unheard")
        old = opened(unheard)
        with app.up() as stage:
            stage.scenes = never_up.scenes
            known = stage.scene(folder / "known")
            sandbox.wait_for_deliveries()
            unheard.wait_for_review(old, START_PATIENCE)
        missed = opened(known)
        with app.up() as again:
            again.scenes = stage.scenes
            yield History(again, known, missed, unheard)
    if isinstance(judge, Contract) and (broken := judge.verdict()):
        pytest.fail(f"GitHub's own description was broken:\n{broken}")


def opened(scene: Scene) -> PullDesk:
    """Open a pull, and have the news of it delivered or lost."""
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    scene.sandbox.wait_for_deliveries()
    return pull


def attempts(scene: Scene, event: str) -> list[tuple[bool, str]]:
    """Return each attempt to deliver an event of a scene: whether it is a redelivery, and how it ended."""
    sent = [each for each in scene.sandbox.deliveries(scene.app) if each.installation_id == scene.installation.id]
    return [(each.is_redelivery, each.status) for each in sent if each.event == event]


def test_what_was_sent_while_the_app_was_down_is_reviewed_when_it_is_back(history: History) -> None:
    history.known.wait_for_review(history.pull, START_PATIENCE)
    assert attempts(history.known, "pull_request") == [(False, LOST), (True, "OK")]


def test_an_installation_that_nobody_heard_of_is_served_from_the_first_start_on(history: History) -> None:
    assert attempts(history.unheard, "installation") == [(False, LOST), (True, "OK")]


def test_what_is_lost_while_the_app_runs_is_found_however_often_it_is_lost(history: History, tmp_path: Path) -> None:
    scene = settled(history, tmp_path)
    scene.sandbox.delivery_faults.add("pull_request", Mail.LOST, times=3)
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices), 2)")})
    scene.push("feature")
    _, run = scene.wait_for_review(pull)
    assert run.head_sha == pull.head_sha
    # Both are sent for at once: either may be the one that is lost again.
    found = attempts(scene, "pull_request")
    assert found[:2] == [(False, LOST), (False, LOST)]
    assert found.count((True, LOST)) == 1


def test_an_event_that_changes_nothing_is_sent_for_once_and_not_again(history: History, tmp_path: Path) -> None:
    scene = settled(history, tmp_path)
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    scene.wait_for_review(pull)
    scene.sandbox.delivery_faults.add("issue_comment", Mail.LOST)
    pull.comment("Nothing of ours", by="lea")
    wait_until(lambda: (True, "OK") in attempts(scene, "issue_comment"), "the lost comment was sent again")
    seen = history.sweeps()
    wait_until(lambda: history.sweeps() >= seen + 3, "three more sweeps were made")
    assert [each for each in attempts(scene, "issue_comment") if each[0]] == [(True, "OK")]


def settled(history: History, folder: Path) -> Scene:
    """Return a scene whose installation the App has heard of, and has looked through for open pulls."""
    scene = history.stage.scene(folder / "scene")
    scene.sandbox.wait_for_deliveries()
    history.stage.wait_until_caught_up(scene)
    return scene
