"""What an App reads from the sandbox, by REST and by git."""

import pytest
from scene import Scene, Work


def test_a_pull_request_is_counted_by_git(shared: Scene) -> None:
    with shared.by_token() as client:
        pull = client.get("/repos/acme/shop/pulls/1").json()
    assert (pull["commits"], pull["additions"], pull["deletions"], pull["changed_files"]) == (1, 1, 1, 1)


def test_files_of_a_pull_request_carry_their_hunks(scene: Scene) -> None:
    scene.work.git("mv", "readme.md", "guide.md")
    (scene.work.folder / "logo.png").write_bytes(b"\x89PNG\0\1\2")
    scene.work.commit("Rename and draw")
    scene.shop.push("retry", source=scene.work.folder, by="lea")
    with scene.by_token() as client:
        files = {one["filename"]: one for one in client.get("/repos/acme/shop/pulls/1/files").json()}
    assert files["pay.py"]["patch"].startswith("@@ -1,2 +1,2 @@")
    assert (files["guide.md"]["status"], files["guide.md"]["previous_filename"]) == ("renamed", "readme.md")
    assert "patch" not in files["logo.png"]


def test_commits_of_a_pull_request_are_listed(shared: Scene) -> None:
    with shared.by_token() as client:
        commits = client.get("/repos/acme/shop/pulls/1/commits").json()
    assert [one["commit"]["message"] for one in commits] == ["Retry twice"]


@pytest.mark.parametrize(("query", "numbers"), [({}, [1]), ({"state": "closed"}, []), ({"head": "acme:retry"}, [1])])
def test_pull_requests_are_found(shared: Scene, query: dict[str, str], numbers: list[int]) -> None:
    with shared.by_token() as client:
        found = client.get("/repos/acme/shop/pulls", params=query).json()
    assert [one["number"] for one in found] == numbers


def test_a_file_of_the_default_branch_is_read(shared: Scene) -> None:
    with shared.by_token() as client:
        raw = client.get("/repos/acme/shop/contents/pay.py", headers={"Accept": "application/vnd.github.raw+json"})
        described = client.get("/repos/acme/shop/contents/pay.py", params={"ref": "retry"}).json()
        missing = client.get("/repos/acme/shop/contents/none.py")
    assert raw.text == "def pay():\n    return 1\n"
    assert (described["size"], described["encoding"]) == (24, "base64")
    assert missing.status_code == 404


@pytest.mark.parametrize(
    ("login", "permission"), [("lea", "write"), ("maya", "read"), ("rob", "admin"), ("stranger", "none")]
)
def test_what_somebody_may_do_is_told(shared: Scene, login: str, permission: str) -> None:
    for name in ("maya", "rob", "stranger"):
        shared.sandbox.create_user(name)
    shared.shop.repository.roles.update({"maya": "triage", "rob": "admin"})
    with shared.by_token() as client:
        told = client.get(f"/repos/acme/shop/collaborators/{login}/permission").json()
    assert told["permission"] == permission


def test_installations_and_repositories_are_found(shared: Scene) -> None:
    with shared.by_jwt() as client:
        assert client.get("/app").json()["slug"] == "reviewer"
        listed = client.get("/app/installations").json()
        assert [one["account"]["login"] for one in listed] == ["acme"]
        for address in (
            "/repos/acme/shop/installation",
            "/orgs/acme/installation",
            f"/app/installations/{listed[0]['id']}",
        ):
            assert client.get(address).json()["id"] == shared.installation.id
    with shared.by_token() as client:
        ids = [one["id"] for one in client.get("/installation/repositories").json()["repositories"]]
        assert client.get(f"/repositories/{ids[0]}").json()["full_name"] == "acme/shop"
        assert client.get("/rate_limit").json()["rate"]["limit"] == 5000
        assert client.get("/meta").status_code == 200


def test_suites_of_a_commit_are_listed(shared: Scene) -> None:
    with shared.by_token() as client:
        told = client.get(f"/repos/acme/shop/commits/{shared.pull.head_sha}/check-suites").json()
        suite = told["check_suites"][0]
        assert client.get(f"/repos/acme/shop/check-suites/{suite['id']}").json()["head_branch"] == "retry"
        assert client.get(f"/repos/acme/shop/commits/{shared.pull.head_sha}").json()["sha"] == shared.pull.head_sha
    assert told["total_count"] == 1


def test_the_issue_of_a_pull_request_is_read(shared: Scene) -> None:
    with shared.by_token() as client:
        assert client.get("/repos/acme/shop/issues/1").json()["pull_request"]["merged_at"] is None


def test_an_issue_takes_the_permission_for_issues(scene: Scene) -> None:
    issue = scene.shop.open_issue("Charges fail", by="tom", body="40 tickets this week.")
    address = f"/repos/acme/shop/issues/{issue.number}"
    with scene.by_token(permissions={"issues": "read"}) as client:
        assert client.get(address).json()["body"] == "40 tickets this week."
    with scene.by_token(permissions={"pull_requests": "write"}) as client:
        assert client.get(address).status_code == 403
        assert client.get("/repos/acme/shop/issues/1").status_code == 200


def clone(scene: Scene, user: str, secret: str, *options: str) -> Work:
    url = scene.shop.clone_url.replace("http://", f"http://{user}:{secret}@")
    scene.work.git("clone", "--quiet", *options, url, str(scene.work.folder / "clone"))
    return Work(scene.work.folder / "clone")


def test_a_partial_clone_fetches_blobs_when_asked(scene: Scene) -> None:
    taken = clone(scene, "x-access-token", scene.token(), "--filter=blob:none", "--no-checkout", "--depth=1")
    taken.git("fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", scene.pull.head_sha)
    assert "missing" not in taken.git("show", f"{scene.pull.head_sha}:pay.py")
    assert "return 2" in taken.git("show", f"{scene.pull.head_sha}:pay.py")


@pytest.mark.parametrize("narrowed", [{"repositories": ["vault"]}, {"permissions": {"checks": "write"}}], ids=str)
def test_git_asks_for_the_same_rights_as_rest(scene: Scene, narrowed: dict[str, object]) -> None:
    scene.sandbox.create_repository("acme", "vault", source=scene.work.folder)
    with pytest.raises(AssertionError, match=r"not found|403"):
        clone(scene, "x-access-token", scene.token(**narrowed))


def test_git_refuses_a_token_that_is_over(scene: Scene) -> None:
    token = scene.token()
    scene.sandbox.clock.move(3601)
    with pytest.raises(AssertionError, match=r"Authentication failed|could not read"):
        clone(scene, "x-access-token", token)


def test_an_app_with_read_access_cannot_push(scene: Scene) -> None:
    url = scene.shop.clone_url.replace("http://", f"http://x-access-token:{scene.token()}@")
    with pytest.raises(AssertionError, match="403"):
        scene.work.git("push", url, "HEAD:evil")


def test_a_stranger_cannot_push(scene: Scene) -> None:
    eve = scene.sandbox.create_user("eve")
    scene.shop.repository.roles["eve"] = "read"
    url = scene.shop.clone_url.replace("http://", f"http://eve:{eve.password}@")
    with pytest.raises(AssertionError, match="403"):
        scene.work.git("push", url, "HEAD:evil")


def test_borrowed_objects_are_served_without_a_copy(scene: Scene) -> None:
    vault = scene.sandbox.create_repository("acme", "vault")
    vault.borrow(scene.work.folder)
    sha = vault.push("main", source=scene.work.folder, by="lea")
    assert list(vault.git_dir.glob("objects/??/*")) == []
    url = vault.clone_url.replace("http://", f"http://x-access-token:{scene.token()}@")
    scene.work.git("clone", "--quiet", url, str(scene.work.folder / "clone"))
    assert Work(scene.work.folder / "clone").git("rev-parse", "HEAD") == sha
