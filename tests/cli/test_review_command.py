"""`reviewer review`, run as a person runs it: a process of its own, in a real repository."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jobs.traps import ENDLESS

REVIEWER = [sys.executable, "-c", "from reviewer.cli.main import run; run()"]

ADDED = {"path_before": None, "before": None}

CART = """\
class Cart:
    def __init__(self, prices):
        self.prices = prices

    def total(self):
        return sum(self.prices)
"""


def run(*words: str, cwd: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*REVIEWER, *words], cwd=cwd, input=given, capture_output=True, timeout=60, check=False)  # noqa: S603 - our own program


def git(repo: Path, *words: str) -> bytes:
    name = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    return subprocess.run(["git", "-C", repo, *name, *words], check=True, capture_output=True).stdout  # noqa: S603, S607 - git with fixed words


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository whose branch `feature` changes one method and adds an environment variable."""
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    (tmp_path / "cart.py").write_text(CART)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A cart")
    git(tmp_path, "switch", "--quiet", "--create", "feature")
    (tmp_path / "cart.py").write_text(
        "import os\n" + CART.replace("sum(self.prices)", 'sum(self.prices) * float(os.environ["VAT_FACTOR"])')
    )
    git(tmp_path, "commit", "--quiet", "--all", "--message", "Cart.total includes the tax")
    return tmp_path


def test_a_range_is_reviewed_in_the_terminal(repo: Path) -> None:
    result = run("review", "main..feature", cwd=repo)
    text = result.stdout.decode()
    assert result.returncode == 0, result.stderr.decode()
    assert "Cart.total" in text
    assert "VAT_FACTOR" in text
    assert "1 of 2 units needs you" in text


def test_without_a_range_the_branch_is_compared_with_the_default_branch(repo: Path) -> None:
    assert (
        run("review", "--format", "json", cwd=repo).stdout
        == run("review", "main..feature", "--format", "json", cwd=repo).stdout
    )


def test_the_json_form_names_its_schema_and_units(repo: Path) -> None:
    review = json.loads(run("review", "main..feature", "--format", "json", cwd=repo).stdout)
    assert review["schema"] == "review/1"
    assert [unit["after"]["qualified_name"] for unit in review["units"] if "body changed" in unit["actions"]] == [
        "Cart.total"
    ]


def test_the_same_range_gives_the_same_bytes_under_any_hash_seed(repo: Path) -> None:
    def seeded(seed: str) -> bytes:
        words = [*REVIEWER, "review", "main..feature", "--format", "json"]
        env = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"}
        return subprocess.run(words, cwd=repo, capture_output=True, check=True, env=env).stdout  # noqa: S603 - our own program

    assert seeded("1") == seeded("2")


@pytest.mark.parametrize(("form", "opening"), [("markdown", b"<!-- reviewer:sticky"), ("html", b"<!doctype html>")])
def test_other_forms_are_printed_too(repo: Path, form: str, opening: bytes) -> None:
    assert run("review", "main..feature", "--format", form, cwd=repo).stdout.startswith(opening)


def test_a_bare_patch_is_reviewed_and_says_what_it_could_not_see(repo: Path) -> None:
    result = run("review", "-", cwd=repo, given=git(repo, "diff", "main..feature"))
    assert result.returncode == 0, result.stderr.decode()
    assert b"patch" in result.stdout


def test_cases_are_answered_in_the_order_given_by_any_number_of_processes(repo: Path) -> None:
    sides = {"path_before": "a.py", "path_after": "a.py", "before": "x = 1\n"}
    cases = [{"id": f"case {n}", "files": [{**sides, "after": f"x = {n}\n"}]} for n in range(20)]
    lines = "".join(json.dumps(case) + "\n" for case in cases).encode()
    alone = run("review", "--cases", "-", cwd=repo, given=lines).stdout
    assert [json.loads(line)["id"] for line in alone.splitlines()] == [case["id"] for case in cases]
    assert run("review", "--cases", "-", "--jobs", "2", cwd=repo, given=lines).stdout == alone


def test_a_file_that_a_grammar_never_finishes_is_read_as_lines(repo: Path) -> None:
    (repo / "hang.js").write_text(ENDLESS)
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "A trap")
    text = run("review", "--parse-limit", "1", cwd=repo).stdout.decode()
    assert "its parser was stopped after 1 s" in " ".join(text.split())
    assert "Cart.total" in text


def test_a_case_that_a_grammar_never_finishes_holds_up_no_other(repo: Path) -> None:
    texts = {"hang.js": ENDLESS, "a.js": "x = 1;\n", "b.js": "x = 2;\n"}
    cases = [{"id": path, "files": [{**ADDED, "path_after": path, "after": text}]} for path, text in texts.items()]
    lines = "".join(json.dumps(case) + "\n" for case in cases).encode()
    out = run("review", "--cases", "-", "--jobs", "2", "--parse-limit", "1", cwd=repo, given=lines).stdout
    fallbacks = {record["id"]: record["coverage"]["fallbacks"] for record in map(json.loads, out.splitlines())}
    assert [item["reason"] for item in fallbacks.pop("hang.js")] == ["its parser was stopped after 1 s"]
    assert fallbacks == {"a.js": [], "b.js": []}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["review", "--format", "pdf"], 2, "pdf"),
        (["review", "main..feature", "--cases", "x.jsonl"], 2, "--cases takes no range"),
        (["review", "nowhere..feature"], 1, "nowhere"),
        (["review", "--repo", "/"], 1, "not a git repository"),
        (["review", "--cases", "missing.jsonl"], 1, "missing.jsonl"),
        (["review", "main..feature", "--output", "missing/x.html"], 1, "Could not write missing/x.html"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_with_its_exit_code(
    repo: Path, words: list[str], code: int, said: str
) -> None:
    result = run(*words, cwd=repo)
    assert (result.returncode, b"Traceback" in result.stderr) == (code, False)
    assert said in result.stderr.decode()


def test_a_broken_case_is_named_by_its_line(repo: Path) -> None:
    result = run("review", "--cases", "-", cwd=repo, given=b'{"id": "a", "files": []}\nnot json\n')
    assert result.returncode == 1
    assert b"line 2" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_terminal_of_ascii_gets_the_review_too(repo: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    words = [*REVIEWER, "review", "main..feature"]
    result = subprocess.run(words, cwd=repo, capture_output=True, check=True, env=env)  # noqa: S603 - our own program
    assert b"1 of 2 units needs you" in result.stdout


def test_a_full_disk_is_told_in_one_line(repo: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        words = [*REVIEWER, "review", "main..feature"]
        result = subprocess.run(words, cwd=repo, stdout=full, stderr=subprocess.PIPE, check=False)  # noqa: S603 - our own program
    assert result.returncode == 1
    assert b"No space left" in result.stderr
    assert b"Traceback" not in result.stderr
