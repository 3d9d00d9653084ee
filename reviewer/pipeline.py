"""The straight line: one pull request in, one comment and one check run out. Read it top to bottom."""

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version

from reviewer.diff.pull import diff_pull
from reviewer.facts.read import read_facts
from reviewer.intent.check import check_intent
from reviewer.jobs.guarded import ParseLimits, guarded
from reviewer.model.parsing import PARSE_ALL, Parsing
from reviewer.model.plan import Seen
from reviewer.model.pulls import PullSnapshot
from reviewer.model.review import Review
from reviewer.model.search import Look, Search
from reviewer.model.serial import dump_diff, parse_diff
from reviewer.model.units import PullDiff
from reviewer.policy.conclude import conclude
from reviewer.policy.parse import parse_policy
from reviewer.references.citing import citing_blobs
from reviewer.references.find import with_references
from reviewer.references.wanted import question_of
from reviewer.risk.score import score_units
from reviewer.triage.plan import plan_reading
from reviewer.triage.standing import overridden

ENGINE = f"reviewer {version('reviewer')}"
SEARCH_SECONDS = 20.0
"""How long the texts that a search found are parsed before they are given up: callers are worth less than units."""


def review_searched(
    snapshot: PullSnapshot, look: Look, make: Callable[[Review], str], limits: ParseLimits, seen: Seen | None = None
) -> str:
    """Return what `make` makes of the review of a snapshot whose head can be searched.

    All that parses or is made runs where it can be stopped; `look` runs here, for it may reach the network.
    """
    diff = parse_diff(guarded(lambda parsing: dump_diff(diff_snapshot(snapshot, parsing)), limits))
    question = question_of(diff.units)
    found = look(question) if question.names else None
    short = replace(limits, whole=min(limits.whole, SEARCH_SECONDS))
    return guarded(lambda parsing: make(review_diff(snapshot, diff, found, seen, parsing)), short)


def review_snapshot(snapshot: PullSnapshot, seen: Seen | None = None, parsing: Parsing = PARSE_ALL) -> Review:
    """Return the complete review of a snapshot, with no model and no network: the same bytes for the same snapshot."""
    return review_diff(snapshot, diff_snapshot(snapshot, parsing), None, seen, parsing)


def diff_snapshot(snapshot: PullSnapshot, parsing: Parsing = PARSE_ALL) -> PullDiff:
    """Return the change units of a snapshot."""
    return diff_pull(snapshot.files, parse_policy(snapshot.policy_text).generated, parsing)


def review_diff(
    snapshot: PullSnapshot, diff: PullDiff, found: Search | None, seen: Seen | None, parsing: Parsing
) -> Review:
    """Return the review of a snapshot from its units, and from what was found of their names in the head."""
    policy = parse_policy(snapshot.policy_text)
    units = citing_blobs(with_references(diff.units, snapshot.files, found, parsing), snapshot.files)
    facts = read_facts(units, snapshot.files)
    risk = score_units(units, facts, snapshot.files, snapshot.history, snapshot.calibration)
    intent = check_intent(snapshot.prose, units, facts, snapshot.files)
    seen = seen or Seen()
    plan = plan_reading(units, risk, facts, intent, seen)
    override = overridden(seen.acts, snapshot.head)
    return Review(
        units=units,
        coverage=diff.coverage,
        facts=facts,
        risk=risk,
        intent=intent,
        plan=plan,
        policy=policy,
        conclusion=conclude(policy, plan, diff.coverage, override),
        engine=ENGINE,
        base=snapshot.base,
        head=snapshot.head,
        merge_base=snapshot.merge_base,
        state=snapshot.state,
        notes=snapshot.notes,
        override=override,
    )
