"""What happens when the clock of the App's machine jumps: GitHub refuses to hear it until the clock is right again."""

from pathlib import Path

import pytest
from flow.stage import Scene, Stage, both_ways, wait_until

from reviewer.sandbox.faults import Fault

pytestmark = pytest.mark.timeout(180)

HOUR = 3600.0


@both_ways
@pytest.mark.parametrize("ahead", [HOUR, -HOUR], ids=["ahead", "back"])
def test_a_clock_that_jumps_and_is_put_right_loses_no_review(stage: Stage, tmp_path: Path, ahead: float) -> None:
    begun, waiting = stage.scene(tmp_path / "begun"), stage.scene(tmp_path / "waiting")
    for scene in (begun, waiting):
        scene.branch("feature", "sum(self.prices) * 1.2")
        # Looking for open pulls would order their reviews anew.
        stage.wait_until_caught_up(scene)
    slow = stage.sandbox.faults.add(Fault("POST", rf"/{begun.repository.full_name}/check-runs$", delay=2.0))
    pulls = [begun.open()]
    wait_until(lambda: slow.times == 0, "the check run is being created")
    stage.set_clock(ahead)
    pulls.append(waiting.open())
    wait_until(lambda: is_told(stage, waiting, "the clock here is right"), "the log says what to look at")
    stage.set_clock(0)
    for scene, pull in zip((begun, waiting), pulls, strict=True):
        scene.wait_for_review(pull)
        assert len(scene.repository.check_runs(pull.head_sha)) == 1


def is_told(stage: Stage, scene: Scene, words: str) -> bool:
    """Return whether the log says this of a pull of a scene."""
    key = f"pull/{scene.repository.repository.id}/"
    return any(line.get("key", "").startswith(key) and words in line.get("why", "") for line in stage.lines())
