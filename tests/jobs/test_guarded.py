"""Reviews of pulls with files that no grammar survives: the review is made, and says which files it could not parse."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from diff.folder_pulls import pull_of_folders
from jobs.traps import ENDLESS, GREEDY, added, children, crash, loop_forever

from reviewer.jobs.guarded import ParseLimits, guarded
from reviewer.model.files import FileChange
from reviewer.model.parsing import Parsing
from reviewer.model.plan import Lane
from reviewer.model.pulls import PullSnapshot
from reviewer.model.review import Review
from reviewer.model.serial import dump_review, parse_review
from reviewer.pipeline import review_snapshot
from reviewer.report.comment import render_comment

LIMITS = ParseLimits(seconds=1.5, memory=256 * 1024**2)
STOPPED = "its parser was stopped after 1.5 s"
GOOD = (added("good.py", "def f():\n    return 1\n"), added("z.go", "package z\n\nfunc F() int { return 1 }\n"))


def review(
    *files: FileChange, limits: ParseLimits = LIMITS, meanwhile: Callable[[str | None], object] = lambda _: None
) -> Review:
    """Return the guarded review of a pull; `meanwhile` happens in the parsing process, at each step."""

    def make(parsing: Parsing) -> str:
        def watch(path: str | None) -> None:
            parsing.watch(path)
            meanwhile(path)

        watched = Parsing(parsing.unparsable, parsing.given_up, watch)
        return dump_review(review_snapshot(PullSnapshot(files), parsing=watched))

    return parse_review(guarded(make, limits))


def reasons(made: Review) -> dict[str, str]:
    return {item.path: item.reason for item in made.coverage.fallbacks}


def names(made: Review) -> set[str]:
    return {unit.place.name for unit in made.units if unit.entity_kind is not None}


def test_a_file_whose_grammar_hangs_costs_that_file() -> None:
    before, started = children(), time.monotonic()
    made = review(*GOOD, added("hang.js", ENDLESS))
    assert time.monotonic() - started < 15
    assert reasons(made) == {"hang.js": STOPPED}
    assert names(made) == {"f", "F"}
    assert children() == before


def test_what_was_not_parsed_needs_eyes_and_is_said_on_the_card() -> None:
    made = review(*GOOD, added("hang.js", ENDLESS))
    (unit,) = [unit for unit in made.units if unit.place.path == "hang.js"]
    assert [planned.lane for planned in made.plan.units if planned.fingerprint == unit.fingerprint] == [Lane.READ]
    assert f"1 file as plain lines: {STOPPED} (1)" in render_comment(made, None)


def test_a_file_whose_grammar_eats_memory_costs_that_file() -> None:
    made = review(*GOOD, added("Eats.java", GREEDY), limits=ParseLimits(seconds=60.0, memory=256 * 1024**2))
    assert reasons(made) == {"Eats.java": "its parser needed more than 256 MiB of memory"}
    assert names(made) == {"f", "F"}


def test_a_file_whose_grammar_crashes_costs_that_file() -> None:
    made = review(*GOOD, meanwhile=lambda path: crash() if path == "z.go" else None)
    assert reasons(made) == {"z.go": "its parser crashed (SIGSEGV)"}
    assert names(made) == {"f"}


def test_each_failing_file_has_its_own_reason() -> None:
    made = review(*GOOD, added("hang.js", ENDLESS), meanwhile=lambda path: crash() if path == "z.go" else None)
    assert reasons(made) == {"hang.js": STOPPED, "z.go": "its parser crashed (SIGSEGV)"}


def test_after_too_many_failures_nothing_is_parsed_and_each_file_says_why() -> None:
    bad = [added(f"bad{number}.py", "x = 1\n") for number in range(3)]
    limits = ParseLimits(seconds=20.0, culprits=2)
    made = review(*bad, *GOOD, limits=limits, meanwhile=lambda path: crash() if path and "bad" in path else None)
    crashed, given_up = "its parser crashed (SIGSEGV)", "parsing was given up after 2 files whose parsers failed"
    assert reasons(made) == {
        "bad0.py": crashed,
        "bad1.py": crashed,
        "bad2.py": given_up,
        "good.py": given_up,
        "z.go": given_up,
    }


def test_a_crash_after_parsing_costs_the_entities_and_not_the_review() -> None:
    at_files: list[str] = []

    def crash_at_the_end(path: str | None) -> None:
        if path is not None:
            at_files.append(path)
        elif at_files:
            crash()

    made = review(*GOOD, meanwhile=crash_at_the_end)
    assert set(reasons(made).values()) == {"the reading of the pull's entities crashed (SIGSEGV)"}


def test_a_pull_whose_parsing_takes_too_long_as_a_whole_becomes_lines() -> None:
    made = review(*GOOD, limits=ParseLimits(seconds=60.0, whole=1.5), meanwhile=lambda p: p and loop_forever())
    assert set(reasons(made).values()) == {"the pull's parsing was stopped after 1.5 s"}


def test_what_fails_without_parsing_is_a_bug() -> None:
    with pytest.raises(RuntimeError, match="crashed"):
        review(*GOOD, meanwhile=lambda _: crash())


def test_where_all_goes_well_it_is_made_once(tmp_path: Path) -> None:
    def make(_: Parsing) -> str:
        with (tmp_path / "made").open("a") as file:
            file.write("once ")
        return "done"

    assert guarded(make, LIMITS) == "done"
    assert (tmp_path / "made").read_text() == "once "


def test_where_no_limit_is_hit_the_guard_changes_nothing(fixtures: Path) -> None:
    odd = added("caf\udce9\n.py", "x = 1\n")
    for case in sorted((fixtures / "diff").iterdir())[:10]:
        files = (*pull_of_folders(case), odd)
        assert review(*files) == review_snapshot(PullSnapshot(files))
