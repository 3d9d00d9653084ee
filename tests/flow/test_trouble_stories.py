"""What happens when GitHub, the mail or the App stumbles: always one comment, one check run, the newest head."""

from pathlib import Path

import pytest
from flow.stage import CART, CHECK, START_PATIENCE, Scene, Stage, both_ways, wait_until

from reviewer.sandbox.faults import Fault, Mail, Moment

pytestmark = pytest.mark.timeout(180)


@both_ways
def test_the_same_delivery_twice_is_one_review(scene: Scene) -> None:
    scene.sandbox.delivery_faults.add("pull_request", Mail.TWICE, times=2)
    head = scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    scene.wait_for_review(pull)
    delivery = next(each for each in scene.sandbox.deliveries(scene.app) if each.event == "pull_request")
    scene.sandbox.redeliver(scene.app, delivery)
    scene.sandbox.wait_for_deliveries()
    assert (len(scene.sticky(pull)), len(scene.repository.check_runs(head))) == (1, 1)


@both_ways
def test_deliveries_out_of_order_end_with_the_newest_head(scene: Scene) -> None:
    scene.branch("feature", "sum(self.prices) * 1.2")
    scene.sandbox.delivery_faults.add("pull_request", Mail.LATE)
    pull = scene.open()
    scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices), 2)")})
    scene.push("feature")
    comment, run = scene.wait_for_review(pull)
    assert run.head_sha == pull.head_sha
    assert pull.head_sha[:7] in comment.body


def test_a_cut_connection_of_git_is_tried_again(scene: Scene) -> None:
    fault = scene.sandbox.faults.add(Fault("POST", rf"/{scene.repository.full_name}\.git/git-upload-pack", is_cut=True))
    scene.branch("feature", "sum(self.prices) * 1.2")
    scene.wait_for_review(scene.open())
    assert fault.times == 0


def test_a_comment_that_somebody_edited_says_again_what_the_review_says(scene: Scene) -> None:
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    comment, _ = scene.wait_for_review(pull)
    said = comment.body
    pull.edit_comment(comment, said.replace("1 of 1 unit needs you", "0 of 1 units need you"), by="ada")
    wait_until(lambda: scene.sticky(pull)[0].body == said, "the comment is written anew")


@both_ways
def test_a_new_installation_reviews_the_pulls_that_are_open(stage: Stage, tmp_path: Path) -> None:
    scene = stage.scene(tmp_path, is_installed=False)
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    assert pull.check_runs() == []
    scene.installation = stage.sandbox.install_app(stage.app, scene.repository.full_name.split("/")[0])
    scene.wait_for_review(pull)


def test_a_suspended_installation_is_left_alone_and_caught_up_with_later(scene: Scene) -> None:
    scene.sandbox.suspend(scene.installation)
    scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    scene.sandbox.wait_for_deliveries()
    assert pull.check_runs() == []
    scene.sandbox.unsuspend(scene.installation)
    scene.wait_for_review(pull)


def test_no_code_is_kept_of_a_repository_that_is_not_served_any_longer(scene: Scene, stage: Stage) -> None:
    scene.branch("feature", "sum(self.prices) * 1.2")
    scene.wait_for_review(scene.open())
    clone = stage.data / "git" / f"{scene.repository.repository.id}.git"
    assert clone.exists()
    scene.sandbox.uninstall(scene.installation)
    wait_until(lambda: not clone.exists(), "the clone is removed")


def test_a_removed_repository_is_obeyed(scene: Scene) -> None:
    scene.branch("feature", "sum(self.prices) * 1.2")
    first = scene.open()
    comment, _ = scene.wait_for_review(first)
    before = comment.body
    scene.sandbox.uninstall(scene.installation)
    scene.sandbox.wait_for_deliveries()
    first.edit(by="ada", title="Something else")
    scene.sandbox.wait_for_deliveries()
    assert scene.sticky(first)[0].body == before


@both_ways
def test_two_pulls_of_one_head_that_are_read_at_once_share_a_check_run(stage: Stage, tmp_path: Path) -> None:
    scene = stage.scene(tmp_path, is_installed=False)
    head = scene.branch("feature", "sum(self.prices) * 1.2")
    scene.clone.git("switch", "--quiet", "main")
    scene.push("next")
    first, second = scene.open(base="main"), scene.open(base="next")
    scene.sandbox.faults.add(Fault("POST", rf"/{scene.repository.full_name}/check-runs$", delay=3.0, times=2))
    scene.installation = stage.sandbox.install_app(stage.app, scene.repository.full_name.split("/")[0])
    scene.wait_for_review(first)
    scene.wait_for_review(second)
    assert len(scene.repository.check_runs(head)) == 1


@both_ways
def test_a_check_run_over_which_the_worker_died_is_ended_although_the_pull_has_moved_on(
    scene: Scene, stage: Stage
) -> None:
    made = Fault("POST", rf"/{scene.repository.full_name}/check-runs$", delay=2.0, moment=Moment.AFTER)
    scene.sandbox.faults.add(made)
    old = scene.branch("feature", "sum(self.prices) * 1.2")
    pull = scene.open()
    wait_until(lambda: made.times == 0 and scene.repository.check_runs(old), "the check run was made")
    stage.kill_worker()
    scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices) * 1.2, 2)")})
    scene.push("feature")
    scene.wait_for_review(pull, START_PATIENCE)
    wait_until(
        lambda: [run.status for run in scene.repository.check_runs(old)] == ["completed"],
        "nothing is left in progress on the old head",
    )


def test_a_pull_that_moved_on_no_longer_speaks_in_the_check_run_it_shared(scene: Scene) -> None:
    head = scene.branch("feature", "sum(self.prices) * 1.2")
    scene.push("twin")
    stays, moves = scene.open(), scene.open(head="twin")
    scene.wait_for_review(stays)
    scene.wait_for_review(moves)
    summary = f"Pull request {moves.number}"
    wait_until(lambda: summary in (stays.check_run(CHECK).summary or ""), "the check run speaks of both")
    scene.clone.commit("Round it", {"cart.py": CART.replace("sum(self.prices)", "round(sum(self.prices) * 1.2, 2)")})
    scene.push("twin")
    wait_until(
        lambda: summary not in (scene.repository.check_runs(head)[0].summary or ""), "it speaks of the one that stayed"
    )
