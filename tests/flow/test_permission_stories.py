"""Permissions that an organisation has not accepted yet: said once where it may be said, then the review takes over."""

from pathlib import Path

import pytest
from flow.stage import CART, CHECK, Scene, Stage, wait_until

from reviewer.sandbox.control.pull import PullDesk

pytestmark = pytest.mark.timeout(180)

WAITS = "the App waits for permissions"


def accepted(scene: Scene, pull: PullDesk) -> None:
    """Accept what the App asks for, and see the review in the place of what was said."""
    scene.sandbox.accept_permissions(scene.installation)
    scene.wait_for_check(pull, "of 1 unit needs you")
    comment, _ = scene.wait_for_review(pull)
    assert WAITS not in comment.body


def opened(scene: Scene) -> PullDesk:
    scene.branch("feature", "sum(self.prices) * 1.2")
    return scene.open()


@pytest.mark.parametrize("name", ["checks", "contents"])
def test_what_is_missing_is_said_in_the_comment_once_and_then_the_review_is_there(scene: Scene, name: str) -> None:
    scene.sandbox.withhold(scene.installation, name)
    pull = opened(scene)
    wait_until(lambda: scene.sticky(pull), f"it is said: {scene.account_of(pull)}")
    (said,) = scene.sticky(pull)
    body, written = said.body, said.updated_at
    assert WAITS in body
    assert f"/settings/installations/{scene.installation.id})" in body
    scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices), 2)")})
    scene.push("feature")
    pull.edit(by="ada", title="Another title")
    scene.sandbox.wait_for_deliveries()
    accepted(scene, pull)
    assert (said.id, said.created_at) == (scene.sticky(pull)[0].id, written)


def test_where_no_comment_may_be_written_the_check_run_says_it(scene: Scene) -> None:
    scene.sandbox.withhold(scene.installation, pull_requests="read")
    pull = opened(scene)
    run = scene.wait_for_check(pull, WAITS)
    assert (run.conclusion, "`pull_requests: write`" in (run.summary or ""), scene.sticky(pull)) == (
        "neutral", True, [],
    )  # fmt: skip
    accepted(scene, pull)
    assert pull.check_run(CHECK).id == run.id


def test_where_nothing_may_be_written_the_log_says_it_and_nothing_is_tried_again(scene: Scene, stage: Stage) -> None:
    scene.sandbox.withhold(scene.installation, "checks", pull_requests="read")
    before = len(stage.log.read_text())
    pull = opened(scene)
    wait_until(lambda: "permissions missing" in stage.log.read_text()[before:], "the log says it")
    accepted(scene, pull)
    log = stage.log.read_text()[before:]
    assert '"ending": "told"' not in log


def test_pulls_that_nobody_tells_us_of_are_found_once_the_permissions_are_accepted(
    stage: Stage, tmp_path: Path
) -> None:
    """Without any permission for pulls GitHub does not even send their events."""
    scene = stage.scene(tmp_path, is_installed=False)
    pull = opened(scene)
    asked = stage.app.permissions
    stage.app.permissions = {name: level for name, level in asked.items() if name != "pull_requests"}
    scene.installation = stage.sandbox.install_app(stage.app, scene.repository.full_name.split("/")[0])
    stage.app.permissions = asked
    wait_until(lambda: f'"installation/{scene.installation.id}"' in told(stage), "the log says it")
    assert scene.sticky(pull) == []
    accepted(scene, pull)


def told(stage: Stage) -> str:
    """Return the lines of the App's log that tell of missing permissions."""
    return "\n".join(line for line in stage.log.read_text().splitlines() if "permissions missing" in line)
