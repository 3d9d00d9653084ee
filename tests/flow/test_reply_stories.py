"""What happens when GitHub answers wrongly, late or not at all: every trouble, with every write of a review."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flow.stage import GITHUB_TIMEOUT, PATIENCE, Scene, Stage, both_ways, wait_until

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.faults import Fault, Moment, secondary_limit

pytestmark = pytest.mark.timeout(180)

WRITES = {
    "the creation of the comment": ("POST", r"/{0}/issues/\d+/comments$"),
    "the creation of the check run": ("POST", r"/{0}/check-runs$"),
    "the completion of the check run": ("PATCH", r"/{0}/check-runs/\d+$"),
}
TROUBLES = {
    "a 500 before it": Fault("", "", status=500),
    "a 500 after it": Fault("", "", status=500, moment=Moment.AFTER),
    "a secondary limit": secondary_limit("", "", retry_after=2, times=2),
    "a token that ended": Fault("", "", status=401, message="Bad credentials"),
    "an answer cut midway": Fault("", "", keep=0.5, is_cut=True),
    "an answer that comes too late": Fault("", "", delay=GITHUB_TIMEOUT + 1, moment=Moment.AFTER),
}


@dataclass(frozen=True)
class Case:
    """A pull with trouble ahead."""

    scene: Scene
    pull: PullDesk
    troubles: dict[str, Fault]

    @property
    def unmet(self) -> list[str]:
        return [name for name, fault in self.troubles.items() if fault.times]


def open_into_trouble(scene: Scene, number: int) -> Case:
    """Open a pull each of whose writes meets another trouble; over as many pulls as there are, each meets each."""
    troubles: dict[str, Fault] = {}
    for place, (what, (method, path)) in enumerate(WRITES.items()):
        name = list(TROUBLES)[(number + place) % len(TROUBLES)]
        fault = replace(TROUBLES[name], method=method, path=path.format(scene.repository.full_name))
        troubles[f"{name} with {what}"] = scene.sandbox.faults.add(fault)
    scene.branch("feature", "sum(self.prices) * 1.2")
    return Case(scene, scene.open(), troubles)


@both_ways
def test_any_trouble_with_any_write_ends_with_one_comment_and_one_completed_check_run(
    stage: Stage, tmp_path: Path
) -> None:
    stage.sandbox.faults.clear()
    cases = [open_into_trouble(stage.scene(tmp_path / str(number)), number) for number in range(len(TROUBLES))]
    for case in cases:
        wait_until(lambda case=case: not case.unmet, f"{case.pull.url} met {list(case.troubles)}", 2 * PATIENCE)
        case.scene.wait_for_review(case.pull)
        assert len(case.scene.repository.check_runs(case.pull.head_sha)) == 1


@both_ways
def test_a_token_that_ends_in_the_middle_of_a_job_is_replaced_there(scene: Scene, stage: Stage) -> None:
    stage.wait_until_caught_up(scene)
    path = rf"/{scene.repository.full_name}/check-runs$"
    slow = scene.sandbox.faults.add(Fault("POST", path, delay=GITHUB_TIMEOUT / 2))
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    wait_until(lambda: slow.times == 0, "the check run is being created")
    scene.sandbox.world.tokens.clear()
    slow.is_released = True
    scene.wait_for_review(pull)
    wait_until(lambda: endings(stage, scene), "the end of a job is told")
    assert endings(stage, scene) == {"done"}


def endings(stage: Stage, scene: Scene) -> set[str]:
    """Return how the jobs about the heads of a scene ended."""
    key = f"head/{scene.repository.repository.id}/"
    ends = [line for line in stage.lines() if line["event"] == "job ended"]
    return {line["ending"] for line in ends if line["key"].startswith(key)}
