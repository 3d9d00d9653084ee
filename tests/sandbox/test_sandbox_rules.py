"""What the sandbox's API refuses, and how: the strictness of GitHub itself."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from scene import Scene, app_jwt

from reviewer.sandbox.rest.body import Body, Invalid
from reviewer.sandbox.rest.check_body import read_change

RUNS = "/repos/acme/shop/check-runs"
COMMENTS = "/repos/acme/shop/issues/1/comments"
NOTE = {"path": "pay.py", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "Look"}
BUTTON = {"label": "Validate", "description": "As intended", "identifier": "validate"}


def run_body(scene: Scene, **more: object) -> dict[str, object]:
    return {"name": "review-queue", "head_sha": scene.pull.head_sha, **more}


def output(**more: object) -> dict[str, object]:
    return {"title": "3 of 41", "summary": "Read these", **more}


@pytest.mark.parametrize(
    "more",
    [
        {"status": "completed"},
        {"completed_at": "2026-01-01T00:00:00Z"},
        {"status": "in_progress", "conclusion": "neutral"},
        {"conclusion": "stale"},
        {"actions": [BUTTON] * 4},
        {"actions": [{**BUTTON, "label": "x" * 21}]},
        {"actions": [{**BUTTON, "description": "x" * 41}]},
        {"actions": [{**BUTTON, "identifier": "x" * 21}]},
        {"output": {"title": "no summary"}},
        {"output": output(summary="x" * 65_536)},
        {"output": output(text="x" * 65_536)},
        {"output": output(annotations=[NOTE] * 51)},
        {"output": output(annotations=[{**NOTE, "end_line": 2, "start_column": 1, "end_column": 2}])},
        {"output": output(annotations=[{**NOTE, "title": "x" * 256}])},
        {"output": output(annotations=[{**NOTE, "start_line": "1"}])},
        {"name": 7},
        {"output": "none"},
        {"actions": {}},
    ],
    ids="-".join,
)
def test_a_check_run_that_breaks_a_rule_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        read_change(Body({"name": "review-queue", **more}))


def test_a_refusal_is_a_422(scene: Scene) -> None:
    with scene.by_token() as client:
        answer = client.post(RUNS, json=run_body(scene, output=output(annotations=[NOTE] * 51)))
    assert answer.status_code == 422
    assert answer.json()["message"] == "Invalid request.\n\nOnly 50 items are allowed; 51 were supplied."


def test_annotations_of_later_calls_are_added(scene: Scene) -> None:
    with scene.by_token() as client:
        run = client.post(RUNS, json=run_body(scene, output=output(annotations=[NOTE] * 50))).json()
        client.patch(f"{RUNS}/{run['id']}", json={"output": output(annotations=[NOTE] * 10)})
        listed = client.get(f"{RUNS}/{run['id']}/annotations", params={"per_page": 100}).json()
    assert len(listed) == 60


def test_buttons_show_only_on_a_completed_run(scene: Scene) -> None:
    with scene.by_token() as client:
        run = client.post(RUNS, json=run_body(scene, status="in_progress", actions=[BUTTON])).json()
        with pytest.raises(ValueError, match="shows the buttons"):
            scene.pull.press("review-queue", "validate", by="tom")
        client.patch(f"{RUNS}/{run['id']}", json={"conclusion": "neutral"})
    scene.hear_next()
    scene.pull.press("review-queue", "validate", by="tom")
    assert scene.hear() == ["check_run.requested_action"]
    assert scene.ear.heard[0].payload["requested_action"] == {"identifier": "validate"}


def test_a_run_asked_for_again_is_told(scene: Scene) -> None:
    with scene.by_token() as client:
        client.post(RUNS, json=run_body(scene, conclusion="neutral"))
    scene.hear_next()
    scene.pull.rerun("review-queue", by="tom")
    assert scene.hear() == ["check_run.rerequested"]


def test_a_completed_run_completes_its_suite(scene: Scene) -> None:
    scene.hear_next()
    with scene.by_token() as client:
        client.post(RUNS, json=run_body(scene, conclusion="action_required"))
    assert scene.hear() == ["check_run.created", "check_run.completed", "check_suite.completed"]
    assert scene.ear.heard[2].payload["check_suite"]["conclusion"] == "action_required"


def test_runs_of_a_commit_are_found_by_name_and_app(scene: Scene) -> None:
    at = f"/repos/acme/shop/commits/{scene.pull.head_sha}/check-runs"
    with scene.by_token() as client:
        for _ in range(2):
            client.post(RUNS, json=run_body(scene, external_id="1"))
        newest = client.get(at, params={"check_name": "review-queue", "app_id": scene.app.id}).json()
        every = client.get(at, params={"filter": "all"}).json()
        others = client.get(at, params={"check_name": "build"}).json()
    assert (newest["total_count"], every["total_count"], others["total_count"]) == (1, 2, 0)


def test_a_run_on_an_unknown_commit_is_refused(scene: Scene) -> None:
    with scene.by_token() as client:
        answer = client.post(RUNS, json=run_body(scene) | {"head_sha": "f" * 40})
    assert (answer.status_code, answer.json()["message"]) == (422, f"No commit found for SHA: {'f' * 40}")


def test_a_comment_may_have_65536_characters_and_not_one_more(scene: Scene) -> None:
    with scene.by_token() as client:
        assert client.post(COMMENTS, json={"body": "é" * 65_536}).status_code == 201
        answer = client.post(COMMENTS, json={"body": "é" * 65_537})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "Body is too long (maximum is 65536 characters)"


def test_a_comment_lives_and_dies(scene: Scene) -> None:
    scene.hear_next()
    with scene.by_token() as client:
        made = client.post(COMMENTS, json={"body": "Hello"}).json()
        own = f"/repos/acme/shop/issues/comments/{made['id']}"
        assert client.patch(own, json={"body": "Hello again"}).json()["body"] == "Hello again"
        assert [client.post(f"{own}/reactions", json={"content": "eyes"}).status_code for _ in range(2)] == [201, 200]
        assert client.get(own).json()["reactions"]["eyes"] == 1
        assert client.delete(own).status_code == 204
        assert client.get(own).status_code == 404
    assert scene.hear() == ["issue_comment.created", "issue_comment.edited", "issue_comment.deleted"]


def test_a_call_outside_the_permissions_is_forbidden(scene: Scene) -> None:
    with scene.by_token(permissions={"checks": "write"}) as client:
        answer = client.get("/repos/acme/shop/pulls/1")
        assert (answer.status_code, answer.json()["message"]) == (403, "Resource not accessible by integration")
        assert client.post(RUNS, json=run_body(scene)).status_code == 201


def test_read_does_not_include_write(scene: Scene) -> None:
    with scene.by_token(permissions={"pull_requests": "read"}) as client:
        assert client.get(COMMENTS).status_code == 200
        assert client.post(COMMENTS, json={"body": "Hello"}).status_code == 403


def test_a_token_may_not_ask_for_more_than_the_installation_has(scene: Scene) -> None:
    with scene.by_jwt() as client:
        body = {"permissions": {"contents": "write"}}
        answer = client.post(f"/app/installations/{scene.installation.id}/access_tokens", json=body)
    assert answer.status_code == 422


def test_a_repository_outside_the_token_does_not_exist(scene: Scene) -> None:
    scene.sandbox.create_repository("acme", "vault", source=scene.work.folder)
    with scene.by_token(repositories=["shop"]) as client:
        assert client.get("/repos/acme/shop").status_code == 200
        assert client.get("/repos/acme/vault").status_code == 404
        assert client.get("/installation/repositories").json()["total_count"] == 1


def test_an_installation_token_is_long_and_ends_after_an_hour(scene: Scene) -> None:
    token = scene.token()
    assert len(token) >= 400
    with scene.client(token) as client:
        scene.sandbox.clock.move(3599)
        assert client.get("/repos/acme/shop").status_code == 200
        scene.sandbox.clock.move(2)
        answer = client.get("/repos/acme/shop")
    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


@pytest.mark.parametrize(
    ("life", "age", "said"),
    [(700, 60, "too far in the future"), (-1, 60, "'exp'"), (500, -60, "'iat'")],
    ids=["too long", "over", "early"],
)
def test_a_jwt_must_fit_the_clock(scene: Scene, life: float, age: float, said: str) -> None:
    with scene.client(app_jwt(scene.app, life=life, age=age)) as client:
        answer = client.get("/app")
    assert answer.status_code == 401
    assert said in answer.json()["message"]


def test_a_jwt_is_judged_by_the_clock_of_this_github(scene: Scene) -> None:
    scene.sandbox.clock.move(-7200)
    with scene.client(app_jwt(scene.app)) as client:
        assert client.get("/app").status_code == 401
    with scene.client(app_jwt(scene.app, now=time.time() - 7200)) as client:
        assert client.get("/app").status_code == 200


def test_a_jwt_signed_by_another_key_is_refused(scene: Scene) -> None:
    other = scene.sandbox.create_app("acme", '{"name": "Other", "url": "https://example.com"}')
    forged = app_jwt(other).split(".")
    real = app_jwt(scene.app).split(".")
    with scene.client(".".join([*real[:2], forged[2]])) as client:
        assert client.get("/app").status_code == 401


def test_a_token_is_no_jwt_and_a_jwt_no_token(scene: Scene) -> None:
    with scene.by_token() as client:
        assert client.get("/app").status_code == 401
    with scene.by_jwt() as client:
        assert client.get("/repos/acme/shop").status_code == 401


def test_a_request_without_user_agent_is_forbidden(scene: Scene) -> None:
    with scene.by_token() as client:
        answer = client.get("/repos/acme/shop", headers={"User-Agent": ""})
    assert answer.status_code == 403
    assert "User-Agent" in answer.json()["message"]


def test_another_api_version_is_refused(scene: Scene) -> None:
    with scene.by_token() as client:
        answer = client.get("/repos/acme/shop", headers={"X-GitHub-Api-Version": "2026-03-10"})
    assert answer.status_code == 400


def test_graphql_says_that_it_is_not_there(scene: Scene) -> None:
    with scene.by_token() as client:
        answer = client.post("/graphql", json={"query": "{viewer{login}}"})
    assert answer.status_code == 501


def test_an_unchanged_answer_is_304_and_free(scene: Scene) -> None:
    with scene.by_token() as client:
        first = client.get("/repos/acme/shop/pulls/1")
        again = client.get("/repos/acme/shop/pulls/1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["X-RateLimit-Used"] == first.headers["X-RateLimit-Used"]


def test_lists_come_in_pages_with_links(scene: Scene) -> None:
    for number in range(7):
        scene.pull.comment(f"Number {number}", by="tom")
    with scene.by_token() as client:
        page = client.get(COMMENTS, params={"per_page": 3})
        seen = [one["body"] for one in page.json()]
        while "next" in page.links:
            page = client.get(page.links["next"]["url"])
            seen += [one["body"] for one in page.json()]
    assert seen == [f"Number {number}" for number in range(7)]


def test_the_primary_limit_can_be_dialled(scene: Scene) -> None:
    scene.sandbox.limits.an_hour = 2
    with scene.by_token() as client:
        answers = [client.get("/repos/acme/shop") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 403]
    assert answers[2].headers["X-RateLimit-Remaining"] == "0"


def test_writes_are_counted_apart_and_the_wait_is_told(scene: Scene) -> None:
    scene.sandbox.limits.writes_a_minute = 2
    with scene.by_token() as client:
        answers = [client.post(COMMENTS, json={"body": "Hello"}) for _ in range(3)]
        scene.sandbox.clock.move(61)
        answers.append(client.post(COMMENTS, json={"body": "Hello"}))
    assert [answer.status_code for answer in answers] == [201, 201, 403, 201]
    assert answers[2].headers["Retry-After"] == "60"


def test_many_calls_at_once_lose_nothing(scene: Scene) -> None:
    def say(number: int) -> int:
        return client.post(COMMENTS, json={"body": f"Number {number}"}).status_code

    with scene.by_token() as client, ThreadPoolExecutor(8) as pool:
        assert set(pool.map(say, range(40))) == {201}
    assert len({comment.id for comment in scene.pull.comments()}) == 40
