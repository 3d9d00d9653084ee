"""Trees as an attacker makes them: links, submodules, names and shapes. Read as the App does, shown as to people."""

from pathlib import Path

import pytest
from plumbing import FOLDER, LINK, Entry, Tree, commit, link, raw_tree, submodule, tree
from pull_reviewing import Host

from reviewer.model.review import Conclusion

PY = b"def f():\n    return 1\n"
PY2 = b"def f():\n    return 2\n"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12345\n"


def test_a_pull_that_changes_nothing_is_reviewed_and_says_so(host: Host) -> None:
    reviewed = host.change({b"a.py": PY}, {b"a.py": PY})
    assert "**No change units**" in reviewed.comment
    assert reviewed.check.title == "No change units"
    assert reviewed.review.conclusion is Conclusion.SUCCESS


def test_a_link_is_read_as_a_name_and_not_followed(host: Host) -> None:
    reviewed = host.change({b"a.py": PY}, {b"a.py": PY, b"b.py": link(host.work, b"/etc/passwd")})
    (file,) = reviewed.snapshot.files
    assert file.after is not None
    assert (file.after.mode, file.after.content) == (LINK, b"/etc/passwd")
    assert "1 file as plain lines: a symbolic link (1)" in reviewed.unread
    assert Path("/etc/passwd").read_text().split(":")[0] + ":" not in reviewed.comment


def test_a_file_that_becomes_a_link_and_a_link_that_becomes_a_file_are_told(host: Host) -> None:
    reviewed = host.change(
        {b"a.py": PY, b"b.py": link(host.work, b"a.py")},
        {b"a.py": link(host.work, b"/etc/passwd"), b"b.py": PY2},
    )
    assert reviewed.waiting == {"a.py", "b.py"}
    assert "`a.py` becomes a symbolic link, was a plain file" in reviewed.comment
    assert "`b.py` becomes a plain file, was a symbolic link" in reviewed.comment
    assert "2 files as plain lines: a symbolic link (2)" in reviewed.unread


@pytest.mark.parametrize("target", [b"no/where", b"../../../../outside", b"\xff\n\x1b[31m", b"x" * 5000, b"self"])
def test_a_link_that_leads_nowhere_needs_eyes(host: Host, target: bytes) -> None:
    reviewed = host.change({b"a.py": PY}, {b"a.py": PY, b"self": link(host.work, target)})
    assert reviewed.waiting == {"self"}
    assert "a symbolic link (1)" in reviewed.unread


@pytest.mark.parametrize("path", [b"vendor", b"node_modules", b"third_party"])
def test_no_name_spares_a_link_or_a_submodule_from_being_read(host: Host, path: bytes) -> None:
    inside: Tree = {b"x": link(host.work, b"../../secret"), b"y": submodule("4" * 40)}
    reviewed = host.change({b"a.py": PY}, {b"a.py": PY, path: inside, b"yarn.lock": link(host.work, b"/etc/shadow")})
    folder = path.decode()
    assert reviewed.waiting == {f"{folder}/x", f"{folder}/y", "yarn.lock"}


def test_submodules_that_are_added_and_turned_elsewhere_are_told(host: Host) -> None:
    modules = b'[submodule "lib"]\n\tpath = lib\n\turl = https://%s.example/lib\n'
    reviewed = host.change(
        {b".gitmodules": modules % b"good", b"lib": submodule("1" * 40)},
        {b".gitmodules": modules % b"evil", b"lib": submodule("2" * 40), b"new": submodule("3" * 40)},
    )
    assert reviewed.waiting == {".gitmodules", "lib", "new"}
    assert "a submodule (2)" in reviewed.unread
    assert "no grammar for files named .gitmodules (1)" in reviewed.unread


def test_a_submodule_that_moves_is_a_renamed_file(host: Host) -> None:
    reviewed = host.change({b"x": {b"lib": submodule("1" * 40)}}, {b"y": {b"lib": submodule("1" * 40)}})
    assert reviewed.waiting == {"y/lib"}
    assert "file renamed from `x/lib`" in reviewed.comment


def test_a_submodule_that_becomes_a_folder_of_files_is_all_read(host: Host) -> None:
    reviewed = host.change({b"lib": submodule("1" * 40)}, {b"lib": {b"a.py": PY}})
    assert reviewed.waiting == {"lib", "lib/a.py"}
    assert "a submodule (1)" in reviewed.unread


@pytest.mark.parametrize("before", [b"echo\n", POINTER % (b"a" * 64)])
def test_what_is_kept_in_lfs_was_not_read(host: Host, before: bytes) -> None:
    reviewed = host.change({b"run.sh": before}, {b"run.sh": POINTER % (b"b" * 64)})
    assert reviewed.waiting == {"run.sh"}
    assert reviewed.unread.startswith("1 file as plain lines: kept in Git LFS")


def test_another_pointer_is_another_unit(host: Host) -> None:
    first, second = (
        host.change({b"m.bin": POINTER % (b"a" * 64)}, {b"m.bin": POINTER % (letter * 64)}) for letter in (b"b", b"c")
    )
    assert first.review.units[0].fingerprint != second.review.units[0].fingerprint


@pytest.mark.parametrize("more", [b"rm -rf /\n", b"x" * 1100])
def test_what_only_begins_like_a_pointer_is_read(host: Host, more: bytes) -> None:
    reviewed = host.change({b"a.py": PY}, {b"a.py": POINTER % (b"a" * 64) + more})
    (file,) = reviewed.snapshot.files
    assert file.after is not None
    assert file.after.unread is None


NAMES = (
    b"a b.py",
    b"q\"uo'te.py",
    b"new\nline.py",
    b"tab\t.py",
    b"back\\slash.py",
    b"-rf.py",
    b"--output=x.py",
    b":(top)x.py",
    b".git",
    b".GIT",
    b"git~1",
    b"README.py",
    b"readme.py",
    b"@everyone fixes #1.py",
    b"](x) `**|<img src=x>.py",
    b"</details><!-- g:U1 --><!-- reviewer:sticky v1 -->.py",
    b"\xff\xfe.py",
    b"\x1b[31m.py",
    "\u202egnp.py".encode(),
    b"%s%n{{ 7 * 7 }}.py",
    b"n" * 200_000 + b".py",
)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name[:20]))
def test_a_file_of_any_name_is_reviewed(host: Host, name: bytes) -> None:
    path = name.decode("utf-8", "surrogateescape")
    reviewed = host.change({name: PY, b"z.py": PY}, {name: PY2, b"z.py": PY2})
    assert reviewed.waiting == {path, "z.py"}
    assert "2 of 2 units need you" in reviewed.comment


def test_names_that_differ_in_case_only_are_two_files(host: Host) -> None:
    reviewed = host.change({b"a.py": PY, b"A.py": PY}, {b"a.py": PY2, b"A.py": PY + b"x = 1\n"})
    assert [unit.place.path for unit in reviewed.review.units] == ["A.py", "a.py"]


@pytest.mark.parametrize("folder", [b"..", b".", b".git", b".GIT", b"git~1", b"-", b"\xff", b"\n"])
def test_a_folder_of_any_name_is_reviewed(host: Host, folder: bytes) -> None:
    path = b"/".join((folder, folder, b"f.py")).decode("utf-8", "surrogateescape")
    reviewed = host.change(
        {folder: {folder: {b"f.py": PY}}, b"z.py": PY}, {folder: {folder: {b"f.py": PY2}}, b"z.py": PY2}
    )
    assert reviewed.waiting == {path, "z.py"}


@pytest.mark.parametrize("folder", [b".git", b".GIT", b"git~1"])
def test_a_folder_that_git_refuses_does_not_switch_attributes_off(host: Host, folder: bytes) -> None:
    attributes: Tree = {b".gitattributes": b"* linguist-generated\n"}
    before: Tree = {b".gitattributes": b"*.gen linguist-generated\n", folder: attributes, b"a.gen": b"1\n"}
    reviewed = host.change(before, {**before, folder: {**attributes, b"x.py": PY}, b"a.gen": b"2\n"})
    assert "a.gen" not in reviewed.waiting


@pytest.mark.parametrize(("folder", "depth"), [(b"d" * 200, 300), (b"d", 600)])
def test_a_file_below_endless_folders_is_reviewed(host: Host, folder: bytes, depth: int) -> None:
    base = commit(host.work, {b"a.py": PY})
    inner = tree(host.work, {b"a.py": PY2})
    for _ in range(depth):
        inner = raw_tree(host.work, [(folder, Entry(FOLDER, inner))])
    reviewed = host.review(base, commit(host.work, inner, base))
    assert len(reviewed.waiting) == 1
