"""What does not exist or may not be asked, in one table."""

from dataclasses import replace

import httpx
import pytest
from scene import HEADERS, NO_TLS, Scene, manifest

from reviewer.sandbox.acts.pulls import NewPull
from reviewer.sandbox.state.world import NotThere


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/repos/acme/none", 404),
        ("/repos/acme/shop/pulls/99", 404),
        ("/repos/acme/shop/issues/99", 404),
        ("/repos/acme/shop/issues/comments/99", 404),
        ("/repos/acme/shop/check-runs/99", 404),
        ("/repos/acme/shop/check-suites/99", 404),
        ("/repos/acme/shop/commits/none/check-runs", 422),
        ("/repos/acme/shop/commits/none", 422),
        ("/repos/acme/shop/collaborators/nobody/permission", 404),
        ("/repositories/99", 404),
        ("/app", 401),
    ],
)
def test_a_token_does_not_reach(shared: Scene, path: str, status: int) -> None:
    with shared.by_token() as client:
        answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["documentation_url"] == "https://docs.github.com/rest"


@pytest.mark.parametrize(
    "path",
    [
        "/app/installations/99",
        "/app/hook/deliveries/99",
        "/orgs/none/installation",
        "/repos/acme/none/installation",
    ],
)
def test_a_jwt_does_not_reach(shared: Scene, path: str) -> None:
    with shared.by_jwt() as client:
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"repositories": ["none"]},
        {"repository_ids": [99]},
        {"permissions": {"contents": "write"}},
        {"permissions": "all"},
        {"permissions": {"checks": "much"}},
    ],
    ids=str,
)
def test_a_token_is_not_given_for_more(shared: Scene, body: dict[str, object]) -> None:
    with shared.by_jwt() as client:
        assert client.post(shared.token_url, json=body).status_code == 422


def test_a_token_can_be_given_for_one_repository_by_its_id(shared: Scene) -> None:
    with shared.by_token(repository_ids=[shared.shop.repository.id]) as client:
        assert client.get("/repos/acme/shop").status_code == 200


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"{", 400, "Problems parsing JSON"),
        (b"[]", 400, "Body should be a JSON object"),
        (b"{}", 422, 'Invalid request.\n\n"body" wasn\'t supplied.'),
        (b'{"body": 7}', 422, "Invalid request.\n\nFor 'body', 7 is not a string."),
        (b'{"body": "  "}', 422, "Validation Failed"),
    ],
)
def test_a_bad_body_is_told(shared: Scene, content: bytes, status: int, message: str) -> None:
    with shared.by_token() as client:
        answer = client.post("/repos/acme/shop/issues/1/comments", content=content)
    assert (answer.status_code, answer.json()["message"]) == (status, message)


def test_an_unknown_reaction_is_refused(shared: Scene) -> None:
    said = shared.pull.comment("Hello", by="tom")
    with shared.by_token() as client:
        answer = client.post(f"/repos/acme/shop/issues/comments/{said.id}/reactions", json={"content": "yawn"})
    assert answer.status_code == 422


@pytest.mark.parametrize("secret", ["", "nonsense", "a.b.c"])
def test_without_a_jwt_the_app_is_not_known(shared: Scene, secret: str) -> None:
    headers = {**HEADERS, "Authorization": f"Bearer {secret}"} if secret else HEADERS
    answer = httpx.get(f"{shared.sandbox.api_url}/app", headers=headers, verify=NO_TLS)
    assert answer.status_code == 401


def test_a_suspended_installation_is_refused(scene: Scene) -> None:
    token = scene.token()
    scene.sandbox.suspend(scene.installation, by="lea")
    with scene.client(token) as client:
        assert client.get("/repos/acme/shop").status_code == 403
    with scene.by_jwt() as client:
        assert client.post(scene.token_url, json={}).status_code == 403


def test_a_token_can_be_given_back(scene: Scene) -> None:
    with scene.by_token() as client:
        assert client.delete("/installation/token").status_code == 204
        assert client.get("/repos/acme/shop").status_code == 401


def test_an_app_can_uninstall_itself(scene: Scene) -> None:
    with scene.by_jwt() as client:
        assert client.delete(f"/app/installations/{scene.installation.id}").status_code == 204
    assert scene.hear()[-1] == "installation.deleted"


def test_only_the_app_that_made_a_run_changes_it(scene: Scene) -> None:
    body = {"name": "review-queue", "head_sha": scene.pull.head_sha}
    with scene.by_token() as client:
        run = client.post("/repos/acme/shop/check-runs", json=body).json()
    other = scene.sandbox.create_app("acme", manifest(scene.ear.url, name="Other"))
    theirs = replace(scene, app=other, installation=scene.sandbox.install_app(other, "acme"))
    with theirs.by_token() as client:
        assert client.patch(f"/repos/acme/shop/check-runs/{run['id']}", json={"status": "queued"}).status_code == 403


@pytest.mark.parametrize("asked", ["account", "repository", "branch", "commit", "box", "check"])
def test_a_test_that_names_nothing_is_told_so(shared: Scene, asked: str) -> None:
    calls = {
        "account": lambda: shared.pull.comment("Hello", by="nobody"),
        "repository": lambda: shared.sandbox.repository("acme/none"),
        "branch": lambda: shared.shop.open_pull(NewPull("Please", head="none", author="lea")),
        "commit": lambda: shared.shop.push("new", source=shared.work.folder, commit="none", by="lea"),
        "box": lambda: shared.pull.tick("none", by="tom"),
        "check": lambda: shared.pull.check_run("none"),
    }
    with pytest.raises(NotThere):
        calls[asked]()
