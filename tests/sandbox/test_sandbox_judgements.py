"""What checks, statuses and people say of a head, as an App reads it."""

import pytest
from scene import Scene

REPOSITORY = "/repos/acme/shop"


def combined(scene: Scene) -> tuple[str, int]:
    with scene.by_token() as client:
        told = client.get(f"{REPOSITORY}/commits/{scene.pull.head_sha}/status").json()
    return told["state"], told["total_count"]


def test_a_commit_without_statuses_is_pending_and_counts_none(shared: Scene) -> None:
    assert combined(shared) == ("pending", 0)


def test_the_newest_status_of_each_context_counts(scene: Scene) -> None:
    for context, state in (("build", "failure"), ("lint", "success"), ("build", "pending"), ("build", "success")):
        scene.shop.set_status(scene.pull.head_sha, state, context=context, by="lea")
    assert combined(scene) == ("success", 2)
    scene.shop.set_status(scene.pull.head_sha, "error", context="lint", by="lea")
    assert combined(scene) == ("failure", 2)


def test_statuses_come_in_pages(scene: Scene) -> None:
    for context in ("a", "b", "c"):
        scene.shop.set_status(scene.pull.head_sha, "success", context=context, by="lea")
    with scene.by_token() as client:
        address = f"{REPOSITORY}/commits/retry/status"
        pages = [client.get(address, params={"per_page": 2, "page": page}).json() for page in (1, 2)]
    assert [[one["context"] for one in page["statuses"]] for page in pages] == [["c", "b"], ["a"]]


def test_a_status_is_announced(scene: Scene) -> None:
    scene.shop.set_status(scene.pull.head_sha, "success", by="lea")
    scene.sandbox.wait_for_deliveries()
    (heard,) = [one for one in scene.ear.heard if one.event == "status"]
    assert (heard.payload["sha"], heard.payload["state"]) == (scene.pull.head_sha, "success")
    assert [branch["name"] for branch in heard.payload["branches"]] == ["retry"]


def test_there_is_no_status_that_github_does_not_know(scene: Scene) -> None:
    with pytest.raises(ValueError, match="not 'green'"):
        scene.shop.set_status(scene.pull.head_sha, "green", by="lea")


def test_statuses_take_a_permission_of_their_own(scene: Scene) -> None:
    with scene.by_token(permissions={"checks": "read"}) as client:
        assert client.get(f"{REPOSITORY}/commits/{scene.pull.head_sha}/status").status_code == 403
        missing = client.get(f"{REPOSITORY}/commits/{'0' * 40}/status")
    assert missing.status_code == 403


def test_a_commit_that_is_not_there_has_no_status(shared: Scene) -> None:
    with shared.by_token() as client:
        assert client.get(f"{REPOSITORY}/commits/none/status").status_code == 404


def test_reviews_are_listed_as_they_came_with_their_states_in_capitals(scene: Scene) -> None:
    scene.pull.request_review("lea", by="lea")
    scene.pull.review("commented", by="lea", body="Hm")
    dismissed = scene.pull.review("changes_requested", by="lea")
    scene.pull.dismiss(dismissed)
    scene.pull.review("approved", by="lea")
    with scene.by_token() as client:
        told = client.get(f"{REPOSITORY}/pulls/1/reviews").json()
        pull = client.get(f"{REPOSITORY}/pulls/1").json()
    assert [one["state"] for one in told] == ["COMMENTED", "DISMISSED", "APPROVED"]
    assert told[0]["commit_id"] == scene.pull.head_sha
    assert pull["requested_reviewers"] == []


def test_the_suite_of_another_app_ends_with_its_runs(scene: Scene) -> None:
    other = scene.sandbox.create_app("acme", MANIFEST)
    run = scene.shop.report(other, scene.pull.head_sha, None)
    assert suites(scene, other.id) == [("in_progress", None, 1)]
    assert scene.shop.report(other, scene.pull.head_sha, "failure") is run
    assert suites(scene, other.id) == [("completed", "failure", 1)]
    scene.sandbox.wait_for_deliveries()
    assert "check_suite.completed" in scene.ear.names()


MANIFEST = '{"name": "Builder", "url": "https://ci.example.com", "redirect_url": "https://ci.example.com/done"}'


def suites(scene: Scene, app: int) -> list[tuple[str, str | None, int]]:
    with scene.by_token() as client:
        address = f"{REPOSITORY}/commits/{scene.pull.head_sha}/check-suites"
        told = client.get(address, params={"app_id": app}).json()["check_suites"]
    return [(one["status"], one["conclusion"], one["latest_check_runs_count"]) for one in told]
