"""One sentence, one small change, one verdict: each check where it must speak, and where it must be silent."""

import pytest
from intent.changes import Texts, said, verdict

from reviewer.model.intent import Verdict

VERIFIED, CONTRADICTED = Verdict.VERIFIED, Verdict.CONTRADICTED
UNSUPPORTED, OPEN = Verdict.UNSUPPORTED, Verdict.NOT_CHECKABLE

PAY = "def charge(amount):\n    return send(amount)\n"
PAY_TWICE = "def charge(amount):\n    send(amount)\n    return send(amount)\n"
CODE: Texts = {"shop/pay.py": (PAY, PAY_TWICE)}
GROWN: Texts = {"shop/pay.py": (PAY, PAY + "\n\ndef refund(amount, max_age=3):\n    return charge(-amount)\n")}
SHRUNK: Texts = {"shop/pay.py": (GROWN["shop/pay.py"][1], PAY)}
GUIDE: Texts = {"docs/guide.md": ("# Pay\n", "# Pay\n\nPay twice.\n")}
TEST: Texts = {"tests/test_pay.py": (None, "def test_charge():\n    assert charge(1) == 1\n")}
SILENT: Texts = {"tests/test_pay.py": (None, "def test_charge():\n    charge(1)\n    charge(2)\n")}
FEWER: Texts = {"tests/test_pay.py": ("def test_charge():\n    assert charge(1) == 1\n\n\nX = 1\n", "X = 1\n")}
PINNED: Texts = {".tool-versions": ("python 3.11.4\n", "python 3.12.1\n")}
RELEASED: Texts = {"shop/__init__.py": ('__version__ = "1.2.2"\n', '__version__ = "1.2.4"\n')}
ACTION = "      - uses: actions/checkout@{} {}\n"
BY_SHA: Texts = {
    ".github/workflows/ci.yml": (ACTION.format("a" * 40, "# v4.1.0"), ACTION.format("b" * 40, "# v5.0.0")),
}
UNTOLD: Texts = {".github/workflows/ci.yml": (ACTION.format("a" * 40, ""), ACTION.format("b" * 40, ""))}
LONG: Texts = {"shop/pay.py": (PAY, PAY + "".join(f"\n\ndef step_{n}():\n    return {n}\n" for n in range(80)))}
CI: Texts = {".github/workflows/ci.yml": ("on: push\n", "on: pull_request\n")}


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("Only touches `shop/`", CODE, VERIFIED),
        ("Only touches `docs/`", CODE, CONTRADICTED),
        ("This only changes files in docs/", CODE, CONTRADICTED),
        ("Only touches `docs/`", GUIDE | TEST, UNSUPPORTED),
        ("Only adds a limit", CODE, OPEN),
        ("Update docs/guide.md", GUIDE, VERIFIED),
        ("Update docs/manual.md", GUIDE, UNSUPPORTED),
        ("Fix a typo in manual.md", GUIDE, UNSUPPORTED),
        ("Charges fail in manual.md", CODE, OPEN),
        ("Update guide as manual.md was", {"docs/guide.md": ("a\n", "see manual.md\n")}, OPEN),
        ("shop: charge twice", CODE, OPEN),
        ("storage: charge twice", CODE, UNSUPPORTED),
        ("fix(storage): charge twice", CODE, UNSUPPORTED),
        ("fix(sp): charge twice", CODE, OPEN),
        ("fix(shp): charge twice", CODE, OPEN),
        ("chore(deps): charge twice", CODE, OPEN),
    ],
)
def test_where_a_change_is_said_to_be(title: str, texts: Texts, expected: Verdict) -> None:
    assert verdict(title, texts) is expected


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("Adds tests", TEST | CODE, VERIFIED),
        ("Tests added", TEST | CODE, VERIFIED),
        ("Adds tests", CODE, UNSUPPORTED),
        ("Adds tests", SILENT, UNSUPPORTED),
        ("Adds tests", FEWER, CONTRADICTED),
        ("Adds a test helper for send", CODE, OPEN),
        ("Somebody should add tests", CODE, OPEN),
        ("docs: charge twice", TEST, UNSUPPORTED),
        ("test: charge twice", GUIDE, UNSUPPORTED),
        ("feat: charge twice", GUIDE, UNSUPPORTED),
        ("feat(docs): charge twice", GUIDE, OPEN),
        ("feat: charge twice", CODE, OPEN),
        ("ci: charge twice", CODE, UNSUPPORTED),
        ("ci: pull requests", CI | CODE, OPEN),
    ],
)
def test_tests_and_types(title: str, texts: Texts, expected: Verdict) -> None:
    assert verdict(title, texts) is expected


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("Docs only", CODE, CONTRADICTED),
        ("This PR only changes documentation", GUIDE, VERIFIED),
        ("Doc changes only", {"a.py": ('HOST = "0.0.0.0"\n', 'HOST = "127.0.0.1"\n')}, CONTRADICTED),
        ("Docs only", {"a.ps1": ("Get-Item a\n", "Get-Item b\n")}, UNSUPPORTED),
        ("The test only simulated a charge", CODE, OPEN),
        ("Small fix", CODE, VERIFIED),
        ("Small fix", LONG, UNSUPPORTED),
        ("One-line fix", LONG, CONTRADICTED),
        ("API stays the same", {"a.py": (PAY, PAY.replace("amount):", "amount, tries):"))}, CONTRADICTED),
        ("No public interface changes", CODE, VERIFIED),
    ],
)
def test_what_is_said_of_all(title: str, texts: Texts, expected: Verdict) -> None:
    assert verdict(title, texts) is expected


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("Add `refund`", GROWN, VERIFIED),
        ("Remove `refund`", SHRUNK, VERIFIED),
        ("Remove `refund`", GROWN, CONTRADICTED),
        ("Add `refund`", SHRUNK, CONTRADICTED),
        ("Remove `max_age`", GROWN, CONTRADICTED),
        ("Remove `max_age` if it is old", GROWN, OPEN),
        ("Add `max_age` warnings", SHRUNK, UNSUPPORTED),
        ("Add `maxAge`", GROWN, OPEN),
        ("Add `retry_budget`", GROWN, UNSUPPORTED),
        ("Add --retry-budget to the command", GROWN, UNSUPPORTED),
        ("Add limits to RetryBudget", GROWN, UNSUPPORTED),
        ("Add refunds to RetryBudget", GROWN, OPEN),
        ("Add telemetry for hooks", GROWN, UNSUPPORTED),
        ("Add telemetry for refunds", GROWN, OPEN),
        ("Adding it as it was prints a warning", GROWN, OPEN),
        ("Remove a race", GROWN, UNSUPPORTED),
        ("Add a refund", SHRUNK, UNSUPPORTED),
    ],
)
def test_what_is_said_to_come_and_to_go(title: str, texts: Texts, expected: Verdict) -> None:
    assert verdict(title, texts) is expected


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("Update python to 3.12.1", PINNED, VERIFIED),
        ("Update python to 3.13.0", PINNED, CONTRADICTED),
        ("Bump python from 3.11.4 to 3.13.0", PINNED, CONTRADICTED),
        ("Update node to 3.13.0", PINNED, UNSUPPORTED),
        ("Update the guide to 2.0 style", GUIDE, OPEN),
        ("Release 1.2.4", RELEASED, VERIFIED),
        ("Release 1.2.3", RELEASED, CONTRADICTED),
        ("Prepare to release 9.9.9", GUIDE, UNSUPPORTED),
        ("Bump actions/checkout from 4.1.0 to 5.0.0", BY_SHA, VERIFIED),
        ("Bump actions/checkout from 4.1.0 to 6.0.0", BY_SHA, CONTRADICTED),
        ("Bump actions/checkout from 4.1.0 to 6.0.0", UNTOLD, OPEN),
    ],
)
def test_versions(title: str, texts: Texts, expected: Verdict) -> None:
    assert verdict(title, texts) is expected


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Makes charges faster", "speed is measured"),
        ("Fixes a security hole in charges", "security is not read off a diff"),
        ("A safe change of charges", "a judgement"),
        ("All tests pass", "the checks of this head were not read"),
        ('Revert "Charge once"', "the reverted commit was not read"),
    ],
)
def test_what_is_not_checkable_says_why(title: str, words: str) -> None:
    found, explanation, _ = said(title, CODE)
    assert (found, explanation.startswith(words)) == (OPEN, True)


def test_a_benchmark_in_the_change_is_named() -> None:
    texts: Texts = {"bench/charge.py": (None, PAY)}
    assert said("Makes charges faster", texts)[2] == ["bench/charge.py:1"]


@pytest.mark.parametrize("title", ["No new dependencies", "Tests only", "Pure refactoring", "Docs only"])
def test_what_is_verified_points_at_something(title: str) -> None:
    for texts in (CODE, TEST, GUIDE):
        found, _, places = said(title, texts)
        assert places or found is not VERIFIED
