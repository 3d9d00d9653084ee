"""Cases given as texts become snapshots whose hunks git found."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from snapshot_reading import contents, shown_hunks, unexplained_lines

from reviewer.errors import TellOperator
from reviewer.git.cases import Case, CaseSide, read_case_snapshots, read_cases, snapshot_of
from reviewer.git.command import Git, find_git

LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"c\r\n", b"d\x0ce\n", b"end"]), max_size=12).map(b"".join)


def line_of(*files: tuple[str | None, str | None], **more: object) -> bytes:
    return json.dumps(
        {
            "id": "case",
            "files": [
                {"path_before": "x.py", "path_after": "x.py", "before": before, "after": after}
                for before, after in files
            ],
            **more,
        }
    ).encode()


def case_of(*files: tuple[str | None, str | None], **more: object) -> Case:
    (case,) = read_cases([line_of(*files, **more)], "cases.jsonl")
    return case


def test_a_case_becomes_files_with_hunks(git: Git) -> None:
    snapshot = snapshot_of(case_of(("1\n2\n", "1\ntwo\n"), title="T", body="B"), git)
    assert shown_hunks(snapshot.files[0]) == ["2 → 2"]
    assert (snapshot.prose.title, snapshot.prose.body) == ("T", "B")


def test_a_side_that_is_null_is_not_there(git: Git) -> None:
    added, removed = snapshot_of(case_of((None, "1\n"), ("1\n", None)), git).files
    assert contents(added) == (None, b"1\n")
    assert contents(removed) == (b"1\n", None)


def test_an_empty_text_is_a_file(git: Git) -> None:
    assert contents(snapshot_of(case_of((None, "")), git).files[0]) == (None, b"")


def test_files_are_paired_as_given_and_never_as_git_would(git: Git) -> None:
    text = "".join(f"{n}\n" for n in range(50))
    files = snapshot_of(case_of((text, None), (None, text)), git).files
    assert [shown_hunks(file) for file in files] == [["1-50 → -"], ["- → 1-50"]]


def test_a_file_that_does_not_change_is_no_change(git: Git) -> None:
    assert snapshot_of(case_of(("1\n", "1\n")), git).files == ()


def test_many_cases_come_in_the_order_given(git: Git) -> None:
    cases = [Case(str(n), ((CaseSide("a", b"1\n"), CaseSide("a", f"{n + 2}\n".encode())),)) for n in range(1200)]
    found = list(read_case_snapshots(cases, git))
    assert [case.id for case, _ in found] == [str(n) for n in range(1200)]
    assert all(contents(snapshot.files[0])[1] == f"{int(case.id) + 2}\n".encode() for case, snapshot in found)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(LINES, LINES), min_size=1, max_size=20))
def test_hunks_explain_every_line(pairs: list[tuple[bytes, bytes]]) -> None:
    case = Case("x", tuple((CaseSide("a", before), CaseSide("a", after)) for before, after in pairs))
    assert unexplained_lines(snapshot_of(case, find_git())) == []


def test_bytes_that_were_not_utf_8_come_back(git: Git) -> None:
    assert contents(snapshot_of(case_of((None, "caf\udce9\n")), git).files[0])[1] == b"caf\xe9\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "cases.jsonl, line 2: not JSON"),
        (b"[]", "cases.jsonl, line 2: an object"),
        (b'{"id": "x"}', "line 2: `files` must be a list"),
        (b'{"id": 1, "files": []}', "line 2: `id` must be a string"),
        (line_of((None, None)), "line 2, file 1: `before` and `after` are both null"),
        (b'{"id": "x", "files": [{"before": "a"}]}', "line 2, file 1: `path_before` must be a string"),
        (b'{"id": "x", "files": [{"after": null}]}', "line 2, file 1: `before` is missing"),
        (line_of((None, "\ud800")), "line 2, file 1: `after` has half a surrogate pair"),
    ],
)
def test_a_line_that_is_no_case_is_told_with_its_place(line: bytes, message: str) -> None:
    with pytest.raises(TellOperator) as told:
        list(read_cases([b"\n", line], "cases.jsonl"))
    assert message in str(told.value)
