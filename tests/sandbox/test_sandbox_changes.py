"""Repositories that are renamed, given away, archived; conversations that are locked; permissions not granted yet."""

import pytest
from scene import Scene

RUNS = "/repos/acme/shop/check-runs"
PULL = "/repos/acme/shop/pulls/1"
COMMENTS = "/repos/acme/shop/issues/1/comments"


def test_a_former_name_leads_to_the_repository_by_its_number(scene: Scene) -> None:
    scene.shop.rename("store", by="lea")
    with scene.by_token() as client:
        moved = client.get(PULL)
        assert (moved.status_code, moved.json()["message"]) == (301, "Moved Permanently")
        assert moved.headers["Location"] == f"{scene.sandbox.api_url}/repositories/{scene.shop.repository.id}/pulls/1"
        assert client.get(moved.headers["Location"]).json()["base"]["repo"]["full_name"] == "acme/store"


def test_a_write_to_a_former_name_is_to_be_repeated_verbatim(scene: Scene) -> None:
    scene.shop.rename("store", by="lea")
    with scene.by_token() as client:
        assert client.post(COMMENTS, json={"body": "Hello"}).status_code == 307
        assert scene.pull.comments() == []
        assert client.post(COMMENTS, json={"body": "Hello"}, follow_redirects=True).status_code == 201
    assert len(scene.pull.comments()) == 1


def test_a_former_name_that_somebody_took_leads_to_the_one_who_took_it(scene: Scene) -> None:
    scene.shop.rename("store", by="lea")
    taken = scene.sandbox.create_repository("acme", "shop", source=scene.work.folder)
    with scene.by_token() as client:
        assert client.get("/repos/acme/shop").json()["id"] == taken.repository.id


def test_git_follows_a_former_name(scene: Scene) -> None:
    url = scene.shop.clone_url.replace("http://", f"http://x-access-token:{scene.token()}@")
    scene.shop.rename("store", by="lea")
    assert "refs/pull/1/head" in scene.work.git("ls-remote", url)


def test_a_renamed_repository_is_told(scene: Scene) -> None:
    scene.hear_next()
    scene.shop.rename("store", by="lea")
    assert scene.hear() == ["repository.renamed"]
    assert scene.ear.heard[0].payload["changes"] == {"repository": {"name": {"from": "shop"}}}


def test_a_transferred_repository_is_lost_to_those_who_are_not_installed_there(scene: Scene) -> None:
    scene.sandbox.create_organisation("umbrella", members=["lea"])
    scene.hear_next()
    with scene.by_token() as client:
        scene.shop.transfer("umbrella", by="lea")
        assert client.get(PULL).status_code == 404
    assert scene.hear() == ["installation_repositories.removed"]


def test_a_transferred_repository_is_gained_where_the_app_is_installed(scene: Scene) -> None:
    scene.sandbox.create_organisation("umbrella", members=["lea"])
    scene.sandbox.install_app(scene.app, "umbrella")
    scene.hear_next()
    scene.shop.transfer("umbrella", by="lea")
    told = ["installation_repositories.removed", "installation_repositories.added", "repository.transferred"]
    assert scene.hear() == told


def test_an_archived_repository_is_read_only(scene: Scene) -> None:
    scene.shop.archive(by="lea")
    with scene.by_token() as client:
        assert client.get(PULL).json()["base"]["repo"]["archived"]
        refused = [
            client.post(COMMENTS, json={"body": "Hello"}),
            client.post(RUNS, json={"name": "review-queue", "head_sha": scene.pull.head_sha}),
        ]
    assert [(one.status_code, one.json()["message"]) for one in refused] == [
        (403, "Repository was archived so is read-only.")
    ] * 2


def test_an_archived_repository_takes_no_push(scene: Scene) -> None:
    scene.shop.archive(by="lea")
    person = scene.sandbox.create_user("lea")
    url = scene.shop.clone_url.replace("http://", f"http://lea:{person.password}@")
    with pytest.raises(AssertionError, match="403"):
        scene.work.git("push", url, "retry:other")


def test_a_repository_is_told_to_be_archived_and_to_be_back(scene: Scene) -> None:
    scene.hear_next()
    scene.shop.archive(by="lea")
    scene.shop.unarchive(by="lea")
    assert scene.hear() == ["repository.archived", "repository.unarchived"]


def test_an_app_does_not_speak_in_a_locked_conversation(scene: Scene) -> None:
    with scene.by_token() as client:
        said = client.post(COMMENTS, json={"body": "Hello"}).json()
        scene.pull.lock(by="lea")
        refused = [
            client.post(COMMENTS, json={"body": "Hello"}),
            client.patch(f"/repos/acme/shop/issues/comments/{said['id']}", json={"body": "Bye"}),
        ]
        scene.pull.unlock(by="lea")
        assert client.post(COMMENTS, json={"body": "Hello"}).status_code == 201
    assert [one.status_code for one in refused] == [403, 403]
    assert "locked" in refused[0].json()["message"]


def test_issues_that_are_switched_off_are_gone_and_pulls_are_not(scene: Scene) -> None:
    issue = scene.shop.open_issue("Backoff", by="lea")
    scene.shop.disable_issues()
    with scene.by_token() as client:
        assert client.get(f"/repos/acme/shop/issues/{issue.number}").status_code == 410
        assert client.get("/repos/acme/shop/issues/1").status_code == 200
        assert client.post(COMMENTS, json={"body": "Hello"}).status_code == 201


def test_what_is_not_granted_is_neither_done_nor_heard_of(scene: Scene) -> None:
    scene.hear_next()
    scene.sandbox.withhold(scene.installation, "checks", pull_requests="read")
    with scene.by_token() as client:
        assert client.post(COMMENTS, json={"body": "Hello"}).status_code == 403
        run = {"name": "review-queue", "head_sha": scene.pull.head_sha}
        assert client.post(RUNS, json=run).status_code == 403
    scene.pull.edit(by="lea", title="Retry")
    scene.work.commit("Again", pay_py="def pay():\n    return 3\n")
    scene.shop.push("retry", source=scene.work.folder, by="lea")
    assert scene.hear() == ["pull_request.edited", "push", "pull_request.synchronize"]


def test_new_permissions_count_from_the_next_token_on(scene: Scene) -> None:
    scene.sandbox.withhold(scene.installation, pull_requests="read")
    scene.hear_next()
    with scene.by_token() as old:
        scene.sandbox.accept_permissions(scene.installation)
        assert old.post(COMMENTS, json={"body": "Hello"}).status_code == 403
    with scene.by_token() as new:
        assert new.post(COMMENTS, json={"body": "Hello"}).status_code == 201
    assert scene.hear()[0] == "installation.new_permissions_accepted"
