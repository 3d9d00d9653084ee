"""What a person sees and does on the sandbox's pages, without a browser."""

import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from scene import HEADERS, NO_TLS, Scene, manifest

from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.pages.diff_lines import anchor, rows
from reviewer.sandbox.pages.markdown import to_html

NEW = "/organizations/acme/settings/apps"


def site(sandbox: Sandbox, person: str = "lea") -> httpx.Client:
    return httpx.Client(base_url=sandbox.url, cookies={"sandbox_login": person}, verify=NO_TLS, trust_env=False)


def test_a_person_creates_an_app_from_its_manifest(sandbox: Sandbox) -> None:
    sandbox.create_organisation("acme", members=["lea"])
    text = manifest(
        "http://127.0.0.1:1/webhook", hook_attributes={"url": "http://127.0.0.1:1/webhook", "active": False}
    )
    with site(sandbox) as client:
        shown = client.post(f"{NEW}/new", params={"state": "s1"}, data={"manifest": text})
        assert "Create GitHub App for acme" in shown.text
        sent = client.post(NEW, data={"manifest": text, "state": "s1", "name": "Queue of Acme"})
    back = urlsplit(sent.headers["location"])
    query = parse_qs(back.query)
    assert (back.path, query["state"]) == ("/setup/done", ["s1"])
    assert len(query["code"][0]) == 40


def convert(sandbox: Sandbox, code: str) -> httpx.Response:
    return httpx.post(f"{sandbox.api_url}/app-manifests/{code}/conversions", headers=HEADERS, verify=NO_TLS)


def new_code(sandbox: Sandbox) -> str:
    sandbox.create_organisation("acme", members=["lea"])
    text = manifest("http://127.0.0.1:1/webhook", hook_attributes={"url": "http://127.0.0.1:1/", "active": False})
    with site(sandbox) as client:
        sent = client.post(NEW, data={"manifest": text})
    return parse_qs(urlsplit(sent.headers["location"]).query)["code"][0]


def test_a_code_gives_the_credentials_once(sandbox: Sandbox) -> None:
    code = new_code(sandbox)
    first, second = convert(sandbox, code), convert(sandbox, code)
    assert first.status_code == 201
    assert first.json()["pem"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    assert second.status_code == 404


def test_a_code_is_good_for_an_hour(sandbox: Sandbox) -> None:
    code = new_code(sandbox)
    sandbox.clock.move(3601)
    assert convert(sandbox, code).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"url": ""},
        {"colour": "red"},
        {"name": "x" * 35},
        {"default_permissions": {"checks": "maybe"}},
        {"hook_attributes": {"active": True}},
        {"default_events": ["installation"]},
        {"default_events": ["member"]},
    ],
    ids=["no url", "unknown key", "long name", "level", "no hook url", "event", "permission"],
)
def test_a_bad_manifest_is_refused_with_its_key(sandbox: Sandbox, changes: dict[str, object]) -> None:
    sandbox.create_organisation("acme", members=["lea"])
    with site(sandbox) as client:
        shown = client.post(f"{NEW}/new", data={"manifest": manifest("http://127.0.0.1:1/", **changes)})
    assert shown.status_code == 422
    assert 'role="alert"' in shown.text


def test_a_person_installs_an_app_on_one_repository(scene: Scene) -> None:
    scene.sandbox.create_organisation("umbrella", members=["lea"])
    scene.sandbox.create_repository("umbrella", "rain", source=scene.work.folder)
    scene.app.setup_url = "https://example.com/setup"
    scene.hear_next()
    address = f"/apps/{scene.app.slug}/installations/new"
    with site(scene.sandbox) as client:
        assert "Install on umbrella" in client.get(address).text
        form = {"account": "umbrella", "selection": "selected", "repository": "rain"}
        sent = client.post(address, data=form)
    assert sent.headers["location"].startswith("https://example.com/setup?installation_id=")
    assert scene.hear() == ["installation.created"]
    listed = scene.ear.heard[0].payload["repositories"]
    assert [one["full_name"] for one in listed] == ["umbrella/rain"]


def test_the_pages_show_the_pull_request(scene: Scene) -> None:
    with scene.by_token() as client:
        client.post("/repos/acme/shop/issues/1/comments", json={"body": "<!-- marker -->\n**3 of 41** units need you"})
        run = {"name": "review-queue", "head_sha": scene.pull.head_sha, "conclusion": "neutral"}
        output = {"title": "Next up", "summary": "| a | b |\n|---|---|\n| 1 | 2 |"}
        made = client.post("/repos/acme/shop/check-runs", json={**run, "output": output}).json()
    with site(scene.sandbox) as client:
        told = client.get("/acme/shop/pull/1").text
        assert "<strong>3 of 41</strong> units need you" in told
        assert "marker" not in told
        assert "<td>1</td>" in client.get("/acme/shop/pull/1/checks").text
        assert f'id="{anchor("pay.py")}R2"' in client.get("/acme/shop/pull/1/files").text
        assert client.get(urlsplit(str(made["html_url"])).path).headers["location"].endswith(f"#run-{made['id']}")
        for address in (
            "/",
            "/acme/shop",
            "/acme/shop/pulls",
            f"/apps/{scene.app.slug}",
            f"{NEW}/new",
            "/settings/apps/new",
        ):
            assert client.get(address).status_code == 200
        assert client.get("/acme/shop/pull/9").status_code == 404


def test_the_exported_page_stands_alone(scene: Scene) -> None:
    scene.pull.comment(f"See [line 2]({scene.pull.url}/files#{anchor('pay.py')}R2)", by="tom")
    page = scene.pull.export()
    assert f'<a href="#{anchor("pay.py")}R2"' in page
    assert "<style>" in page
    assert scene.sandbox.url not in page


def test_only_people_who_may_write_tick_boxes(scene: Scene) -> None:
    scene.sandbox.create_user("eve")
    said = scene.pull.comment("- [ ] **Retry**", by="tom")
    address = f"/acme/shop/comments/{said.id}/tick"
    with site(scene.sandbox, "eve") as client:
        assert "data-tick" not in client.get("/acme/shop/pull/1").text
        assert client.post(address, data={"line": "0"}).status_code == 403
    with site(scene.sandbox, "lea") as client:
        assert client.post(address, data={"line": "0"}).status_code == 204
        assert client.post(address, data={"line": "5"}).status_code == 422
    assert said.body == "- [x] **Retry**"


def test_another_site_cannot_act_for_a_person(scene: Scene) -> None:
    said = scene.pull.comment("- [ ] **Retry**", by="tom")
    with site(scene.sandbox) as client:
        answer = client.post(
            f"/acme/shop/comments/{said.id}/tick", data={"line": "0"}, headers={"Origin": "https://evil.example"}
        )
    assert answer.status_code == 403


def test_a_person_comments_and_changes_who_they_are(scene: Scene) -> None:
    with site(scene.sandbox) as client:
        client.post("/session", data={"login": "tom"})
        client.post("/acme/shop/pull/1/comment", data={"body": "/validate U1"})
    assert [(one.author.login, one.body) for one in scene.pull.comments()] == [("tom", "/validate U1")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", ""),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("<input type=checkbox data-tick=/evil>", ""),
        ("<!-- hidden -->", ""),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("`- [ ] x`", "<p><code>- [ ] x</code></p>"),
    ],
)
def test_markdown_is_shown_as_github_does_and_clean(text: str, shown: str) -> None:
    html = to_html(text).strip().replace(' rel="nofollow noopener"', "")
    assert html.replace("<p></p>", "").replace("<s>", "<del>").replace("</s>", "</del>") == (
        shown if shown.startswith("<") or not shown else f"<p>{shown}</p>"
    )


def test_boxes_know_their_line() -> None:
    html = to_html("Read:\n- [ ] one\n  - two\n- [x] three", tickable="/tick")
    assert 'data-line="1"' in html
    assert 'checked aria-label="task" data-line="3"' in html


def test_rows_of_a_patch_carry_both_numbers() -> None:
    told = [(row.kind, row.before, row.after) for row in rows("@@ -3,2 +5,2 @@ def f\n same\n-old\n+new\n")]
    assert told == [("hunk", None, None), ("same", 3, 5), ("removed", 4, None), ("added", None, 6)]


def test_a_manifest_that_is_no_json_is_refused(sandbox: Sandbox) -> None:
    sandbox.create_organisation("acme", members=["lea"])
    with site(sandbox) as client:
        assert "not JSON" in client.post(f"{NEW}/new", data={"manifest": "{"}).text
        assert "not a JSON object" in client.post(f"{NEW}/new", data={"manifest": json.dumps([1])}).text


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("close", "pull_request.closed"),
        ("draft", "pull_request.converted_to_draft"),
        ("ready", "pull_request.ready_for_review"),
        ("merge", "pull_request.closed"),
    ],
)
def test_a_pull_request_is_changed_on_its_page(scene: Scene, to: str, told: str) -> None:
    scene.hear_next()
    with site(scene.sandbox) as client:
        assert client.post("/acme/shop/pull/1/change", data={"to": to}).status_code == 303
        assert client.get("/acme/shop/pull/1").status_code == 200
    assert scene.hear()[0] == told


def test_an_owner_suspends_and_removes_an_app(scene: Scene) -> None:
    address = f"/organizations/acme/settings/installations/{scene.installation.id}"
    scene.hear_next()
    with site(scene.sandbox) as client:
        assert "acme/shop" in client.get(address).text
        for to in ("suspend", "unsuspend", "uninstall"):
            assert client.post(address, data={"to": to}).status_code == 303
        assert client.get(address).status_code == 404
    assert scene.hear() == ["installation.suspend", "installation.unsuspend", "installation.deleted"]
