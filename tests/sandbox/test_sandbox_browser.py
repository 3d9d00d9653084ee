"""The sandbox's page in a real browser: a click is a webhook."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from scene import Scene

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing, so the sandbox's page was not clicked"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def act_as(page: Page, scene: Scene, login: str) -> None:
    page.context.add_cookies([{"name": "sandbox_login", "value": login, "url": scene.sandbox.url}])


@pytest.mark.xdist_group("browser")
def test_clicking_a_box_and_a_button_sends_webhooks(scene: Scene, page: Page) -> None:
    with scene.by_token() as client:
        client.post("/repos/acme/shop/issues/1/comments", json={"body": "Read:\n\n- [ ] **Retry**\n- [ ] **Rest**"})
        button = {"label": "Validate", "description": "As intended", "identifier": "validate"}
        run = {"name": "review-queue", "head_sha": scene.pull.head_sha, "conclusion": "neutral", "actions": [button]}
        client.post("/repos/acme/shop/check-runs", json=run)
    scene.hear_next()
    act_as(page, scene, "tom")
    page.goto(scene.pull.url)
    with page.expect_event("load"):
        page.get_by_role("checkbox").nth(1).click()
    assert page.get_by_role("checkbox").nth(1).is_checked()
    page.get_by_role("link", name="Details of review-queue").click()
    page.get_by_role("button", name="Validate").click()
    page.get_by_role("button", name="Re-run check").click()
    page.wait_for_load_state()
    assert scene.hear() == ["issue_comment.edited", "check_run.requested_action", "check_run.rerequested"]
    edited, pressed = scene.ear.heard[0].payload, scene.ear.heard[1].payload
    assert edited["comment"]["body"].endswith("- [ ] **Retry**\n- [x] **Rest**")
    assert (pressed["sender"]["login"], pressed["requested_action"]) == ("tom", {"identifier": "validate"})
