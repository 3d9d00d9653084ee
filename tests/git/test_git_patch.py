"""A bare patch is read as far as it goes."""

import pytest
from git_making import Work
from snapshot_reading import contents, shown_hunks

from reviewer.errors import TellOperator
from reviewer.git.patch import UNREAD, read_patch
from reviewer.model.files import FileChange


def patch_of(work: Work, *options: str) -> bytes:
    return (work.git("diff", *options, "HEAD~1", "HEAD") + "\n").encode("utf-8", "surrogateescape")


def only(data: bytes) -> FileChange:
    (file,) = read_patch(data).files
    return file


def test_added_and_removed_files_are_whole(work: Work) -> None:
    work.commit({"old.py": "one\ntwo"})
    work.commit({"old.py": None, "new.py": "alpha\nbeta\n"})
    new, old = read_patch(patch_of(work)).files
    assert contents(new) == (None, b"alpha\nbeta\n")
    assert contents(old) == (b"one\ntwo", None)


def test_an_empty_new_file_is_empty(work: Work) -> None:
    work.commit({"a": "a\n"})
    work.commit({"empty.py": ""})
    assert contents(only(patch_of(work))) == (None, b"")


def test_context_is_cut_away_from_changed_lines(work: Work) -> None:
    work.commit({"a.py": "1\n2\n3\n4\n5\n6\n"})
    work.commit({"a.py": "1\ntwo\n3\n4\n6\n7\n"})
    file = only(patch_of(work))
    assert shown_hunks(file) == ["2 → 2", "5 → -", "- → 6"]
    assert file.hunks[0].removed_text == (b"2",)
    assert file.hunks[0].added_text == (b"two",)


def test_modified_files_say_that_the_rest_is_unknown(work: Work) -> None:
    work.commit({"a.py": "1\n"})
    work.commit({"a.py": "2\n"})
    snapshot = read_patch(patch_of(work))
    file = snapshot.files[0]
    assert file.after is not None
    assert (file.after.content, file.after.unread) == (None, UNREAD)
    assert snapshot.notes[0].startswith("Only a patch was given: of 1 modified files")


@pytest.mark.parametrize("options", [(), ("--no-prefix",), ("--src-prefix=i/", "--dst-prefix=w/")])
@pytest.mark.parametrize("name", ["src/x.py", 'quo"te.py', "a b/c b/d.py", "ünï.py", "new\nline.py"])
def test_names_are_read_whatever_they_hold(work: Work, name: str, options: tuple[str, ...]) -> None:
    work.commit({name: "1\n"})
    work.commit({name: "2\n"})
    assert only(patch_of(work, *options)).path == name


def test_a_mode_change_without_lines_is_read(work: Work) -> None:
    work.commit({"my run.sh": "1\n"})
    work.git("update-index", "--chmod=+x", "my run.sh")
    work.git("commit", "--quiet", "-m", "x")
    file = only(patch_of(work))
    assert file.before is not None
    assert file.after is not None
    assert (file.path, file.before.mode, file.after.mode) == ("my run.sh", "100644", "100755")


def test_a_pure_rename_is_read(work: Work) -> None:
    work.commit({"old name.py": "1\n"})
    work.git("mv", "old name.py", "new name.py")
    work.git("commit", "--quiet", "-m", "x")
    file = only(patch_of(work, "-M"))
    assert file.before is not None
    assert (file.before.path, file.path, file.hunks) == ("old name.py", "new name.py", ())


def test_a_file_that_becomes_a_link_is_one_file(work: Work) -> None:
    work.commit({"a": "one\ntwo\n"})
    (work.path / "a").unlink()
    (work.path / "a").symlink_to("b")
    work.commit({"z": "1\n"})
    file, _ = read_patch(patch_of(work)).files
    assert contents(file) == (b"one\ntwo\n", b"b")
    assert shown_hunks(file) == ["1-2 → 1"]


def test_a_binary_file_is_named(work: Work) -> None:
    work.commit({"a.png": b"\0\1"})
    work.commit({"a.png": b"\0\2"})
    file = only(patch_of(work))
    assert (file.path, file.is_binary) == ("a.png", True)


def test_full_object_names_are_kept(work: Work) -> None:
    work.commit({"a.py": "1\n"})
    work.commit({"a.py": "2\n"})
    file = only(patch_of(work, "--full-index"))
    assert file.after is not None
    assert file.after.blob == work.git("rev-parse", "HEAD:a.py")


def test_a_mailed_patch_brings_its_words(work: Work) -> None:
    work.commit({"a.py": "1\n"})
    work.commit({"a.py": "2\n"}, "Größe ändern\n\nBecause 1 was too small.\n\n- a list")
    mail = (work.git("format-patch", "-1", "--stdout") + "\n\n").encode()
    snapshot = read_patch(mail)
    assert (snapshot.prose.title, snapshot.prose.body) == ("Größe ändern", "Because 1 was too small.\n\n- a list")
    assert shown_hunks(snapshot.files[0]) == ["1 → 1"]


def test_a_series_of_mails_over_different_files_is_one_change(work: Work) -> None:
    work.commit({"start": "1\n"})
    work.commit({"a.py": "1\n"}, "Add a\n\n+++ looks like a header")
    work.commit({"b.py": "1\n"}, "Add b")
    snapshot = read_patch((work.git("format-patch", "-2", "--stdout") + "\n\n").encode())
    assert [file.path for file in snapshot.files] == ["a.py", "b.py"]
    assert snapshot.prose.title == ""
    assert "Add a" in snapshot.prose.body


def test_a_series_that_changes_a_file_twice_is_refused(work: Work) -> None:
    work.commit({"a.py": "1\n"})
    work.commit({"a.py": "2\n"})
    work.commit({"a.py": "3\n"})
    with pytest.raises(TellOperator, match="more than once"):
        read_patch(work.git("format-patch", "-2", "--stdout").encode())


def test_an_empty_patch_says_so() -> None:
    assert read_patch(b"\n").notes == ("The patch is empty.",)


@pytest.mark.parametrize("data", [b"hello\n", b"\x00\xff" * 50, b"diff --git nothing here\n@@ bad\n"])
def test_garbage_is_told(data: bytes) -> None:
    with pytest.raises(TellOperator):
        read_patch(data)


def test_a_patch_that_is_cut_off_is_told(work: Work) -> None:
    work.commit({"a.py": "1\n2\n3\n"})
    work.commit({"a.py": "1\n2\n3\n4\n5\n"})
    with pytest.raises(TellOperator, match=r"a\.py is cut off"):
        read_patch(patch_of(work).rsplit(b"\n", 2)[0] + b"\n")


def test_a_combined_diff_is_told() -> None:
    with pytest.raises(TellOperator, match="combined diff"):
        read_patch(b"diff --cc a.py\nindex 1,2..3\n--- a/a.py\n+++ b/a.py\n@@@ -1,1 -1,1 +1,1 @@@\n")
