"""What happens when something dies in the middle: nothing is lost, nothing is written twice, the newest head wins."""

from collections.abc import Callable

import psycopg
import pytest
from disks import needs_root, resize, small_disk
from flow.stage import CART, Scene, Stage, both_ways, wait_until, with_tickets
from redis import Redis

from reviewer.sandbox.faults import Fault, Moment

pytestmark = pytest.mark.timeout(180)

PATHS = {
    "the fetch": ("POST", r"/{0}\.git/git-upload-pack"),
    "the creation of the comment": ("POST", r"/{0}/issues/\d+/comments$"),
    "the creation of the check run": ("POST", r"/{0}/check-runs$"),
    "the completion of the check run": ("PATCH", r"/{0}/check-runs/\d+$"),
}
MOMENTS = [
    ("the fetch", Moment.BEFORE),
    *((what, moment) for what in list(PATHS)[1:] for moment in (Moment.BEFORE, Moment.AFTER)),
]
in_each_stage = pytest.mark.parametrize(("what", "moment"), MOMENTS, ids=lambda value: str(value).replace(" ", "-"))


def slow(scene: Scene, what: str, moment: Moment = Moment.BEFORE, seconds: float = 1.0) -> Fault:
    """Have the next request of a stage take a while, before or after it is acted on."""
    method, path = PATHS[what]
    path = path.format(scene.repository.full_name)
    return scene.sandbox.faults.add(Fault(method, path, delay=seconds, moment=moment))


def meanwhile(scene: Scene, fault: Fault, act: Callable[[], object]) -> None:
    """Open a pull, act in the middle of one request, and see the pull reviewed as if nothing had been."""
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    wait_until(lambda: fault.times == 0, "the slow request is under way")
    act()
    scene.wait_for_review(pull)
    assert len(scene.repository.check_runs(pull.head_sha)) == 1


@both_ways
@in_each_stage
def test_a_worker_that_is_killed_in_any_stage_is_followed_by_another(
    scene: Scene, stage: Stage, what: str, moment: Moment
) -> None:
    meanwhile(scene, slow(scene, what, moment), stage.kill_worker)


@both_ways
@pytest.mark.parametrize("what", PATHS, ids=lambda value: str(value).replace(" ", "-"))
def test_a_push_in_any_stage_ends_with_the_newest_head(scene: Scene, what: str) -> None:
    def push() -> None:
        scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices), 2)")})
        scene.push("feature")

    meanwhile(scene, slow(scene, what), push)


@with_tickets
@pytest.mark.parametrize("what", PATHS, ids=lambda value: str(value).replace(" ", "-"))
def test_a_redis_that_forgets_everything_in_any_stage_loses_no_review(scene: Scene, stage: Stage, what: str) -> None:
    def forget() -> None:
        with Redis.from_url(stage.backing.redis_url) as redis:
            redis.flushdb()

    meanwhile(scene, slow(scene, what), forget)


@with_tickets
@pytest.mark.parametrize("what", PATHS, ids=lambda value: str(value).replace(" ", "-"))
def test_database_connections_that_are_cut_in_any_stage_lose_no_review(scene: Scene, stage: Stage, what: str) -> None:
    def cut_all() -> None:
        with psycopg.connect(stage.backing.database_url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    meanwhile(scene, slow(scene, what), cut_all)


@both_ways
@needs_root
def test_a_disk_that_is_full_delays_the_review_until_there_is_room(scene: Scene, stage: Stage) -> None:
    with small_disk(stage.data / "git", "16k"):
        scene.branch("feature", "sum(self.prices) * 1.2")
        pull = scene.open()
        wait_until(lambda: "the disk is full" in stage.log.read_text(), "the log says that the disk is full")
        resize(stage.data / "git", "8m")
        scene.wait_for_review(pull)
