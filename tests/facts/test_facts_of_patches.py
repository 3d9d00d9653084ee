from reviewer.facts.read import read_facts
from reviewer.model.facts import Fact, FactKind
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.ids import Fingerprint
from reviewer.model.lines import LineRange
from reviewer.model.units import Action, ChangeUnit, Place


def unit_of(path: str, action: Action = Action.LINES) -> ChangeUnit:
    place = Place(path, "", "", 1, 1)
    added = (LineRange(4, 4),) if action is not Action.MODE_CHANGED else ()
    return ChangeUnit(Fingerprint("fp1:x"), (action,), None, place, place, (), added)


def facts_of(change: FileChange, *units: ChangeUnit) -> list[tuple[FactKind, str, str]]:
    return [told(fact) for fact in read_facts(units, [change])]


def told(fact: Fact) -> tuple[FactKind, str, str]:
    return (fact.kind, fact.subject, fact.detail)


def patch(path: str, added: bytes) -> FileChange:
    hunk = Hunk(None, LineRange(4, 4), (), (added,))
    return FileChange(FileSide(path), FileSide(path), (hunk,))


def test_a_bare_patch_tells_what_its_lines_show() -> None:
    change = patch("pay.py", b'x = os.getenv("PAY_TIMEOUT")')
    assert facts_of(change, unit_of("pay.py")) == [(FactKind.ENVIRONMENT_VARIABLE, "PAY_TIMEOUT", "newly read")]


def test_an_example_that_was_not_read_says_nothing_of_a_variable() -> None:
    example = patch(".env.example", b"OTHER=1")
    facts = read_facts([unit_of("pay.py")], [patch("pay.py", b'x = os.getenv("PAY_TIMEOUT")'), example])
    assert [fact.detail for fact in facts] == ["newly read"]


def test_a_comment_only_unit_carries_no_fact() -> None:
    change = patch("pay.py", b'x = os.getenv("PAY_TIMEOUT")')
    assert facts_of(change, unit_of("pay.py", Action.COMMENT_ONLY)) == []


def test_a_line_that_no_unit_owns_carries_no_fact() -> None:
    assert facts_of(patch("pay.py", b'x = os.getenv("PAY_TIMEOUT")')) == []


def test_a_file_that_becomes_executable_is_a_permission() -> None:
    change = FileChange(FileSide("run.sh"), FileSide("run.sh", mode="100755"))
    assert facts_of(change, unit_of("run.sh", Action.MODE_CHANGED)) == [
        (FactKind.PERMISSION, "run.sh", "becomes executable, was a plain file")
    ]


def test_a_new_executable_is_a_permission() -> None:
    change = FileChange(None, FileSide("run.sh", mode="100755", content=b"\n\n\nx\n"))
    assert (FactKind.PERMISSION, "run.sh", "new, executable") in facts_of(change, unit_of("run.sh"))


def test_a_plain_change_is_no_permission() -> None:
    assert facts_of(FileChange(FileSide("run.sh"), FileSide("run.sh")), unit_of("run.sh")) == []


def test_a_binary_text_is_not_read() -> None:
    change = FileChange(None, FileSide("pay.py", content=b'\0\n\n\nos.getenv("PAY_TIMEOUT")'))
    assert facts_of(change, unit_of("pay.py")) == []
