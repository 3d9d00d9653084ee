"""What the App's log and metrics tell of reviews: which one each line is about, and no secret, code or prose."""

import re
import time
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from flow.stage import CART, HANDS, Scene, Stage, wait_until

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.faults import Fault

pytestmark = pytest.mark.timeout(180)

CODE = "quokka_in_the_code"
TITLE = "Quokka in the title"
BODY = "Quokka in the description, which closes nothing."
COMMIT = "Quokka in the commit"


@dataclass(frozen=True)
class Told:
    """A pull that the log and the metrics have told of."""

    scene: Scene
    pull: PullDesk


@pytest.fixture(scope="module")
def told(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A reviewed pull that GitHub made trouble about first, in ways that are logged."""
    scene = stage.scene(tmp_path_factory.mktemp("told"))
    # Catching up with the installation would find the pull as well, and be what led to its review.
    stage.wait_until_caught_up(scene)
    path = rf"/{scene.repository.full_name}"
    scene.sandbox.faults.add(Fault("POST", rf"{path}/issues/.*/comments$", times=1, status=500, message="Oops"))
    scene.sandbox.faults.add(Fault("POST", rf"{path}\.git/git-upload-pack", is_cut=True))
    scene.clone.git("switch", "--quiet", "--force-create", "feature", "main")
    scene.clone.commit(COMMIT, {"cart.py": CART.replace("sum(self.prices)", f"{CODE}(self.prices)"), "bad.py": "def ("})
    scene.push("feature")
    pull = scene.open(TITLE, body=BODY)
    scene.wait_for_review(pull)
    return Told(scene, pull)


def test_every_job_of_a_review_names_the_webhook_the_pull_and_the_sha(stage: Stage, told: Told) -> None:
    scene, pull = told.scene, told.pull
    opened = [each.guid for each in scene.sandbox.deliveries(scene.app) if each.event == "pull_request"]
    name = f"{scene.repository.full_name}#{pull.number}"

    def jobs() -> list[dict[str, Any]]:
        ends = [line for line in stage.lines() if line["event"] == "job ended"]
        return [line for line in ends if line["pull"] == name and line["ending"] == "done"]

    wait_until(lambda: {"analyse", "publish", "check"} <= {line["kind"] for line in jobs()}, "all jobs have ended")
    assert {(line["delivery"], line["sha"]) for line in jobs()} == {(opened[-1], pull.head_sha)}


def test_no_secret_no_code_and_no_prose_is_in_the_log(stage: Stage, told: Told) -> None:
    scene = told.scene
    body = b'{"secret": "quokka"}'
    httpx.post(f"{stage.url}/webhook", content=body, headers={"x-github-event": "push", "x-github-delivery": "g"})
    text = stage.log.read_text()
    keys = [line for line in scene.app.private_key.splitlines() if "-----" not in line]
    secrets = [*scene.sandbox.world.tokens, scene.app.webhook_secret, scene.app.client_secret, *keys]
    assert [secret for secret in secrets if secret in text] == []
    assert re.findall("(?i).*quokka.*", text) == []
    assert told.pull.head_sha in text


def test_the_metrics_tell_of_a_review(stage: Stage, told: Told) -> None:
    def figures() -> dict[str, float]:
        rows = httpx.get(f"{stage.url}/metrics").text.splitlines()
        return {name: float(value) for name, value in (row.rsplit(" ", 1) for row in rows if not row.startswith("#"))}

    done = 'reviewer_jobs_total{ending="done",kind="check",reason=""}'
    wait_until(lambda: done in figures(), "the end of a check is counted")
    read = figures()
    stages = ("fetch", "review", "save", "comment", "check")
    assert all(read[f'reviewer_stage_seconds_count{{stage="{stage}"}}'] >= 1 for stage in stages)
    assert read['reviewer_jobs_total{ending="busy",kind="publish",reason="GitHubAway"}'] >= 1
    ours = f'{{installation="{told.scene.installation.id}"}}'
    assert 0 < read[f"reviewer_github_budget_remaining{ours}"] < read[f"reviewer_github_budget_limit{ours}"] == 5000
    assert read[f"reviewer_github_budget_reset_timestamp_seconds{ours}"] > time.time()
    # A worker that another story killed counts as alive for a while.
    assert read["reviewer_worker_slots"] == HANDS * read["reviewer_workers"] > 0
