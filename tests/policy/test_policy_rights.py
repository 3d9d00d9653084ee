"""Who may do what."""

from dataclasses import replace

import pytest

from reviewer.model.acts import Rights, Verb
from reviewer.policy.rights import why_refused

WRITER = Rights("write")
OPINIONS = (Verb.VALIDATE, Verb.QUESTION, Verb.REJECT, Verb.UNDO)


@pytest.mark.parametrize("verb", OPINIONS)
def test_a_person_who_may_write_and_made_nothing_of_it_may(verb: Verb) -> None:
    assert why_refused(verb, WRITER) is None
    assert why_refused(verb, replace(WRITER, role="admin", asked_for_it=True)) is None


@pytest.mark.parametrize("verb", [*OPINIONS, Verb.OVERRIDE])
@pytest.mark.parametrize("role", ["none", "read", "triage", ""])
def test_nobody_may_anything_without_write_access(verb: Verb, role: str) -> None:
    assert "write access" in (why_refused(verb, Rights(role)) or "")


@pytest.mark.parametrize("verb", [*OPINIONS, Verb.OVERRIDE])
def test_bots_never_may_whatever_their_role(verb: Verb) -> None:
    assert "bot" in (why_refused(verb, Rights("admin", is_bot=True)) or "")


@pytest.mark.parametrize("verb", [Verb.VALIDATE, Verb.OVERRIDE])
@pytest.mark.parametrize("tie", [{"is_author": True}, {"wrote_commits": True}, {"is_known": False}])
def test_who_made_the_change_or_may_have_does_not_validate_it(verb: Verb, tie: dict[str, bool]) -> None:
    assert why_refused(verb, replace(WRITER, role="admin", **tie)) is not None
    assert why_refused(Verb.QUESTION, replace(WRITER, **tie)) is None


def test_an_override_takes_an_admin() -> None:
    assert "admin" in (why_refused(Verb.OVERRIDE, WRITER) or "")
    assert why_refused(Verb.OVERRIDE, Rights("admin")) is None
