"""A fork with limits, and real loops, crashes and greed in it."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from jobs.traps import children, crash, loop_forever
from process_tree import is_alive
from working import wait_for

from reviewer.jobs.child import Lifeline, start_child
from reviewer.jobs.confined import Confinement, Done, Stopped, run_confined
from reviewer.jobs.outcomes import Ending, Outcome, outcome_of
from reviewer.model.notes import Notes
from reviewer.model.parsing import PARSE_ALL, Parsing
from reviewer.model.traces import trace_of

MIB = 1024**2
LIMITS = Confinement(step=1.0, memory=64 * MIB)


def run(make: Callable[[Parsing], str], limits: Confinement = LIMITS) -> Done | Stopped:
    return run_confined(make, PARSE_ALL, limits)


def at(path: str, act: Callable[[], object]) -> Callable[[Parsing], str]:
    """Return a function that is at a file and does something there."""

    def make(parsing: Parsing) -> str:
        parsing.watch(path)
        act()
        return "survived"

    return make


@pytest.mark.parametrize("text", ["", "a\n\nb\n", "caf\udce9 \ud83d", "x" * 1_000_000])
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert run(at("a.py", lambda: None)) == Done("survived")
    assert run(lambda _: text) == Done(text)


def test_a_loop_that_holds_the_lock_is_stopped_in_time_and_leaves_no_process() -> None:
    before, started = children(), time.monotonic()
    assert run(at("a\n\nb.py", loop_forever)) == Stopped("a\n\nb.py", "was stopped after 1 s")
    assert time.monotonic() - started < 5
    assert children() == before


def test_each_step_has_the_whole_time() -> None:
    def make(parsing: Parsing) -> str:
        for number in range(4):
            parsing.watch(f"{number}.py")
            time.sleep(0.4)
        return "all"

    assert run(make) == Done("all")


def test_what_is_not_at_a_file_has_until_the_deadline() -> None:
    def make(parsing: Parsing) -> str:
        parsing.watch("a.py")
        parsing.watch(None)
        time.sleep(1.3)
        return "late"

    assert run(make) == Done("late")
    assert isinstance(run(make, Confinement(1.0, 64 * MIB, time.monotonic() + 0.5)), Stopped)


def test_a_deadline_that_passed_stops_the_next_step() -> None:
    end = run(at("a.py", loop_forever), Confinement(60.0, 64 * MIB, time.monotonic() - 1))
    assert isinstance(end, Stopped)


def test_a_crash_is_told_with_its_file() -> None:
    assert run(at("a.py", crash)) == Stopped("a.py", "crashed (SIGSEGV)")


def test_a_crash_before_the_first_file_has_no_file() -> None:
    def make(_: Parsing) -> str:
        crash()
        return "survived"

    assert run(make) == Stopped(None, "crashed (SIGSEGV)")


def test_a_process_that_leaves_by_itself_did_not_make_anything() -> None:
    assert run(at("a.py", lambda: os._exit(3))) == Stopped("a.py", "ended its process (3)")


def test_memory_is_refused_beyond_the_limit_and_granted_below_it() -> None:
    assert run(at("a.py", lambda: bytearray(40 * MIB))) == Done("survived")
    # Far beyond it: what this process once used and gave back to itself is granted without asking anybody.
    assert run(at("a.py", lambda: bytearray(2048 * MIB))) == Stopped("a.py", "needed more than 64 MiB of memory")


def test_a_crash_of_what_grew_large_is_put_down_to_memory() -> None:
    def grow() -> None:
        held = b"x" * (200 * MIB)
        crash()
        assert held

    assert run(at("a.py", grow), Confinement(30.0, 256 * MIB)) == Stopped("a.py", "needed more than 256 MiB of memory")


def test_what_it_raises_is_told_with_its_frames_and_without_its_words() -> None:
    found = [outcome_of_bug(lambda _: os.environ["a" + "secret"]), outcome_of_bug(lambda _: str(1 // 0))]
    assert [outcome.reason for outcome in found] == ["KeyError", "ZeroDivisionError"]
    assert ["KeyError" in outcome.why for outcome in found] == [True, False]
    assert all(" in _live\n" in outcome.why for outcome in found)
    assert "asecret" not in found[0].why


def outcome_of_bug(make: Callable[[Parsing], str]) -> Outcome:
    with pytest.raises(RuntimeError) as caught:
        run(make)
    return outcome_of(caught.value, trace_of(caught.value))


@pytest.mark.parametrize("result", ["x" * 100_000, "{\n\n" * 50_000])
def test_a_process_that_is_killed_while_it_tells_its_result_was_at_its_last_step(result: str) -> None:
    write = os.write

    def write_half(pipe: int, text: bytes) -> int:
        if len(text) > 10_000:
            write(pipe, text[:5000])
            os.kill(os.getpid(), signal.SIGKILL)
        return write(pipe, text)

    def make(parsing: Parsing) -> str:
        parsing.watch("a.py")
        # In this process only, which is not the test's.
        os.write = write_half
        return result

    assert run(make) == Stopped("a.py", "crashed (SIGKILL)")


def test_it_keeps_no_file_of_ours_open(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as file:
        seen = run(lambda _: " ".join(sorted(str(entry.readlink()) for entry in open_files())))
    assert isinstance(seen, Done)
    assert file.name not in seen.text


def open_files() -> list[Path]:
    found = [Path(f"/proc/self/fd/{number}") for number in range(256)]
    return [entry for entry in found if entry.is_symlink()]


def test_whoever_limits_us_is_obeyed_and_leaves_no_process(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def raise_enough(*_: object) -> None:
        raise Enough

    def body() -> None:
        signal.signal(signal.SIGUSR1, raise_enough)
        with suppress(Enough):
            run(at_told_pid(tmp_path), Confinement(60.0, 64 * MIB))
        (tmp_path / "left").write_text(str(children()))

    lifeline = Lifeline()
    child = start_child(body, lifeline, Notes())
    pid = told_pid(tmp_path)
    # Time to get from the fork to the wait for it.
    time.sleep(0.3)
    os.kill(child.pid, signal.SIGUSR1)
    assert child.reap().ending is Ending.DONE
    lifeline.close()
    assert (tmp_path / "left").read_text() == "set()"
    assert not is_alive(pid)


@pytest.mark.parametrize("who", ["attempt", "supervisor"])
def test_it_ends_with_the_attempt_and_with_the_supervisor(tmp_path: Path, who: str) -> None:
    def body() -> None:
        run(at_told_pid(tmp_path), Confinement(60.0, 64 * MIB))

    lifeline = Lifeline()
    child = start_child(body, lifeline, Notes())
    pid = told_pid(tmp_path)
    if who == "attempt":
        os.kill(child.pid, signal.SIGKILL)
    else:
        lifeline.close()
    assert child.reap().ending is Ending.DIED
    wait_for(lambda: not is_alive(pid))
    if who == "attempt":
        lifeline.close()


def at_told_pid(folder: Path) -> Callable[[Parsing], str]:
    """Return a function that writes down which process it is in, where a test looks for it, and never returns."""

    def make(_: Parsing) -> str:
        (folder / "new").write_text(str(os.getpid()))
        (folder / "new").rename(folder / "pid")
        loop_forever()
        return "survived"

    return make


def told_pid(folder: Path) -> int:
    wait_for((folder / "pid").exists)
    return int((folder / "pid").read_text())
