import os
import subprocess
import sys
from pathlib import Path

import pytest
from folder_pulls import change_of_texts, pull_of_folders
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.diff import diff_pull
from reviewer.diff.languages import BY_SUFFIX
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.lines import LineRange
from reviewer.model.units import Action

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "fixtures" / "diff"
suffixes = st.sampled_from(sorted(BY_SUFFIX))
texts = st.one_of(
    st.binary(max_size=200),
    st.lists(
        st.sampled_from(
            [
                b"class A {",
                b"def f(",
                b"}",
                b'"',
                b"'''",
                b"`",
                b"/*",
                b"#if",
                b"\r\n",
                b"\n",
                b"\xff",
                b"\0",
                b"<",
                b"\xef\xbb\xbf",
                b"fn",
                b" ",
            ]
        )
    ).map(b"".join),
)


@settings(max_examples=150, deadline=None)
@given(suffixes, texts, texts)
def test_any_bytes_become_units_that_hold_every_line(suffix: str, before: bytes, after: bytes) -> None:
    change = change_of_texts(f"a{suffix}", before, after)
    wanted = sum(len(lines) for hunk in change.hunks for lines in (hunk.removed, hunk.added) if lines is not None)
    assert diff_pull([change]).coverage.changed_lines == wanted


def test_the_order_of_the_files_does_not_matter() -> None:
    found = [file for case in sorted(FOLDER.iterdir()) for file in pull_of_folders(case)]
    files = list({file.path: file for file in found}.values())
    assert diff_pull(files) == diff_pull(files[::-1])


def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "from folder_pulls import pull_of_folders; from pathlib import Path; from reviewer.diff import diff_pull;"
        f"print([diff_pull(pull_of_folders(case)) for case in sorted(Path({str(FOLDER)!r}).iterdir())])"
    )
    paths = f"{ROOT}{os.pathsep}{Path(__file__).parent}"
    outs = {
        subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", program],
            env={"PYTHONPATH": paths, "PYTHONHASHSEED": seed, "PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outs) == 1


def test_the_real_history_of_this_repository_keeps_the_law() -> None:
    for commit in git("log", "--first-parent", "--no-merges", "--max-count=12", "--format=%H").split():
        for path in git("diff-tree", "--no-commit-id", "--name-only", "-r", "--root", commit).splitlines()[:12]:
            change = change_of_texts(path, blob(f"{commit}^:{path}"), blob(f"{commit}:{path}"))
            wanted = sum(
                len(lines) for hunk in change.hunks for lines in (hunk.removed, hunk.added) if lines is not None
            )
            assert diff_pull([change]).coverage.changed_lines == wanted, f"{commit} {path}"


def git(*arguments: str) -> str:
    command = ["git", *arguments]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - git, on this repository
    return found.stdout.decode("utf-8", "replace")


def blob(name: str) -> bytes | None:
    command = ["git", "show", name]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - git, on this repository
    return found.stdout if found.returncode == 0 else b""


def test_a_bare_patch_becomes_line_units_and_says_why() -> None:
    hunk = Hunk(LineRange(3, 3), LineRange(3, 4), (b"old_name = 1",), (b"new_name = 1", b"more()"))
    side = FileSide("a.py", unread="only a patch was given")
    diff = diff_pull([FileChange(side, side, (hunk,))])
    assert [(unit.actions, unit.fallback, unit.mentions) for unit in diff.units] == [
        ((Action.LINES,), "only a patch was given", ("more", "new_name", "old_name"))
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x = 1\n" * 60_000, "more than 50,000 lines"),
        (b"x = 1  # aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n" * 30_000, "larger than 1 MB"),
        (b"x = " + b"1 + " * 10_000 + b"1\n", "a line is longer than 20,000 bytes"),
        ("x = 1\n".encode("utf-16"), "not text in UTF-8"),
    ],
)
def test_a_text_over_a_limit_is_lines_and_says_why(content: bytes, reason: str) -> None:
    lines = content.count(b"\n")
    change = FileChange(None, FileSide("a.py", content=content), (Hunk(None, LineRange(1, lines)),))
    diff = diff_pull([change])
    assert [(unit.fallback, unit.churn) for unit in diff.units] == [(reason, lines)]
    assert [fallback.reason for fallback in diff.coverage.fallbacks] == [reason]


def test_patterns_of_the_policy_exempt_a_file_as_one_unit() -> None:
    change = change_of_texts("api/gen/client.py", b"a = 1\nb = 2\n", b"a = 2\nb = 2\nc = 3\n")
    diff = diff_pull([change], generated=["/api/gen/**"])
    assert [(unit.actions, unit.exempt, unit.churn) for unit in diff.units] == [
        ((Action.GENERATED,), "generated: matches /api/gen/**", 3)
    ]


@pytest.mark.parametrize(
    ("pattern", "path", "is_hit"),
    [
        ("*.gen.ts", "src/a.gen.ts", True),
        ("/dist/", "dist/a.js", True),
        ("/dist/", "src/dist/a.js", False),
        ("dist", "src/dist/a.js", True),
        ("docs/*.md", "docs/a/b.md", False),
        ("docs/**/*.md", "docs/a/b.md", True),
    ],
)
def test_patterns_read_as_gitignore_reads_them(pattern: str, path: str, *, is_hit: bool) -> None:
    change = change_of_texts(path, b"a\n", b"b\n")
    assert (diff_pull([change], generated=[pattern]).units[0].exempt is not None) == is_hit


def test_a_marker_that_the_pull_itself_writes_exempts_nothing() -> None:
    marker = b"// Code generated. DO NOT EDIT.\n"
    added = FileChange(None, FileSide("a.go", content=marker + b"package a\n"), (Hunk(None, LineRange(1, 2)),))
    marked = change_of_texts("b.go", b"package b\n", marker + b"package b\n")
    assert [unit.exempt for unit in diff_pull([added, marked]).units] == [None, None]


def test_a_lock_file_that_was_only_renamed_is_one_unit_with_a_place() -> None:
    before, after = (FileSide(f"{folder}/yarn.lock", content=b"a\n") for folder in ("old", "new"))
    diff = diff_pull([FileChange(before, after)])
    assert [(unit.actions, unit.place.path, unit.exempt) for unit in diff.units] == [
        ((Action.FILE_RENAMED,), "new/yarn.lock", None)
    ]


def test_a_binary_file_that_nobody_wrote_is_one_exempt_unit() -> None:
    before, after = (FileSide("vendor/a.png", content=content) for content in (b"\0a", b"\0b"))
    diff = diff_pull([FileChange(before, after, is_binary=True)])
    assert [(unit.actions, unit.exempt) for unit in diff.units] == [((Action.BINARY,), "vendored")]
