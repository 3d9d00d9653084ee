import pytest
from facts.change_making import make_unit

from reviewer.intent.check import check_intent
from reviewer.model.facts import Fact, FactKind
from reviewer.model.intent import Verdict
from reviewer.model.pulls import Prose

UNIT = make_unit("", path="package.json")


def verdict_of(title: str, detail: str, subject: str = "react") -> Verdict:
    fact = Fact(FactKind.DEPENDENCY, subject, detail, UNIT.anchor, UNIT.fingerprint)
    return check_intent(Prose(title), [UNIT], [fact]).claims[0].verdict


@pytest.mark.parametrize(
    ("title", "detail"),
    [
        ("Bump react from 18.0.0 to 19.0.0", "^18.0.0 → ^19.0.0"),
        ("Upgrade react to 19", "^18.0.0 → ^19.0.0"),
        ("build(deps): bump `react` from 18.0.0 to v19.0.0 (#3)", "18.0.0 → v19.0.0"),
        ("Bump [react](https://x.test/react) from 18.0.0 to 19.0.0.", "18.0.0 → 19.0.0"),
    ],
)
def test_the_stated_version_is_verified(title: str, detail: str) -> None:
    assert verdict_of(title, detail) is Verdict.VERIFIED


def test_one_other_version_contradicts() -> None:
    assert verdict_of("Bump react from 18.0.0 to 19.0.0", "18.0.0 → 19.1.0") is Verdict.CONTRADICTED


@pytest.mark.parametrize("detail", ["sha 0123456 → sha 89abcde", ">=18,<19 → >=18,<20", "18.0.0 → workspace"])
def test_what_names_no_single_version_decides_nothing(detail: str) -> None:
    assert verdict_of("Bump react from 18.0.0 to 19.0.0", detail) is Verdict.NOT_CHECKABLE


def test_a_bump_that_no_manifest_shows_is_unsupported() -> None:
    assert verdict_of("Bump vue from 2.0.0 to 3.0.0", "18.0.0 → 19.0.0") is Verdict.UNSUPPORTED


def test_a_bump_in_files_that_were_not_read_decides_nothing() -> None:
    unit = make_unit("", path="conf.toml", fallback="no grammar")
    assert check_intent(Prose("Bump vue from 2.0.0 to 3.0.0"), [unit], []).claims[0].verdict is Verdict.NOT_CHECKABLE
