"""Claims of closing an issue, and mentions of tickets that are kept elsewhere."""

import re
from collections.abc import Iterator

from reviewer.intent.evidence import Evidence, anchors_of, named
from reviewer.intent.explain import units_of_issue
from reviewer.intent.words import words_of
from reviewer.model.closing import Closing, find_closing
from reviewer.model.intent import Claim, Quote, Source, Verdict
from reviewer.model.pulls import Issue, IssueState, Prose

_LONGEST = 20_000
_MOST = 10
_KEY = r"[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,6}"
_NOT_A_KEY = re.compile(
    r"^(?:UTF|UTF8|SHA|SHA\d|MD|ISO|RFC|CVE|CWE|GHSA|HTTP|TLS|SSL|AES|RSA|PEP|GH|ES|ECMA|IEEE|X|GPT|COVID"
    r"|UTC|GMT|BIP|EIP|JEP|KIP"
    r"|ARM|PY|CP|ASCII|BASE|LF|PR|MR|TS|JS|WIN|V|US|EN|IPV|GLM|PR|SQL|C|RB|F|H|I|K|L|M|N|P|R|S|T|U|W|Y|Z)-"
)
_TICKET = re.compile(
    rf"(?P<linear>https://linear\.app/[\w-]+/issue/(?P<linear_key>{_KEY})[\w/-]*)"
    rf"|(?P<jira>https://[\w.-]+/(?:jira/)?browse/(?P<jira_key>{_KEY}))"
    rf"|\b(?i:close[sd]?|fix(?:e[sd])?|resolve[sd]?|ref(?:s|erences)?|part of|towards?|see"
    rf"|relates? to):?\s+\[?(?P<named>{_KEY})\b",
)
_TITLED = re.compile(rf"^\W?(?P<first>{_KEY})\b|[(\[](?P<last>{_KEY})[)\]]\W*$")


def claims_of_issues(prose: Prose, evidence: Evidence) -> Iterator[Claim]:
    """Yield a claim for each issue that the prose closes and each ticket of Linear or Jira in it, ten at most."""
    found: dict[str, Claim] = {}
    for text, source, reference in _texts(prose):
        for closing in find_closing(text):
            quote = Quote(closing.text, source, reference)
            found.setdefault(f"{closing.repository}#{closing.number}", _claim_of(closing, quote, prose, evidence))
        for key, words in _tickets(text, is_title=source is Source.TITLE):
            quote = Quote(words, source, reference)
            found.setdefault(
                key, Claim(quote, Verdict.NOT_CHECKABLE, f"ticket {key} is kept elsewhere and was not read")
            )
    yield from list(found.values())[:_MOST]


def _texts(prose: Prose) -> Iterator[tuple[str, Source, str]]:
    yield prose.title[:_LONGEST], Source.TITLE, ""
    yield prose.body[:_LONGEST], Source.BODY, ""
    for commit in prose.commits:
        yield commit.message[:_LONGEST], Source.COMMIT, commit.sha[:7]


def _tickets(text: str, *, is_title: bool) -> Iterator[tuple[str, str]]:
    """Yield each ticket's key with the words that name it, at most 280 characters."""
    for found in _TICKET.finditer(text):
        key = found["linear_key"] or found["jira_key"] or found["named"]
        if not _NOT_A_KEY.match(key):
            yield key, " ".join(found[0].split())[:280]
    titled = _TITLED.search(text) if is_title else None
    key = (titled["first"] or titled["last"]) if titled else ""
    if key and not _NOT_A_KEY.match(key):
        yield key, key


def _claim_of(closing: Closing, quote: Quote, prose: Prose, evidence: Evidence) -> Claim:
    issue = _issue(closing, prose)
    if issue is None:
        return Claim(quote, Verdict.NOT_CHECKABLE, "the issue was not read")
    if issue.state is IssueState.ELSEWHERE:
        return Claim(quote, Verdict.NOT_CHECKABLE, "the issue is in another repository and was not read")
    if issue.state is IssueState.ABSENT:
        return Claim(quote, Verdict.UNSUPPORTED, "there is no such issue that we may read")
    if issue.state is IssueState.PULL:
        return Claim(quote, Verdict.UNSUPPORTED, "that is a pull request, no issue")
    if issue.state is IssueState.CLOSED:
        return Claim(quote, Verdict.UNSUPPORTED, "the issue is closed already")
    return _overlapping(quote, issue, evidence)


def _issue(closing: Closing, prose: Prose) -> Issue | None:
    known = {issue.reference: issue for issue in prose.issues}
    return known.get(f"{closing.repository}#{closing.number}") or known.get(f"#{closing.number}")


def _overlapping(quote: Quote, issue: Issue, evidence: Evidence) -> Claim:
    """Return the claim for an issue that is there: verified by what of the change its words, or its code, speak of."""
    units = [unit for unit in units_of_issue(issue, evidence) if unit.proof is None]
    explains = tuple(unit.fingerprint for unit in units)
    if units:
        text = f"the issue is there and open, and speaks of {named(units)}"
        return Claim(quote, Verdict.VERIFIED, text, anchors_of(units), explains)
    if not evidence.is_all_read or any(word[:5] in evidence.shown for word in words_of(issue.title[:500])):
        return Claim(quote, Verdict.NOT_CHECKABLE, "the issue is there and open; it names nothing that changes")
    return Claim(quote, Verdict.UNSUPPORTED, "the issue is there and open; no word of its title is in this change")
