"""Where claims come from, and that each keeps its quote and its source; issues, tickets, and dead code."""

from dataclasses import replace

import pytest
from facts.change_making import make_unit
from intent.changes import Texts, claims_of

from reviewer.intent.check import check_intent
from reviewer.model.callers import Callers, Site, SiteKind
from reviewer.model.ids import Sha
from reviewer.model.intent import Claim, Source, Verdict
from reviewer.model.pulls import Commit, Issue, IssueState, Prose
from reviewer.model.units import Action

CODE: Texts = {"shop/pay.py": ("def charge(a):\n    return a\n", "def charge(a):\n    return a + 1\n")}
LOG: Texts = {"CHANGELOG.md": ("# Changes\n", "# Changes\n\n- Charges may be repeated\n")}


def sources(prose: Prose, texts: Texts = CODE) -> list[tuple[str, Source, str]]:
    return [(claim.quote.text, claim.quote.source, claim.quote.reference) for claim in claims_of(prose, texts)]


def commit(message: str, sha: str = "0123456789abcdef") -> Commit:
    return Commit(Sha(sha), message, "somebody", 0)


def issue_claim(title: str, body: str = "", state: IssueState = IssueState.OPEN, reference: str = "#12") -> Claim:
    prose = Prose("Wip", f"Fixes {reference}", issues=(Issue(reference, title, body, state),))
    return claims_of(prose, CODE)[-1]


def test_a_commit_claims_by_its_subject_and_its_text() -> None:
    prose = Prose("Wip", commits=(commit("Charge more\n\nAdds one cent.\n\nSigned-off-by: Lea <lea@shop.test>"),))
    assert sources(prose)[1:] == [
        ("Charge more", Source.COMMIT, "0123456"),
        ("Adds one cent.", Source.COMMIT, "0123456"),
    ]


def test_the_type_of_the_only_commit_is_said_of_all() -> None:
    [_, claim] = claims_of(Prose("Wip", commits=(commit("ci: charge more"),)), CODE)
    assert claim.verdict is Verdict.UNSUPPORTED


def test_what_one_commit_of_several_says_is_never_unsupported() -> None:
    prose = Prose("Wip", commits=(commit("Add `retry_budget`"), commit("Charge more", "fedcba98")))
    assert [claim.verdict for claim in claims_of(prose, CODE)[1:]] == [Verdict.NOT_CHECKABLE] * 2


def test_a_ticked_box_claims_what_it_says_of_the_change() -> None:
    body = "- [x] I have added tests that prove my fix is effective\n- [ ] New feature\n- [x] I have read the guide"
    assert sources(Prose("Wip", body))[1:] == [
        ("I have added tests that prove my fix is effective", Source.BOX, ""),
    ]


def test_a_line_that_a_changelog_gains_is_a_claim_with_its_place() -> None:
    told = sources(Prose("Wip"), CODE | LOG)
    assert told[1:] == [("Charges may be repeated", Source.CHANGELOG, "CHANGELOG.md:3")]


def test_many_lines_of_a_changelog_are_those_of_a_release() -> None:
    lines = "".join(f"- Charge number {number} may be repeated\n" for number in range(5))
    assert sources(Prose("Wip"), CODE | {"CHANGELOG.md": ("# Changes\n", f"# Changes\n\n{lines}")})[1:] == []


@pytest.mark.parametrize(
    "text",
    ["Fixes #12", "closes #12", "Resolves https://github.com/acme/shop/issues/12", "fixed acme/shop#12"],
)
def test_a_closing_keyword_is_a_claim(text: str) -> None:
    assert sources(Prose("Wip", f"It is so.\n\n{text}"))[1:] == [(text, Source.BODY, "")]


def test_an_issue_that_is_there_and_names_the_code_is_verified_there() -> None:
    claim = issue_claim("`charge` is wrong")
    assert (claim.verdict, [anchor.path for anchor in claim.anchors]) == (Verdict.VERIFIED, ["shop/pay.py"])


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (issue_claim("Login loops forever", "Call `charge` and see."), Verdict.VERIFIED),
        (issue_claim("Login loops forever"), Verdict.UNSUPPORTED),
        (issue_claim("", state=IssueState.ABSENT), Verdict.UNSUPPORTED),
        (issue_claim("", state=IssueState.PULL), Verdict.UNSUPPORTED),
        (issue_claim("`charge` is wrong", state=IssueState.CLOSED), Verdict.UNSUPPORTED),
        (issue_claim("", state=IssueState.ELSEWHERE, reference="acme/secret#12"), Verdict.NOT_CHECKABLE),
    ],
)
def test_an_issue_is_there_open_and_about_this(claim: Claim, verdict: Verdict) -> None:
    assert claim.verdict is verdict


def test_an_issue_elsewhere_is_not_taken_for_one_of_this_repository() -> None:
    known = (Issue("acme/secret#12", "", "", IssueState.ELSEWHERE), Issue("#12", "`charge` is wrong", ""))
    claims = claims_of(Prose("Wip", "Fixes acme/secret#12, fixes #12", issues=known), CODE)[-2:]
    assert [claim.verdict for claim in claims] == [Verdict.NOT_CHECKABLE, Verdict.VERIFIED]


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("KAFKA-16845 Charge more", "", "KAFKA-16845"),
        ("Charge more (ENG-7)", "", "ENG-7"),
        ("Charge more", "Part of ENG-7", "Part of ENG-7"),
        (
            "Charge more",
            "https://linear.app/acme/issue/ENG-7/charge-more",
            "https://linear.app/acme/issue/ENG-7/charge-more",
        ),
        ("Charge more", "See https://acme.atlassian.net/browse/PAY-3.", "https://acme.atlassian.net/browse/PAY-3"),
    ],
)
def test_a_ticket_kept_elsewhere_is_named_and_not_judged(title: str, body: str, words: str) -> None:
    claim = claims_of(Prose(title, body), CODE)[-1]
    assert (claim.quote.text, claim.verdict) == (words, Verdict.NOT_CHECKABLE)


@pytest.mark.parametrize("title", ["UTF-8 names are charged", "Charge more (SHA-256)", "Charge after CVE-2024-1"])
def test_what_only_looks_like_a_ticket_is_none(title: str) -> None:
    assert len(claims_of(Prose(title), CODE)) == 1


def dead(sites: tuple[Site, ...], searched: int = 9, namesakes: int = 0) -> Claim:
    callers = Callers(sites, found=len(sites), searched=searched, namesakes=namesakes)
    unit = replace(make_unit("charge", actions=(Action.REMOVED,), removed=3, added=0), after=None, callers=callers)
    return check_intent(Prose("Remove dead code: `charge`"), [unit], []).claims[0]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (dead(()), Verdict.VERIFIED),
        (dead((Site("a.py", 7, "charge", "f", SiteKind.CALL, is_touched=False),)), Verdict.CONTRADICTED),
        (dead((Site("a.py", 7, "charge", "f", SiteKind.NAME, is_touched=False),)), Verdict.UNSUPPORTED),
        (dead((Site("a.py", 7, "charge", "f", SiteKind.CALL, is_touched=False),), namesakes=1), Verdict.NOT_CHECKABLE),
    ],
)
def test_dead_code_is_named_nowhere_in_the_head(claim: Claim, verdict: Verdict) -> None:
    assert claim.verdict is verdict


def test_a_call_that_is_left_is_pointed_at() -> None:
    claim = dead((Site("a.py", 7, "charge", "f", SiteKind.CALL, is_touched=False),))
    assert [(anchor.path, anchor.lines.start) for anchor in claim.anchors] == [("a.py", 7)]
