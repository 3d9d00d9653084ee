"""The burst: coding agents open dozens of pull requests at once, and everything that can stumble does.

Each delivery comes twice and many come late, heads move on meanwhile, the worker is killed, Redis forgets everything. A
quarter of an hour's worth of deliveries comes in seconds. `make bench` tells it with 60 pull requests.
"""

import time
from itertools import cycle
from pathlib import Path

import pytest
from flow.stage import CART, Scene, Stage, both_ways, wait_until
from redis import Redis

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.faults import Mail

ORGANISATIONS = 4
PATIENCE = 900.0


@pytest.mark.timeout(1200)
@both_ways
def test_a_burst_loses_no_review_and_writes_none_twice(
    request: pytest.FixtureRequest, stage: Stage, tmp_path: Path
) -> None:
    size = int(request.config.getoption("--burst") or 0)
    scenes = [stage.scene(tmp_path / str(number)) for number in range(ORGANISATIONS)]
    places = [(scene, f"feature-{number}") for number, scene in zip(range(size), cycle(scenes), strict=False)]
    for number, (scene, branch) in enumerate(places):
        scene.branch(branch, f"sum(self.prices) * 1.{number}")
    stage.sandbox.wait_for_deliveries()
    for mail, _ in zip(cycle([Mail.TWICE, Mail.LATE, Mail.TWICE]), range(6 * size), strict=False):
        stage.sandbox.delivery_faults.add("pull_request", mail)
    began = time.monotonic()
    pulls = [(scene, scene.open(head=branch)) for scene, branch in places]
    for number, (scene, branch) in enumerate(places[::3]):
        scene.clone.git("switch", "--quiet", branch)
        scene.clone.commit(
            "Round it", {"cart.py": CART.replace("sum(self.prices)", f"round(sum(self.prices), {number})")}
        )
        scene.push(branch)
    opened = time.monotonic()
    stumble(stage, pulls)
    wait_until(lambda: reviewed(pulls) == size, f"all {size} are reviewed", PATIENCE)
    took = time.monotonic() - began
    stage.sandbox.delivery_faults.clear()
    for scene, pull in pulls:
        assert (len(scene.sticky(pull)), len(pull.check_runs())) == (1, 1), pull.url
    request.config.get_terminal_writer().line(
        f" {size} pull requests opened in {opened - began:.1f} s, all reviewed once after {took:.1f} s; "
        f"{len(stage.sandbox.deliveries(stage.app))} deliveries, {'tickets' if stage.backing.redis_url else 'claims'}"
    )


def stumble(stage: Stage, pulls: list[tuple[Scene, PullDesk]]) -> None:
    """Kill the worker when a quarter of the reviews are there, and flush Redis when half of them are."""
    wait_until(lambda: reviewed(pulls) >= len(pulls) // 4, "a quarter is reviewed", PATIENCE)
    stage.kill_worker()
    if stage.backing.redis_url:
        wait_until(lambda: reviewed(pulls) >= len(pulls) // 2, "half of them are reviewed", PATIENCE)
        with Redis.from_url(stage.backing.redis_url) as redis:
            redis.flushdb()


def reviewed(pulls: list[tuple[Scene, PullDesk]]) -> int:
    return sum(scene.is_reviewed(pull) for scene, pull in pulls)
