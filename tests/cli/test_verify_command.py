"""`reviewer verify`: proofs are derived again from a real repository, and forged ones are found out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REVIEWER = (sys.executable, "-m", "reviewer")
BEFORE = {
    "a.py": (
        "import re\n\n\n# adds\ndef add(a, b):\n    return a+b\n\n\ndef _cut(t):\n    u = t[1:]\n    return u\n\n\n"
        "def fold(t):\n    return _cut(t)\n\n\ndef far(x):\n    y = x\n    return re.sub('a', 'b', y)\n"
    ),
    "b.py": "import re\n",
    "a.go": 'package a\n\nimport (\n\t"os"\n\t"fmt"\n)\n\nfunc F() {\n\tfmt.Println(os.Args)\n}\n',
}
FAR = BEFORE["a.py"][BEFORE["a.py"].index("def far") :]
AFTER = {
    "a.py": BEFORE["a.py"]
    .replace("# adds", "# Adds.")
    .replace("a+b", "a + b")
    .replace("_cut", "_snip")
    .replace(FAR, ""),
    "b.py": f"import re\n\n\n{FAR}",
    "a.go": BEFORE["a.go"].replace('\t"os"\n\t"fmt"\n', '\t"fmt"\n\t"os"\n'),
}
KINDS = ["comment only", "import order", "pure move", "pure rename", "pure rename"]


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    done = subprocess.run(["/usr/bin/env", "git", *who, *words], cwd=folder, capture_output=True, check=True, text=True)  # noqa: S603 - ours
    return done.stdout.strip()


def run(*words: str, cwd: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.defpath}
    command = [*REVIEWER, *words]
    return subprocess.run(command, cwd=cwd, input=given, capture_output=True, text=True, check=False, env=env)  # noqa: S603 - ours


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose branch `topic` changes nothing that acts, and its review in review.json."""
    folder = tmp_path_factory.mktemp("repo")
    git(folder, "init", "--quiet", "--initial-branch=main")
    for branch, files in (("main", BEFORE), ("topic", AFTER)):
        if branch != "main":
            git(folder, "checkout", "--quiet", "-b", branch)
        for name, text in files.items():
            (folder / name).write_text(text)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", branch)
    done = run("review", "main..topic", "--format", "json", "--output", "review.json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def record(repo: Path) -> dict[str, Any]:
    return json.loads((repo / "review.json").read_text())


def proof_of(repo: Path, kind: str) -> dict[str, Any]:
    return next(unit["proof"] for unit in record(repo)["units"] if unit["proof"] and unit["proof"]["kind"] == kind)


def check(repo: Path, proof: dict[str, Any]) -> tuple[int, str]:
    done = run("verify", "-", cwd=repo, given=json.dumps(proof))
    return done.returncode, done.stdout + done.stderr


def test_every_proof_of_a_review_is_derived_again(repo: Path) -> None:
    assert sorted(unit["proof"]["kind"] for unit in record(repo)["units"] if unit["proof"]) == KINDS
    done = run("verify", "review.json", cwd=repo)
    assert (done.returncode, done.stderr) == (0, "")
    assert "a.py:9 _snip  pure rename: holds\n" in done.stdout
    assert done.stdout.endswith("5 of 5 proofs hold.\n")


def test_a_proof_cites_the_blobs_of_both_sides(repo: Path) -> None:
    proof = proof_of(repo, "import order")
    cited = [(proof[side]["path"], proof[side]["blob"]) for side in ("before", "after")]
    assert cited == [("a.go", git(repo, "rev-parse", f"{branch}:a.go")) for branch in ("main", "topic")]
    assert (proof["base"], proof["head"]) == (git(repo, "rev-parse", "main"), git(repo, "rev-parse", "topic"))


def test_one_unit_and_a_proof_as_text_are_taken_too(repo: Path) -> None:
    unit = next(unit for unit in record(repo)["units"] if unit["proof"])
    assert run("verify", "review.json", "--unit", unit["id"], cwd=repo).stdout.startswith(f"{unit['id']}  ")
    assert run("verify", json.dumps(unit["proof"]), cwd=repo).returncode == 0


def with_evidence(proof: dict[str, Any]) -> dict[str, Any]:
    first, *others = proof["evidence"]
    return proof | {"evidence": [first | {"value": "0" * 32}, *others]}


def with_other_blob(proof: dict[str, Any]) -> dict[str, Any]:
    return proof | {"after": proof["after"] | {"blob": proof["before"]["blob"]}}


def with_other_lines(proof: dict[str, Any]) -> dict[str, Any]:
    return proof | {"after": proof["after"] | {"end_line": 1}}


def with_other_kind(proof: dict[str, Any]) -> dict[str, Any]:
    return proof | {"kind": "formatting only" if proof["kind"] != "formatting only" else "comment only"}


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (with_evidence, "other evidence comes out: proof tokens before"),
        (with_other_blob, "not "),
        (with_other_lines, "no such unit comes out of what it cites"),
        (with_other_kind, "without this proof"),
    ],
)
@pytest.mark.parametrize("kind", ["comment only", "import order", "pure rename"])
def test_a_forged_proof_does_not_hold(repo: Path, kind: str, forge: Any, said: str) -> None:
    code, told = check(repo, forge(proof_of(repo, kind)))
    assert code == 3
    assert "does not hold: " in told
    assert said in told or kind == "pure rename"
    assert told.endswith("1 of 1 proofs do not hold.\n")


def test_a_rename_that_leaves_a_name_behind_does_not_hold(repo: Path) -> None:
    git(repo, "checkout", "--quiet", "-B", "left", "topic")
    (repo / "c.py").write_text("x = '_cut'\n")
    git(repo, "add", "c.py")
    git(repo, "commit", "--quiet", "--message", "Left")
    proof = proof_of(repo, "pure rename") | {"head": git(repo, "rev-parse", "left")}
    code, told = check(repo, proof)
    assert (code, "without this proof" in told) == (3, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"head": "1" * 40}, "has no commit '1111"),
        ({"digests": "tokens/9"}, "its digests are of the scheme 'tokens/9', we know 'tokens/1'"),
        ({"before": None, "base": None}, "it cites no blobs"),
    ],
)
def test_what_cannot_be_told_is_no_verdict(repo: Path, changed: dict[str, Any], said: str) -> None:
    code, told = check(repo, proof_of(repo, "comment only") | changed)
    assert (code, "Traceback" in told) == (1, False)
    assert said in told


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (["verify", "missing.json"], "", "Could not read the proof from missing.json"),
        (["verify", "-"], "no json", "standard input is neither a proof nor a review in JSON"),
        (["verify", '{"kind": "guess"}'], "", "what was given is neither a proof nor a review in JSON"),
        (["verify", "review.json", "--unit", "U99"], "", "review.json holds no proof of U99"),
        (["verify", "review.json", "--repo", "/"], "", "not a git repository"),
    ],
)
def test_what_is_no_proof_is_said_in_one_line(repo: Path, words: list[str], given: str, said: str) -> None:
    done = run(*words, cwd=repo, given=given)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (1, "", False)
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_another_engine_is_said(repo: Path) -> None:
    _, told = check(repo, proof_of(repo, "comment only") | {"engine": "reviewer 0.0.1"})
    assert "holds (made by reviewer 0.0.1, derived by reviewer " in told
