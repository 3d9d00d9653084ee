"""The trouble one can order, and how webhooks are delivered, lost and sent again."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from scene import Scene, app_jwt

from reviewer.sandbox.faults import Fault, Mail, Moment, primary_limit, secondary_limit

COMMENTS = "/repos/acme/shop/issues/1/comments"
PATTERN = r"/issues/1/comments$"


def test_a_failure_before_the_work_leaves_nothing_behind(scene: Scene) -> None:
    scene.sandbox.faults.add(Fault("POST", PATTERN, status=502))
    with scene.by_token() as client:
        answers = [client.post(COMMENTS, json={"body": "Hello"}).status_code for _ in range(2)]
    assert answers == [502, 201]
    assert len(scene.pull.comments()) == 1


def test_a_failure_after_the_work_leaves_the_work_done(scene: Scene) -> None:
    scene.sandbox.faults.add(Fault("POST", PATTERN, status=502, moment=Moment.AFTER))
    with scene.by_token() as client:
        assert client.post(COMMENTS, json={"body": "Hello"}).status_code == 502
    assert [comment.body for comment in scene.pull.comments()] == ["Hello"]


@pytest.mark.parametrize(("moment", "comments"), [(Moment.BEFORE, 0), (Moment.AFTER, 1)])
def test_a_cut_connection_gives_no_answer(scene: Scene, moment: Moment, comments: int) -> None:
    scene.sandbox.faults.add(Fault("POST", PATTERN, is_cut=True, moment=moment))
    with scene.by_token() as client, pytest.raises(httpx.TransportError):
        client.post(COMMENTS, json={"body": "Hello"})
    assert len(scene.pull.comments()) == comments


def test_a_slow_answer_is_the_true_one(scene: Scene) -> None:
    scene.sandbox.faults.add(Fault("GET", PATTERN, delay=0.3))
    begun = time.monotonic()
    with scene.by_token() as client:
        assert client.get(COMMENTS).json() == []
    assert time.monotonic() - begun >= 0.3


def test_a_timeout_can_hide_work_that_was_done(scene: Scene) -> None:
    scene.sandbox.faults.add(Fault("POST", PATTERN, delay=1.0, status=504, moment=Moment.AFTER))
    with scene.by_token() as client, pytest.raises(httpx.ReadTimeout):
        client.post(COMMENTS, json={"body": "Hello"}, timeout=0.2)
    assert len(scene.pull.comments()) == 1


def test_rate_limits_can_be_ordered_with_their_headers(scene: Scene) -> None:
    scene.sandbox.faults.add(secondary_limit("*", PATTERN, retry_after=7))
    scene.sandbox.faults.add(primary_limit("*", PATTERN, reset=1_900_000_000))
    with scene.by_token() as client:
        first, second, third = (client.get(COMMENTS) for _ in range(3))
    assert (first.status_code, first.headers["Retry-After"]) == (403, "7")
    assert (second.headers["X-RateLimit-Remaining"], second.headers["X-RateLimit-Reset"]) == ("0", "1900000000")
    assert third.status_code == 200


def test_git_can_be_troubled_too(scene: Scene) -> None:
    scene.sandbox.faults.add(Fault("GET", r"\.git/info/refs", status=503))
    url = scene.shop.clone_url.replace("http://", f"http://x-access-token:{scene.token()}@")
    with pytest.raises(AssertionError, match="503"):
        scene.work.git("ls-remote", url)
    assert "refs/heads/main" in scene.work.git("ls-remote", url)


def test_a_delivery_can_come_twice_with_one_guid(scene: Scene) -> None:
    scene.hear_next()
    scene.sandbox.delivery_faults.add("issue_comment", Mail.TWICE)
    scene.pull.comment("Hello", by="tom")
    assert scene.hear() == ["issue_comment.created"] * 2
    assert len({heard.headers["x-github-delivery"] for heard in scene.ear.heard}) == 1


def test_a_delivery_can_come_after_the_one_that_follows_it(scene: Scene) -> None:
    scene.hear_next()
    scene.sandbox.delivery_faults.add("pull_request", Mail.LATE)
    scene.pull.edit(by="lea", title="Retry")
    scene.pull.comment("Hello", by="tom")
    assert scene.hear() == ["issue_comment.created", "pull_request.edited"]


def test_a_lost_delivery_is_listed_and_can_be_sent_again(scene: Scene) -> None:
    scene.hear_next()
    scene.sandbox.delivery_faults.add("issue_comment", Mail.LOST)
    scene.pull.comment("Hello", by="tom")
    assert scene.hear() == []
    with scene.by_jwt() as client:
        lost = client.get("/app/hook/deliveries", params={"status": "failure"}).json()
        assert [one["event"] for one in lost] == ["issue_comment"]
        assert client.post(f"/app/hook/deliveries/{lost[0]['id']}/attempts").status_code == 202
        assert scene.hear() == ["issue_comment.created"]
        again = client.get("/app/hook/deliveries").json()[0]
    assert (again["guid"], again["redelivery"], again["status"]) == (lost[0]["guid"], True, "OK")


def test_a_refused_delivery_keeps_what_came_back(scene: Scene) -> None:
    scene.hear_next()
    scene.ear.status = 500
    scene.pull.comment("Hello", by="tom")
    scene.sandbox.wait_for_deliveries()
    with scene.by_jwt() as client:
        newest = client.get("/app/hook/deliveries").json()[0]
        whole = client.get(f"/app/hook/deliveries/{newest['id']}").json()
    assert (newest["status_code"], newest["status"]) == (500, "Invalid HTTP Response: 500")
    assert whole["request"]["payload"]["comment"]["body"] == "Hello"


def test_deliveries_come_in_pages_by_cursor(scene: Scene) -> None:
    scene.hear()
    with scene.by_jwt() as client:
        page = client.get("/app/hook/deliveries", params={"per_page": 2})
        seen = [one["event"] for one in page.json()]
        while "next" in page.links:
            page = client.get(page.links["next"]["url"])
            seen += [one["event"] for one in page.json()]
    assert seen == ["pull_request", "check_suite", "push", "installation", "ping"]


def test_deliveries_are_forgotten_after_three_days(scene: Scene) -> None:
    scene.hear()
    oldest = scene.sandbox.deliveries(scene.app)[0]
    scene.sandbox.clock.move(3 * 24 * 3600 + 60)
    with scene.client(app_jwt(scene.app, now=scene.sandbox.clock.now().timestamp())) as client:
        assert client.get("/app/hook/deliveries").json() == []
        assert client.post(f"/app/hook/deliveries/{oldest.id}/attempts").status_code == 404


@pytest.mark.parametrize(("query", "status"), [({"cursor": "x"}, 400), ({"status": "pending"}, 422)])
def test_a_wrong_question_about_deliveries_is_refused(scene: Scene, query: dict[str, str], status: int) -> None:
    with scene.by_jwt() as client:
        assert client.get("/app/hook/deliveries", params=query).status_code == status


def test_a_proxys_page_comes_instead_of_json(scene: Scene) -> None:
    scene.sandbox.faults.add(Fault("GET", PATTERN, status=502, page="<html>Bad gateway</html>"))
    with scene.by_token() as client:
        answer = client.get(COMMENTS)
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")


def test_an_answer_can_be_half_of_itself(scene: Scene) -> None:
    scene.pull.comment("Hello", by="tom")
    with scene.by_token() as client:
        whole = client.get(COMMENTS).content
        scene.sandbox.faults.add(Fault("GET", PATTERN, keep=0.5))
        assert client.get(COMMENTS).content == whole[: len(whole) // 2]


def test_an_answer_can_be_cut_midway(scene: Scene) -> None:
    scene.pull.comment("Hello", by="tom")
    scene.sandbox.faults.add(Fault("GET", PATTERN, keep=0.5, is_cut=True))
    with scene.by_token() as client, pytest.raises(httpx.TransportError):
        client.get(COMMENTS)


def test_a_hook_can_be_pointed_elsewhere(scene: Scene) -> None:
    with scene.by_jwt() as client:
        assert client.get("/app/hook/config").json()["url"] == scene.ear.url
        moved = client.patch("/app/hook/config", json={"url": scene.ear.url + "/new", "secret": "other"})
    assert moved.json()["url"].endswith("/new")
    assert scene.app.webhook_secret == "other"


def test_a_slow_answer_comes_at_once_when_it_is_released(scene: Scene) -> None:
    slow = scene.sandbox.faults.add(Fault("GET", PATTERN, delay=60.0))
    with scene.by_token() as client, ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        answer = pool.submit(client.get, COMMENTS)
        while slow.times:
            time.sleep(0.01)
        slow.is_released = True
        assert answer.result(30).status_code == 200
    assert time.monotonic() - began < 30
