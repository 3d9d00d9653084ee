"""What the App's log and metrics tell of reviews: which one each line is about, and no secret, code or prose."""

import json
import re
import time
from typing import Any

import httpx
import pytest
from flow.stage import CART, Scene, Stage, wait_until

from reviewer.sandbox.control.pull import PullDesk
from reviewer.sandbox.faults import Fault

pytestmark = pytest.mark.timeout(180)

CODE = "quokka_in_the_code"
TITLE = "Quokka in the title"
BODY = "Quokka in the description, which closes nothing."
COMMIT = "Quokka in the commit"


@pytest.fixture
def pull(stage: Stage, scene: Scene) -> PullDesk:
    """A reviewed pull that GitHub made trouble about first, in ways that are logged."""
    # Catching up with the installation would find the pull as well, and be what led to its review.
    key = f"installation/{scene.installation.id}"
    wait_until(lambda: {"installation", "backfill"} <= kinds_done(stage, key), f"{key} is caught up with")
    path = rf"/{scene.repository.full_name}"
    scene.sandbox.faults.add(Fault("POST", rf"{path}/issues/.*/comments$", times=1, status=500, message="Oops"))
    scene.sandbox.faults.add(Fault("POST", rf"{path}\.git/git-upload-pack", is_cut=True))
    scene.clone.git("switch", "--quiet", "--force-create", "feature", "main")
    scene.clone.commit(COMMIT, {"cart.py": CART.replace("sum(self.prices)", f"{CODE}(self.prices)"), "bad.py": "def ("})
    scene.push("feature")
    opened = scene.open(TITLE, body=BODY)
    scene.wait_for_review(opened)
    return opened


def kinds_done(stage: Stage, key: str) -> set[str]:
    return {line["kind"] for line in lines(stage) if line["event"] == "job ended" and line["key"] == key}


def lines(stage: Stage) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stage.log.read_text().splitlines() if line.startswith("{")]


def test_every_job_of_a_review_names_the_webhook_the_pull_and_the_sha(
    stage: Stage, scene: Scene, pull: PullDesk
) -> None:
    opened = [each.guid for each in scene.sandbox.deliveries(scene.app) if each.event == "pull_request"]
    name = f"{scene.repository.full_name}#{pull.number}"

    def jobs() -> list[dict[str, Any]]:
        ends = [line for line in lines(stage) if line["event"] == "job ended"]
        return [line for line in ends if line["pull"] == name and line["ending"] == "done"]

    wait_until(lambda: {"analyse", "publish", "check"} <= {line["kind"] for line in jobs()}, "all jobs have ended")
    assert {(line["delivery"], line["sha"]) for line in jobs()} == {(opened[-1], pull.head_sha)}


def test_no_secret_no_code_and_no_prose_is_in_the_log(stage: Stage, scene: Scene, pull: PullDesk) -> None:
    body = b'{"secret": "quokka"}'
    httpx.post(f"{stage.url}/webhook", content=body, headers={"x-github-event": "push", "x-github-delivery": "g"})
    text = stage.log.read_text()
    keys = [line for line in scene.app.private_key.splitlines() if "-----" not in line]
    secrets = [*scene.sandbox.world.tokens, scene.app.webhook_secret, scene.app.client_secret, *keys]
    assert [secret for secret in secrets if secret in text] == []
    assert re.findall("(?i).*quokka.*", text) == []
    assert pull.head_sha in text


def test_the_metrics_tell_of_a_review(stage: Stage, scene: Scene, pull: PullDesk) -> None:
    def figures() -> dict[str, float]:
        rows = httpx.get(f"{stage.url}/metrics").text.splitlines()
        return {name: float(value) for name, value in (row.rsplit(" ", 1) for row in rows if not row.startswith("#"))}

    done = 'reviewer_jobs_total{ending="done",kind="check",reason=""}'
    wait_until(lambda: done in figures(), "the end of a check is counted")
    told = figures()
    stages = ("fetch", "review", "save", "comment", "check")
    assert all(told[f'reviewer_stage_seconds_count{{stage="{stage}"}}'] >= 1 for stage in stages)
    assert told['reviewer_jobs_total{ending="busy",kind="publish",reason="GitHubAway"}'] >= 1
    ours = f'{{installation="{scene.installation.id}"}}'
    assert 0 < told[f"reviewer_github_budget_remaining{ours}"] < told[f"reviewer_github_budget_limit{ours}"] == 5000
    assert told[f"reviewer_github_budget_reset_timestamp_seconds{ours}"] > time.time()
    # A worker that another story killed counts as alive for a while.
    assert told["reviewer_worker_slots"] == 2 * told["reviewer_workers"] > 0
