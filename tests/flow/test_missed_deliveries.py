"""Webhooks that never arrive: GitHub does not send them again by itself, and their pulls are reviewed all the same."""

from pathlib import Path

import pytest
from flow.app_process import AppProcess, make_app
from flow.stage import CART, Scene, Stage, wait_until

from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.faults import Mail

pytestmark = pytest.mark.timeout(180)

LOST = "failed to connect to host"


@pytest.fixture
def app(sandbox: Sandbox, tmp_path: Path) -> AppProcess:
    return make_app(sandbox, tmp_path, sweep_pause=1.0)


def attempts(scene: Scene, event: str) -> list[tuple[bool, str]]:
    """Return each attempt to deliver an event: whether it is a redelivery, and how it ended."""
    sent = scene.sandbox.deliveries(scene.app)
    return [(each.is_redelivery, each.status) for each in sent if each.event == event]


def settled(app: AppProcess, stage: Stage, folder: Path) -> Scene:
    """Return a scene whose installation the App has heard of."""
    scene = stage.scene(folder / "scene")
    app.sandbox.wait_for_deliveries()
    return scene


def test_what_was_sent_while_the_app_was_down_is_reviewed_when_it_is_back(app: AppProcess, tmp_path: Path) -> None:
    with app.up() as stage:
        scene = settled(app, stage, tmp_path)
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    app.sandbox.wait_for_deliveries()
    with app.up():
        scene.wait_for_review(pull)
    assert attempts(scene, "pull_request") == [(False, LOST), (True, "OK")]


def test_an_installation_that_nobody_heard_of_is_served_from_the_first_start_on(
    app: AppProcess, tmp_path: Path
) -> None:
    never_up = Stage(app.sandbox, app.app, "", tmp_path / "data", app.log, None)  # type: ignore[arg-type]
    scene = settled(app, never_up, tmp_path)
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    app.sandbox.wait_for_deliveries()
    with app.up():
        scene.wait_for_review(pull)
    assert attempts(scene, "installation") == [(False, LOST), (True, "OK")]


def test_what_is_lost_while_the_app_runs_is_found_however_often_it_is_lost(app: AppProcess, tmp_path: Path) -> None:
    with app.up() as stage:
        scene = settled(app, stage, tmp_path)
        app.sandbox.delivery_faults.add("pull_request", Mail.LOST, times=3)
        scene.branch("feature", "sum(self.prices) * 1.2")
        pull = scene.open()
        scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices), 2)")})
        scene.push("feature")
        _, run = scene.wait_for_review(pull)
    assert run.head_sha == pull.head_sha
    assert attempts(scene, "pull_request")[:3] == [(False, LOST), (False, LOST), (True, LOST)]


def test_an_event_that_changes_nothing_is_sent_for_once_and_not_again(app: AppProcess, tmp_path: Path) -> None:
    def sweeps() -> int:
        lines = app.log.read_text().splitlines()
        return sum('"kind": "sweep"' in line and "job ended" in line for line in lines)

    with app.up() as stage:
        scene = settled(app, stage, tmp_path)
        scene.branch("feature", "sum(self.prices) * 1.2")
        pull = scene.open()
        scene.wait_for_review(pull)
        app.sandbox.delivery_faults.add("issue_comment", Mail.LOST)
        pull.comment("Nothing of ours", by="lea")
        wait_until(lambda: (True, "OK") in attempts(scene, "issue_comment"), "the lost comment was sent again")
        seen = sweeps()
        wait_until(lambda: sweeps() >= seen + 3, "three more sweeps were made")
    assert [each for each in attempts(scene, "issue_comment") if each[0]] == [(True, "OK")]
