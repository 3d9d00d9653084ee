"""What people do on the sandbox, and the webhooks an App hears of it."""

import hashlib
import hmac

import pytest
from scene import Scene

from reviewer.sandbox.acts.pulls import NewPull


def test_an_installed_app_hears_of_its_installation_and_of_a_pull_request(scene: Scene) -> None:
    assert scene.hear() == ["ping", "installation.created", "push", "check_suite.requested", "pull_request.opened"]


def test_a_delivery_is_signed_over_its_raw_body(scene: Scene) -> None:
    scene.hear()
    for heard in scene.ear.heard:
        digest = hmac.new(scene.app.webhook_secret.encode(), heard.body, hashlib.sha256).hexdigest()
        assert heard.headers["x-hub-signature-256"] == f"sha256={digest}"


def test_a_forced_push_through_git_moves_the_pull_request(scene: Scene) -> None:
    scene.hear_next()
    before = scene.pull.head_sha
    lea = scene.sandbox.create_user("lea")
    scene.work.commit("Retry thrice", pay_py="def pay():\n    return 3\n")
    scene.work.git("reset", "--quiet", "--soft", "main")
    after = scene.work.commit("Retry at last")
    scene.work.git("push", "--quiet", "--force", _with_login(scene.shop.clone_url, "lea", lea.password), "HEAD:retry")
    assert scene.hear() == ["push", "check_suite.requested", "pull_request.synchronize"]
    assert scene.ear.heard[0].payload["forced"] is True
    assert (scene.ear.heard[2].payload["before"], scene.ear.heard[2].payload["after"]) == (before, after)
    assert scene.work.git("ls-remote", str(scene.shop.git_dir), "refs/pull/1/head").split()[0] == after


def test_a_pull_request_from_a_fork_has_its_head_in_the_base_repository(scene: Scene) -> None:
    scene.sandbox.create_user("mallory")
    fork = scene.shop.fork("mallory")
    sha = fork.push("evil", source=scene.work.folder, by="mallory")
    pull = scene.shop.open_pull(NewPull("Please", head="evil", author="mallory", fork="mallory/shop"))
    url = _with_login(scene.shop.clone_url, "x-access-token", scene.token())
    assert scene.work.git("ls-remote", url, f"refs/pull/{pull.number}/head").split()[0] == sha
    scene.hear()
    assert scene.ear.heard[-1].payload["pull_request"]["head"]["repo"]["full_name"] == "mallory/shop"


def test_every_change_of_a_pull_request_is_told(scene: Scene) -> None:
    scene.hear_next()
    scene.pull.edit(by="lea", title="Retry charges", body="Why not")
    scene.pull.convert_to_draft(by="lea")
    scene.pull.mark_ready(by="lea")
    scene.pull.label("urgent", by="lea")
    scene.pull.unlabel("urgent", by="lea")
    scene.pull.request_review("tom", by="lea")
    scene.pull.close(by="lea")
    scene.pull.reopen(by="lea")
    told = [name.removeprefix("pull_request.") for name in scene.hear()]
    assert told[:4] == ["edited", "converted_to_draft", "ready_for_review", "labeled"]
    assert told[4:] == ["unlabeled", "review_requested", "closed", "reopened"]


def test_reviews_are_told_and_can_be_dismissed(scene: Scene) -> None:
    scene.hear_next()
    review = scene.pull.review("approved", by="tom", body="Fine")
    scene.pull.dismiss(review)
    assert scene.hear() == ["pull_request_review.submitted", "pull_request_review.dismissed"]


def test_a_merge_moves_the_base_and_closes_the_pull_request(scene: Scene) -> None:
    scene.hear_next()
    merged = scene.pull.merge(by="tom")
    assert scene.hear() == ["pull_request.closed", "push", "check_suite.requested"]
    assert scene.ear.heard[0].payload["pull_request"]["merged"] is True
    assert scene.ear.heard[1].payload["after"] == merged


def test_the_merge_queue_asks_for_checks_on_its_own_sha(scene: Scene) -> None:
    scene.hear_next()
    sha = scene.pull.queue_for_merge(by="tom")
    assert scene.hear()[0] == "merge_group.checks_requested"
    assert scene.ear.heard[0].payload["merge_group"]["head_sha"] == sha


def test_retargeting_tells_the_old_base(scene: Scene) -> None:
    scene.shop.push("release", source=scene.work.folder, commit="main", by="lea")
    scene.hear_next()
    scene.pull.edit(by="lea", base="release")
    scene.hear()
    assert scene.ear.heard[0].payload["changes"]["base"]["ref"] == {"from": "main"}


def test_a_suspended_app_hears_nothing_but_its_suspension(scene: Scene) -> None:
    scene.hear_next()
    scene.sandbox.suspend(scene.installation, by="lea")
    scene.pull.comment("Anybody there?", by="lea")
    scene.sandbox.unsuspend(scene.installation, by="lea")
    assert scene.hear() == ["installation.suspend", "installation.unsuspend"]


def test_a_repository_can_be_taken_from_an_app_and_given_back(scene: Scene) -> None:
    scene.hear_next()
    scene.sandbox.remove_repository(scene.installation, "shop", by="lea")
    scene.pull.comment("Not for you", by="lea")
    scene.sandbox.add_repository(scene.installation, "shop", by="lea")
    assert scene.hear() == ["installation_repositories.removed", "installation_repositories.added"]


def test_an_uninstalled_app_is_told_and_its_token_ends(scene: Scene) -> None:
    scene.hear_next()
    with scene.by_token() as client:
        scene.sandbox.uninstall(scene.installation, by="lea")
        assert client.get("/repos/acme/shop").status_code == 401
    assert scene.hear() == ["installation.deleted"]


def test_a_deleted_repository_is_told(scene: Scene) -> None:
    scene.hear_next()
    scene.sandbox.delete_repository("acme/shop", by="lea")
    assert scene.hear() == ["repository.deleted"]


def test_a_deleted_fork_leaves_a_pull_request_without_head_repository(scene: Scene) -> None:
    scene.sandbox.create_user("mallory")
    scene.shop.fork("mallory").push("evil", source=scene.work.folder, by="mallory")
    pull = scene.shop.open_pull(NewPull("Please", head="evil", author="mallory", fork="mallory/shop"))
    scene.sandbox.delete_repository("mallory/shop", by="mallory")
    scene.hear_next()
    pull.label("orphan", by="lea")
    scene.hear()
    assert scene.ear.heard[0].payload["pull_request"]["head"]["repo"] is None


def test_a_suite_can_be_asked_for_again(scene: Scene) -> None:
    scene.hear_next()
    scene.shop.rerequest_suite(scene.pull.head_sha, by="tom")
    assert scene.hear() == ["check_suite.rerequested"]


def _with_login(url: str, user: str, password: str) -> str:
    return url.replace("http://", f"http://{user}:{password}@")


@pytest.mark.parametrize("branch", ["retry", "main"], ids=["head", "base"])
def test_a_deleted_branch_closes_its_pulls(scene: Scene, branch: str) -> None:
    scene.hear_next()
    scene.shop.delete_branch(branch, by="lea")
    assert scene.hear() == ["push", "pull_request.closed"]
    assert scene.ear.heard[0].payload["deleted"] is True


def test_a_box_can_be_ticked_and_unticked(scene: Scene) -> None:
    said = scene.pull.comment("Read:\n\n- [ ] **Retry**\n- [x] **Rest**\n", by="tom")
    scene.hear_next()
    scene.pull.tick("Rest", by="lea")
    scene.pull.tick("Retry", by="lea")
    assert said.body == "Read:\n\n- [x] **Retry**\n- [ ] **Rest**\n"
    assert scene.hear() == ["issue_comment.edited"] * 2
    assert scene.ear.heard[0].payload["changes"]["body"]["from"].endswith("- [x] **Rest**\n")


def test_what_was_said_can_be_changed_and_taken_back(scene: Scene) -> None:
    said = scene.pull.comment("Hello", by="tom")
    scene.hear_next()
    scene.pull.edit_comment(said, "Hello again", by="tom")
    scene.pull.delete_comment(said, by="tom")
    assert scene.hear() == ["issue_comment.edited", "issue_comment.deleted"]


def test_two_pull_requests_with_one_head_share_its_checks(scene: Scene) -> None:
    scene.shop.push("release", source=scene.work.folder, commit="main", by="lea")
    twin = scene.shop.open_pull(NewPull("Retry on release", head="retry", author="lea", base="release"))
    with scene.by_token() as client:
        body = {"name": "review-queue", "head_sha": twin.head_sha}
        made = client.post("/repos/acme/shop/check-runs", json=body).json()
    assert [one["number"] for one in made["pull_requests"]] == [1, 2]
    assert scene.pull.check_run("review-queue").id == twin.check_run("review-queue").id
    assert [pull.number for pull in scene.shop.pulls()] == [1, 2]
    assert len(scene.shop.check_runs(twin.head_sha)) == 1


def test_a_push_of_nothing_new_is_silent(scene: Scene) -> None:
    scene.hear_next()
    scene.shop.push("retry", source=scene.work.folder, by="lea")
    assert scene.hear() == []
