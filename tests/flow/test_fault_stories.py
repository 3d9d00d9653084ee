"""What happens when something dies in the middle: nothing is lost, nothing is written twice, the newest head wins.

A story has one pull in each stage of a review at the same time, held there by a GitHub that does not answer.
"""

from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from disks import needs_root, resize, small_disk
from flow.stage import CART, GITHUB_TIMEOUT, START_PATIENCE, Scene, Stage, both_ways, wait_until, with_tickets
from redis import Redis

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.faults import Fault, Moment

pytestmark = pytest.mark.timeout(300)

FETCH = "the fetch"
STAGES = {
    FETCH: ("POST", r"/{0}\.git/git-upload-pack"),
    "the creation of the comment": ("POST", r"/{0}/issues/\d+/comments$"),
    "the creation of the check run": ("POST", r"/{0}/check-runs$"),
    "the completion of the check run": ("PATCH", r"/{0}/check-runs/\d+$"),
}


@dataclass(frozen=True)
class Held:
    """A pull in the middle of a stage of its review."""

    scene: Scene
    pull: PullDesk
    fault: Fault

    def push(self) -> str:
        """Push to the pull; return the head that was."""
        old = self.pull.head_sha
        self.scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices), 2)")})
        self.scene.push("feature")
        return old

    def go_on(self) -> None:
        """See the pull reviewed as if nothing had been."""
        self.fault.is_released = True
        self.scene.wait_for_review(self.pull, START_PATIENCE)
        assert len(self.scene.repository.check_runs(self.pull.head_sha)) == 1, self.pull.url


def hold_one_in_each_stage(stage: Stage, folder: Path, moment: Moment = Moment.BEFORE) -> list[Held]:
    """Open a pull for each stage; return them once each is in it, before or after GitHub has done what it is asked."""
    stage.sandbox.faults.clear()
    # A fetch that was answered is over.
    stages = [what for what in STAGES if what != FETCH or moment is Moment.BEFORE]
    held = [hold(stage.scene(folder / what), what, moment) for what in stages]
    wait_until(lambda: not any(each.fault.times for each in held), "there is a pull in each stage")
    return held


def hold(scene: Scene, what: str, moment: Moment) -> Held:
    """Open a pull that will be held in a stage."""
    method, path = STAGES[what]
    fault = Fault(method, path.format(scene.repository.full_name), delay=GITHUB_TIMEOUT, moment=moment)
    scene.sandbox.faults.add(fault)
    scene.branch("feature", "sum(self.prices) * 1.2")
    return Held(scene, scene.open(), fault)


@both_ways
@pytest.mark.parametrize("moment", Moment)
def test_a_worker_that_is_killed_in_any_stage_is_followed_by_another(
    stage: Stage, tmp_path: Path, moment: Moment
) -> None:
    held = hold_one_in_each_stage(stage, tmp_path, moment)
    stage.kill_worker()
    for each in held:
        each.go_on()


@both_ways
def test_a_push_in_any_stage_ends_with_the_newest_head(stage: Stage, tmp_path: Path) -> None:
    held = hold_one_in_each_stage(stage, tmp_path)
    old = [each.push() for each in held]
    for each, head in zip(held, old, strict=True):
        each.go_on()
        wait_until(
            lambda each=each, head=head: all(
                run.status == "completed" for run in each.scene.repository.check_runs(head)
            ),
            f"nothing is left in progress on the old head of {each.pull.url}",
        )


@with_tickets
def test_a_redis_that_forgets_everything_in_any_stage_loses_no_review(stage: Stage, tmp_path: Path) -> None:
    held = hold_one_in_each_stage(stage, tmp_path)
    with Redis.from_url(stage.backing.redis_url) as redis:
        redis.flushdb()
    for each in held:
        each.go_on()


@with_tickets
def test_database_connections_that_are_cut_in_any_stage_lose_no_review(stage: Stage, tmp_path: Path) -> None:
    held = hold_one_in_each_stage(stage, tmp_path)
    with psycopg.connect(stage.backing.database_url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    for each in held:
        each.go_on()


@both_ways
@needs_root
def test_a_disk_that_is_full_delays_the_review_until_there_is_room(scene: Scene, stage: Stage) -> None:
    with small_disk(stage.data / "git", "16k"):
        scene.branch("feature", "sum(self.prices) * 1.2")
        pull = scene.open()
        wait_until(lambda: "the disk is full" in stage.log.read_text(), "the log says that the disk is full")
        resize(stage.data / "git", "8m")
        scene.wait_for_review(pull)
