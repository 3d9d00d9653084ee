"""What git says changed, read without being misled: names, modes, line ends, types."""

from pathlib import Path

import pytest
from git_making import Work
from snapshot_reading import contents, only_file, read_files, shown_hunks, unexplained_lines

from reviewer.git.blobs import BlobLimits
from reviewer.git.command import Git
from reviewer.git.diff import read_changes
from reviewer.git.range import read_range
from reviewer.git.repository import open_repository
from reviewer.model.ids import Sha


def test_a_change_has_both_texts_and_the_changed_lines(work: Work) -> None:
    work.commit({"a.py": "one\ntwo\nthree\nfour\n"})
    work.commit({"a.py": "one\n2\nthree\nfour\nfive\n"})
    file = only_file(work.path)
    assert contents(file) == (b"one\ntwo\nthree\nfour\n", b"one\n2\nthree\nfour\nfive\n")
    assert shown_hunks(file) == ["2 → 2", "- → 5"]


def test_blobs_are_named_by_git(work: Work) -> None:
    work.commit({"a.py": "one\n"})
    work.commit({"a.py": "two\n"})
    file = only_file(work.path)
    assert file.after is not None
    assert file.after.blob == work.git("rev-parse", "HEAD:a.py")


def test_added_and_removed_files_have_one_side(work: Work) -> None:
    work.commit({"old.py": "x\n"})
    work.commit({"old.py": None, "new.py": "entirely different text\n"})
    files = read_files(work.path)
    assert contents(files["old.py"]) == (b"x\n", None)
    assert contents(files["new.py"]) == (None, b"entirely different text\n")


@pytest.mark.parametrize(
    "name",
    [
        'quo"te.py',
        "new\nline.py",
        "tab\t.py",
        "a b/c b/d.py",
        "ünï.py",
        " lead.py",
        "back\\slash.py",
        "--- a/x",
        "-n",
        ":(top)x/y",
    ],
)
def test_no_name_misleads(work: Work, name: str) -> None:
    work.commit({name: "one\n", "zz.py": "1\n"})
    work.commit({name: "two\n", "zz.py": "2\n"})
    files = read_files(work.path)
    assert sorted(files) == sorted([name, "zz.py"])
    assert contents(files[name]) == (b"one\n", b"two\n")


def test_a_name_that_is_not_utf_8_keeps_its_bytes(work: Work) -> None:
    blob = work.git("hash-object", "-w", "--stdin", stdin=b"x\n")
    work.commit({"a": "a\n"})
    listed = f"100644 blob {blob}\t".encode() + b"caf\xe9.py\n" + f"100644 blob {blob}\ta\n".encode()
    tree = work.git("mktree", stdin=listed)
    head = work.git("commit-tree", tree, "-p", "HEAD", "-m", "latin name")
    files = read_files(work.path, f"HEAD..{head}")
    assert "caf\udce9.py" in files


def test_a_path_with_dots_in_the_tree_is_read_as_a_name(work: Work) -> None:
    work.commit({"a": "a\n"})
    blob = work.git("hash-object", "-w", "--stdin", stdin=b"root:x\n")
    inner = work.git("mktree", stdin=f"100644 blob {blob}\tpasswd\n".encode())
    tree = work.git("mktree", stdin=f"040000 tree {inner}\t..\n".encode())
    head = work.git("commit-tree", tree, "-p", "HEAD", "-m", "dots")
    assert "../passwd" in read_files(work.path, f"HEAD..{head}")


@pytest.mark.parametrize("inside", [b"\r", b"\x0c", b"\x0b", b"\x1c", b"\x85", "\u2028".encode(), b"\xff\xfe"])
def test_lines_end_at_lf_only(work: Work, inside: bytes) -> None:
    work.commit({"a.txt": b"one" + inside + b"two\nthree\n"})
    work.commit({"a.txt": b"one" + inside + b"2\nthree\nfour" + inside + b"\n"})
    assert shown_hunks(only_file(work.path)) == ["1 → 1", "- → 3"]


def test_a_change_of_line_ends_alone_counts(work: Work) -> None:
    work.commit({"a.txt": b"one\r\ntwo\r\n"})
    work.commit({"a.txt": b"one\ntwo\n"})
    assert shown_hunks(only_file(work.path)) == ["1-2 → 1-2"]


def test_a_lost_last_line_end_counts(work: Work) -> None:
    work.commit({"a.txt": b"one\ntwo\n"})
    work.commit({"a.txt": b"one\ntwo"})
    assert shown_hunks(only_file(work.path)) == ["2 → 2"]


def test_lines_that_look_like_a_patch_are_lines(work: Work) -> None:
    patch = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    work.commit({"a.patch": "start\n", "b.py": "1\n"})
    work.commit({"a.patch": "start\n" + patch, "b.py": "2\n"})
    files = read_files(work.path)
    assert shown_hunks(files["a.patch"]) == ["- → 2-7"]
    assert shown_hunks(files["b.py"]) == ["1 → 1"]


def test_a_line_of_ten_megabytes_is_one_line(work: Work, git: Git) -> None:
    work.commit({"big.js": "x" * 10_000_000 + "\n"})
    work.commit({"big.js": "y" * 10_000_000 + "\n"})
    file = only_file(work.path)
    assert shown_hunks(file) == ["1 → 1"]
    assert file.after is not None
    assert file.after.unread == "larger than 5 MB (10 MB)"


def test_binary_files_have_no_lines(work: Work) -> None:
    work.commit({"a.png": b"\x89PNG\x00\x01"})
    work.commit({"a.png": b"\x89PNG\x00\x02"})
    file = only_file(work.path)
    assert (file.is_binary, file.hunks) == (True, ())


def test_attributes_of_the_pull_cannot_hide_lines_as_binary(work: Work) -> None:
    work.commit({"a.py": "one\n"})
    work.commit({"a.py": "two\n", ".gitattributes": "*.py binary\n"})
    assert shown_hunks(read_files(work.path)["a.py"]) == ["1 → 1"]


def test_a_rename_with_a_change_is_one_file(work: Work) -> None:
    text = "".join(f"line {n}\n" for n in range(30))
    work.commit({"old.py": text})
    work.commit({"old.py": None, "new.py": text + "more\n"})
    file = only_file(work.path)
    assert file.before is not None
    assert (file.before.path, file.path, file.is_copy) == ("old.py", "new.py", False)
    assert shown_hunks(file) == ["- → 31"]


def test_a_copy_says_so(work: Work) -> None:
    text = "".join(f"line {n}\n" for n in range(30))
    work.commit({"one.py": text})
    work.commit({"one.py": text + "changed\n", "two.py": text + "other\n"})
    file = read_files(work.path)["two.py"]
    assert file.before is not None
    assert (file.before.path, file.is_copy) == ("one.py", True)


def test_a_search_for_renames_that_takes_too_long_is_left_out_and_told(work: Work, tmp_path: Path, git: Git) -> None:
    text = "".join(f"line {n}\n" for n in range(30))
    before = work.commit({"old.py": text})
    after = work.commit({"old.py": None, "new.py": text + "more\n"})
    slow = tmp_path / "git"
    slow.write_text(f'#!/bin/sh\ncase "$*" in *-M*) exec sleep 9;; *) exec {git.program} "$@";; esac\n')
    slow.chmod(0o755)
    repository = open_repository(work.path, Git(str(slow), git.search_path, seconds=1))
    changes = read_changes(repository, Sha(before), Sha(after))
    assert [file.path for file in changes.files] == ["new.py", "old.py"]
    assert changes.notes == ("Looking for renamed files took too long: they are shown as removed and added.",)


def test_more_files_than_are_searched_for_renames_are_told(work: Work) -> None:
    def tree(folder: str, word: str) -> bytes:
        texts = [f"{n}\n{n + 1}\n{n + 2}\n{word}\n" for n in range(1001)]
        return "".join(
            f"M 100644 inline {folder}/{n}\ndata {len(text)}\n{text}" for n, text in enumerate(texts)
        ).encode()

    head = b"commit refs/heads/main\ncommitter A <a> 0 +0000\ndata 1\nx"
    work.git("fast-import", "--quiet", stdin=head + tree("a", "old") + head + b"deleteall\n" + tree("b", "new"))
    snapshot = read_range(work.path, "main~1..main")
    assert len(snapshot.files) == 2002
    assert snapshot.notes == (
        "More than 1000 files on a side: only files renamed without a change were found as renamed.",
    )


def test_a_mode_change_is_a_change_without_lines(work: Work) -> None:
    work.commit({"run.sh": "echo\n"})
    work.git("update-index", "--chmod=+x", "run.sh")
    work.git("commit", "--quiet", "-m", "Make it run")
    file = only_file(work.path)
    assert file.before is not None
    assert file.after is not None
    assert (file.before.mode, file.after.mode, file.hunks) == ("100644", "100755", ())


def test_a_file_that_becomes_a_link_is_one_file_with_one_hunk(work: Work) -> None:
    work.commit({"a": "one\ntwo\n", "b": "b\n"})
    (work.path / "a").unlink()
    (work.path / "a").symlink_to("b")
    work.commit({"b": "b2\n"})
    file = read_files(work.path)["a"]
    assert file.before is not None
    assert file.after is not None
    assert (file.before.mode, file.after.mode, file.after.content) == ("100644", "120000", b"b")
    assert shown_hunks(file) == ["1-2 → 1"]


def test_a_submodule_shows_the_commit_it_points_at(work: Work) -> None:
    work.commit({"a": "a\n"})
    work.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendor/lib")
    work.git("commit", "--quiet", "-m", "Add submodule")
    file = only_file(work.path)
    assert file.after is not None
    assert (file.after.mode, file.after.content) == ("160000", f"Subproject commit {'1' * 40}\n".encode())
    assert shown_hunks(file) == ["- → 1"]


def test_a_file_kept_in_lfs_says_so(work: Work) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12345\n"
    work.commit({"model.bin": pointer.format("a" * 64)})
    work.commit({"model.bin": pointer.format("b" * 64)})
    file = only_file(work.path)
    assert file.after is not None
    assert file.after.unread == "kept in Git LFS: the repository only has a pointer to it"


def test_files_over_the_limit_of_the_whole_pull_say_so(work: Work, git: Git) -> None:
    work.commit({"a": "a" * 600, "b": "b" * 600})
    before, after = Sha(work.git("rev-parse", "HEAD~0")), Sha(work.commit({"a": "A" * 600, "b": "B" * 600}))
    changes = read_changes(open_repository(work.path, git), before, after, limits=BlobLimits(each=1000, total=1300))
    unread = [side.unread for file in changes.files for side in (file.before, file.after) if side]
    assert unread[:2] == [None, None]
    assert unread[2] == "the files before it fill the 0 MB that one pull may have"


def test_files_over_the_lines_of_the_whole_pull_say_so(work: Work, git: Git) -> None:
    before = Sha(work.commit({"z": "1\n"}))
    after = Sha(work.commit({"a": "a\n" * 60, "b": "b\n" * 60, "c": "c\n" * 40, "d": "d\n" * 200}))
    changes = read_changes(open_repository(work.path, git), before, after, limits=BlobLimits(lines=100))
    assert {file.path: file.after.unread for file in changes.files if file.after} == {
        "a": None,
        "b": "the files before it fill the 100 lines that one pull may have",
        "c": None,
        "d": "more than 100 lines",
    }


def test_generated_and_vendored_come_from_the_base_never_from_the_head(work: Work) -> None:
    work.commit(
        {
            ".gitattributes": "*.lock linguist-generated\n/third/** linguist-vendored\n",
            "third/.gitattributes": "ours.py linguist-vendored=false\n",
            "x.lock": "1\n",
            "third/lib.py": "1\n",
            "third/ours.py": "1\n",
            "a.py": "1\n",
        }
    )
    work.commit(
        {
            ".gitattributes": "*.py linguist-generated\n",
            "x.lock": "2\n",
            "third/lib.py": "2\n",
            "third/ours.py": "2\n",
            "a.py": "2\n",
        }
    )
    generated = {path: file.generated for path, file in read_files(work.path).items()}
    assert generated == {
        ".gitattributes": None,
        "a.py": None,
        "third/lib.py": "vendored (linguist-vendored in .gitattributes)",
        "third/ours.py": None,
        "x.lock": "generated (linguist-generated in .gitattributes)",
    }


def test_hunks_explain_every_line_of_this_repository(request: pytest.FixtureRequest, git: Git) -> None:
    root = request.config.rootpath
    if not (root / ".git").exists():
        pytest.skip("the tests run outside a clone")
    first = open_repository(root, git).run("rev-list", "--max-parents=0", "HEAD").stdout.decode().split()[0]
    assert unexplained_lines(read_range(root, f"{first}..HEAD")) == []


def test_nothing_of_the_repository_is_executed(work: Work, tmp_path: Path) -> None:
    work.commit({"a.py": "one\n"})
    work.commit({"a.py": "two\n"})
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "diff.x.command", "diff.x.textconv", "core.pager", "filter.x.clean"):
        work.git("config", key, str(trap))
    work.git("config", "core.hooksPath", str(tmp_path))
    (work.path / ".git/info").mkdir(exist_ok=True)
    (work.path / ".git/info/attributes").write_text("* diff=x filter=x\n")
    assert shown_hunks(only_file(work.path)) == ["1 → 1"]
    assert not (tmp_path / "sprung").exists()
