"""Commits as an attacker, or a broken tool, makes them: dates, names, messages, and histories without a beginning."""

from dataclasses import replace

import pytest
from git_making import Work
from plumbing import FOLDER, Entry, Written, blob, commit, raw_tree
from pull_reviewing import Host

from reviewer.errors import ReviewerError, TellAuthor
from reviewer.git.command import Git
from reviewer.git.range import read_range
from reviewer.model.pulls import Commit

PY = b"def f():\n    return 1\n"
PY2 = b"def f():\n    return 2\n"
ADA = b"Ada <ada@example.com> "


def only_commit(host: Host, written: Written) -> Commit:
    (found,) = host.change({b"a.py": PY}, {b"a.py": PY2}, written).snapshot.prose.commits
    return found


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        (b"0 +0000", 0),
        (b"-1 +0000", 0),
        (b"4291747200 +0000", 4_291_747_200),
        (b"4294967296 +0000", 4_294_967_296),
        (b"253402300799 +0000", 253_402_300_799),
        (b"253402300800 +0000", 0),
        (b"9223372036854775807 +0000", 0),
        (b"9" * 5000 + b" +0000", 0),
        (b"1700000000 +9999", 1_700_000_000),
        (b"1700000000 -9999", 1_700_000_000),
        (b"1700000000 +99999999999999999999", 1_700_000_000),
        (b"1700000000", 0),
        (b"yesterday \xff", 0),
        (b"", 0),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_commit_of_any_date_is_reviewed(host: Host, date: bytes, seconds: int) -> None:
    assert only_commit(host, Written(author=ADA + date)).authored_at == seconds


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (b"J\xf6rg \xff <j\xf6rg@\xff>", "J\ufffdrg \ufffd"),
        (b"@everyone \x1b[31m <a@b>", "@everyone \x1b[31m"),
        (b"<>", ""),
        (b"nobody", ""),
        (b"n" * 100_000 + b" <a@b>", "n" * 100_000),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_a_commit_of_any_author_is_reviewed(host: Host, author: bytes, name: str) -> None:
    assert only_commit(host, Written(author=author + b" 1700000000 +0000")).author == name


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (Written(b""), ""),
        (Written(b"caf\xe9 \xff\n\nbody \xed\xa0\x80"), "caf\ufffd \ufffd\n\nbody \ufffd\ufffd\ufffd"),
        (Written(b"caf\xe9", extra=b"encoding ISO-8859-1\n"), "caf\xe9"),
        (Written(b"caf\xe9", extra=b"encoding no\xffsuch\n"), "caf\ufffd"),
        (Written(b"+AAA-", extra=b"encoding UTF-7\n"), "+AAA-"),
        (Written(b"before\0after"), "before"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_commit_of_any_message_is_reviewed(host: Host, written: Written, message: str) -> None:
    assert only_commit(host, written).message == message


@pytest.mark.parametrize("piece", [b"x", b"(", b"`", b"fixes #1 @bob `f` ", b"- [x] renames `f` to `g`\n"])
def test_a_message_of_ten_megabytes_is_reviewed(host: Host, piece: bytes) -> None:
    message = piece * (10_000_000 // len(piece))
    assert len(only_commit(host, Written(message)).message) >= len(message) - 1


def test_two_histories_are_compared_as_they_are_and_it_is_told(host: Host) -> None:
    base, head = commit(host.work, {b"a.py": PY}), commit(host.work, {b"a.py": PY2})
    reviewed = host.review(base, head)
    assert reviewed.unread == "Base and head share no history: the base's own files are compared instead."
    assert reviewed.check.title.endswith("not fully read")


def test_a_grafted_history_is_read_as_it_was_pushed(work: Work) -> None:
    base, middle = work.commit({"a.py": "1\n"}), work.commit({"b.py": "1\n"})
    head = work.commit({"c.py": "1\n"})
    (work.path / ".git/info").mkdir(exist_ok=True)
    (work.path / ".git/info/grafts").write_text(f"{head}\n")
    work.git("replace", "--graft", middle)
    snapshot = read_range(work.path, f"{base}..{head}")
    assert snapshot.merge_base == base
    assert [file.path for file in snapshot.files] == ["b.py", "c.py"]


def test_a_host_with_a_shallow_history_is_a_clear_error(host: Host) -> None:
    base = commit(host.work, {b"a.py": PY})
    head = commit(host.work, {b"a.py": PY2}, base)
    (host.work.path / ".git/shallow").write_text(f"{head}\n")
    with pytest.raises(ReviewerError, match="has no commit"):
        host.read(base, head)


@pytest.mark.parametrize("parents", [1, 60])
def test_a_merge_of_any_size_is_reviewed(host: Host, parents: int) -> None:
    base = commit(host.work, {b"a.py": PY})
    others = [commit(host.work, {b"a.py": PY, b"n": b"%d" % number}, base) for number in range(parents)]
    assert host.review(base, commit(host.work, {b"a.py": PY2}, base, *others)).waiting == {"a.py"}


def test_objects_that_are_not_there_are_a_clear_error(host: Host) -> None:
    base = commit(host.work, {b"a.py": PY})
    absent = [
        commit(host.work, {b"a.py": Entry("100644", "1" * 40)}, base),
        commit(host.work, "2" * 40, base),
        commit(host.work, {b"a.py": PY2}, "3" * 40),
    ]
    for head in absent:
        with pytest.raises(ReviewerError):
            host.read(base, head)


def test_trees_that_are_no_trees_are_a_clear_error_or_read(host: Host) -> None:
    base = commit(host.work, {b"a.py": PY})
    text = blob(host.work, PY2)
    wrong = [
        [(b"", text)],
        [(b"a.py", Entry("0", text.object))],
        [(b"a.py", Entry(FOLDER, text.object))],
    ]
    for entries in wrong:
        with pytest.raises(ReviewerError):
            host.read(base, commit(host.work, raw_tree(host.work, entries), base))


@pytest.mark.parametrize("names", [[b"a.py", b"a.py"], [b"z.py", b"a.py"], [b"b/c.py"], [b"/etc/passwd"]])
def test_a_tree_out_of_order_is_reviewed(host: Host, names: list[bytes]) -> None:
    base = commit(host.work, {b"a.py": PY})
    top = raw_tree(host.work, [(name, blob(host.work, PY2 + name + b"\n")) for name in names])
    assert host.review(base, commit(host.work, top, base)).waiting >= {name.decode() for name in names}


@pytest.mark.parametrize(("levels", "said"), [(4, "more than 50,000 files"), (9, "too much memory")])
def test_a_tree_that_unfolds_without_end_is_a_clear_error(host: Host, git: Git, levels: int, said: str) -> None:
    modest = Host(host.work, host.server, replace(host.cache, git=replace(git, memory_limit=200_000_000)))
    base = commit(host.work, {b"a.py": PY})
    inner = raw_tree(host.work, [(b"f%d" % number, blob(host.work, PY)) for number in range(10)])
    for _ in range(levels):
        inner = raw_tree(host.work, [(b"d%d" % number, Entry(FOLDER, inner)) for number in range(10)])
    with pytest.raises(TellAuthor, match=said):
        modest.read(base, commit(host.work, inner, base))
