"""`reviewer demo`, run as a person runs it: everything is real, and nothing is left running.

A run takes seconds, so each is made once and looked at whole.
"""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

DEMO = [sys.executable, "-m", "reviewer", "demo"]
_PLACE = "(?:(?:Next up|Soon|Later) · )?"
REVIEWED = re.compile(
    rf"^#(\d+) reviewed in [\d.]+ s · {_PLACE}(?:\d+ of \d+ units? needs? you|No change units)", re.MULTILINE
)

pytestmark = pytest.mark.timeout(180)


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DEMO, *words], cwd=cwd, capture_output=True, text=True, timeout=170, check=False)  # noqa: S603 - our own program


def git(repo: Path, *words: str) -> None:
    name = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", "-C", repo, *name, *words], check=True, capture_output=True)  # noqa: S603, S607 - git with fixed words


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository whose newest commit changes what a function returns."""
    repo = tmp_path / "my shop"
    repo.mkdir()
    git(repo, "init", "--quiet", "--initial-branch", "main")
    for price in (1, 2):
        (repo / "cart.py").write_text(f"def total():\n    return {price}\n")
        git(repo, "add", ".")
        git(repo, "commit", "--quiet", "--message", f"A cart costs {price}")
    return repo


def test_every_pull_is_reviewed_and_has_a_page(tmp_path: Path, fixtures: Path) -> None:
    result = run("--brief", "--limit", "150", "--output", "pages", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    numbers = [int(number) for number in REVIEWED.findall(result.stdout)]
    assert numbers == list(range(1, 1 + len(list((fixtures / "pulls").glob("[0-9]*")))))
    assert len(result.stdout.splitlines()) == len(numbers)
    index = tmp_path / "pages" / "index.html"
    assert f"Pages: {index}" in result.stderr
    pages = re.findall(r'href="([^"]+)"', index.read_text())
    assert [page for page in pages if "units need you" in (index.parent / page).read_text()] == [
        f"pull-{number}.html" for number in numbers
    ]


@pytest.fixture
def kept_up(shop: Path) -> Iterator[subprocess.Popen[str]]:
    """A demo of the shop's newest commit that runs until it is stopped."""
    words = [*DEMO, "--serve", "--range", "HEAD~1..HEAD"]
    with subprocess.Popen(words, cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:  # noqa: S603 - our own program
        yield demo
        demo.send_signal(signal.SIGTERM)


def test_a_range_is_shown_kept_up_and_stopped_without_a_trace(kept_up: subprocess.Popen[str]) -> None:
    assert kept_up.stdout is not None
    lines = list(iter(kept_up.stdout.readline, "Ctrl-C stops both.\n"))
    text = " ".join("".join(lines).replace("│", " ").split())
    assert "#1 A cart costs 2" in text
    assert re.search(r"check review-queue: \w+ .* \d of 1 unit needs? you", text)
    assert re.search(r"comment by reviewer\[bot\] .* Intent: “A cart costs 2” title", text)
    addresses = [line.split()[-1] for line in lines if re.match(r"[\w #]+ http://\S+$", line)]
    assert [httpx.get(address, trust_env=False).status_code for address in addresses] == [200] * 4
    kept_up.send_signal(signal.SIGTERM)
    assert kept_up.wait(30) == 0
    for address in addresses:
        with pytest.raises(httpx.ConnectError):
            httpx.get(address, trust_env=False)


def test_a_review_that_does_not_come_ends_with_the_log_of_the_app(shop: Path) -> None:
    result = run("--range", "HEAD~1..HEAD", "--limit", "1", "--output", "pages", cwd=shop)
    assert result.returncode == 1
    assert "1 of 1 pull requests were not reviewed (waited 1 s): #1 " in result.stderr
    assert f"The App's log, {shop / 'pages' / 'app.log'}, ends with:" in result.stderr
