"""Every write that we make, met by every trouble: after the queue's next attempt it is done, and done once."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from github_scene import Shop

from reviewer.errors import TryAgain
from reviewer.model.ids import Sha
from reviewer.model.published import Annotation, CheckReport, Level
from reviewer.model.review import Conclusion
from reviewer.sandbox.faults import Fault, Moment, secondary_limit

FIRST = "<!-- reviewer:sticky v1 -->\n3 of 41 units need you"
SECOND = "<!-- reviewer:sticky v1 -->\n2 of 41 units need you"
PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"

TROUBLES = {
    "500 before": Fault("", "", status=500),
    "500 after": Fault("", "", status=500, moment=Moment.AFTER),
    "cut after": Fault("", "", is_cut=True, moment=Moment.AFTER),
    "a proxy's page after": Fault("", "", status=502, page=PAGE, moment=Moment.AFTER),
    "a page that says 200": Fault("", "", status=200, page=PAGE, moment=Moment.AFTER),
    "half an answer": Fault("", "", keep=0.5),
    "an answer cut midway": Fault("", "", keep=0.5, is_cut=True),
    "secondary limit": secondary_limit("", "", retry_after=47),
    "429": Fault("", "", status=429, message="Too many requests", headers={"Retry-After": "30"}),
    "token ended": Fault("", "", status=401, message="Bad credentials"),
}


def report(annotations: int) -> CheckReport:
    notes = (Annotation("pay.py", line, line, Level.WARNING, f"U{line}", "needs eyes") for line in range(annotations))
    return CheckReport(Conclusion.NEUTRAL, "3 of 41 units need you", "The order", "", annotations=tuple(notes))


def head(shop: Shop) -> Sha:
    return Sha(shop.pull.head_sha)


def comment(shop: Shop, body: str) -> None:
    known = shop.pull.comments()
    shop.forge.write_comment(shop.ref(), body, None if body == FIRST else known[0].id)  # type: ignore[arg-type]


def start(shop: Shop, numbers: str = "1") -> None:
    shop.forge.start_check(shop.repository, head(shop), numbers)


def complete(shop: Shop, annotations: int) -> None:
    run = shop.forge.start_check(shop.repository, head(shop), "1")
    shop.forge.complete_check(shop.repository, run, report(annotations))


def comments(shop: Shop) -> object:
    return [each.body for each in shop.pull.comments()]


def runs(shop: Shop) -> object:
    return [(run.status, run.external_id, len(run.annotations)) for run in shop.desk.check_runs(head(shop))]


def nothing(shop: Shop) -> None:
    """Nothing has to be there before."""


@dataclass(frozen=True)
class Write:
    """A write: the request that it is, what was there before, how it is made, and what is there afterwards."""

    method: str
    path: str
    before: Callable[[Shop], None]
    make: Callable[[Shop], None]
    state: Callable[[Shop], object]
    done: object


WRITES = {
    "comment create": Write("POST", "/comments$", nothing, lambda shop: comment(shop, FIRST), comments, [FIRST]),
    "comment edit": Write(
        "PATCH",
        "/comments/[0-9]+$",
        lambda shop: comment(shop, FIRST),
        lambda shop: comment(shop, SECOND),
        comments,
        [SECOND],
    ),
    "check create": Write("POST", "/check-runs$", nothing, start, runs, [("in_progress", "1", 0)]),
    "check rename": Write(
        "PATCH", "/check-runs/[0-9]+$", start, lambda shop: start(shop, "7"), runs, [("in_progress", "1,7", 0)]
    ),
    "check update": Write(
        "PATCH", "/check-runs/[0-9]+$", start, lambda shop: complete(shop, 0), runs, [("completed", "1", 0)]
    ),
    "check update with annotations": Write(
        "PATCH", "/check-runs/[0-9]+$", start, lambda shop: complete(shop, 3), runs, [("completed", "1", 3)]
    ),
    "check update in two calls": Write(
        "PATCH", "/check-runs/[0-9]+$", start, lambda shop: complete(shop, 51), runs, [("completed", "1", 51)]
    ),
}


def until_done(shop: Shop, make: Callable[[Shop], None]) -> None:
    """Attempt something as the queue does: again when the world was busy, and after as long as it asked for."""
    for _ in range(3):
        try:
            make(shop)
        except TryAgain as error:
            shop.offset += error.after or 0
        else:
            return
    pytest.fail("three attempts were not enough")


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_done_once_whatever_happens_to_it(shop: Shop, name: str, trouble: str) -> None:
    write = WRITES[name]
    write.before(shop)
    fault = shop.sandbox.faults.add(replace(TROUBLES[trouble], method=write.method, path=write.path))
    until_done(shop, write.make)
    assert (fault.times, write.state(shop)) == (0, write.done)


# A key that GitHub refuses is told to the operator: see test_forge_trouble.
@pytest.mark.parametrize("trouble", [each for each in TROUBLES if each != "token ended"])
def test_a_token_is_got_in_spite_of_it(shop: Shop, trouble: str) -> None:
    fault = shop.sandbox.faults.add(replace(TROUBLES[trouble], method="POST", path="/access_tokens$"))
    until_done(shop, lambda it: it.forge.read_state(it.ref()) and None)
    assert fault.times == 0


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_read_is_made_in_spite_of_it(shop: Shop, trouble: str) -> None:
    fault = shop.sandbox.faults.add(replace(TROUBLES[trouble], method="GET", path="/pulls/[0-9]+$"))
    until_done(shop, lambda it: it.forge.read_state(it.ref()) and None)
    assert fault.times == 0


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize(("method", "path"), [("GET", "/info/refs$"), ("POST", "/git-upload-pack$")])
def test_git_fetches_in_spite_of_it(shop: Shop, method: str, path: str, trouble: str) -> None:
    fault = shop.sandbox.faults.add(replace(TROUBLES[trouble], method=method, path=path))
    until_done(shop, lambda it: it.forge.fetch_pull(it.ref()) and None)
    assert fault.times == 0
