"""A review as the documented JSON record: schema "review/1", see docs/review-1.schema.json."""

from collections.abc import Mapping

from reviewer.model.facts import Fact
from reviewer.model.ids import Fingerprint, UnitId
from reviewer.model.intent import Claim, Intent, Quote
from reviewer.model.lines import Anchor
from reviewer.model.plan import Plan
from reviewer.model.policy import Policy
from reviewer.model.review import SCHEMA, Review
from reviewer.model.units import Coverage
from reviewer.report.deal import in_reading_order
from reviewer.report.neutral import utf8
from reviewer.report.unit_record import pull_risk_record, unit_record

Json = dict[str, object]
Ids = Mapping[Fingerprint, UnitId]


def review_record(review: Review, id: str | None) -> Json:  # noqa: A002 - the name of the field
    r"""Return the record of a review: keys in a fixed order, units in reading order; `id` names the case, if any.

    Texts are unchanged, but that bytes which are not UTF-8 become \xNN: no JSON reader has to take lone surrogates.
    """
    ids = {planned.fingerprint: planned.id for planned in review.plan.units}
    return {
        "schema": SCHEMA,
        "id": id,
        "engine": review.engine,
        "base": review.base,
        "head": review.head,
        "merge_base": review.merge_base,
        "conclusion": review.conclusion.value,
        "coverage": _coverage(review.coverage),
        "risk": pull_risk_record(review.risk),
        "intent": _intent(review.intent, ids),
        "plan": _plan(review.plan),
        "units": [unit_record(*pair, review) for pair in in_reading_order(review)],
        "facts": [_fact(fact, ids) for fact in review.facts],
        "policy": _policy(review.policy),
        "notes": [utf8(note) for note in review.notes],
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "files": coverage.files,
        "parsed_files": coverage.parsed_files,
        "changed_lines": coverage.changed_lines,
        "parsed_lines": coverage.parsed_lines,
        "fallbacks": [
            {"path": utf8(item.path), "side": item.side.value, "reason": utf8(item.reason)}
            for item in coverage.fallbacks
        ],
    }


def _intent(intent: Intent, ids: Ids) -> Json:
    return {
        "goal": _quote(intent.goal),
        "why": _quote(intent.why),
        "claims": [_claim(claim, ids) for claim in intent.claims],
        "unexplained": [unit for fingerprint, unit in ids.items() if fingerprint in intent.unexplained],
    }


def _claim(claim: Claim, ids: Ids) -> Json:
    return {
        "quote": _quote(claim.quote),
        "verdict": claim.verdict.value,
        "explanation": utf8(claim.explanation),
        "anchors": [_anchor(anchor) for anchor in claim.anchors],
        "explains": [ids[fingerprint] for fingerprint in claim.explains if fingerprint in ids],
    }


def _quote(quote: Quote | None) -> Json | None:
    if quote is None:
        return None
    return {"text": utf8(quote.text), "source": quote.source.value, "reference": utf8(quote.reference)}


def _anchor(anchor: Anchor) -> Json:
    return {
        "path": utf8(anchor.path),
        "side": anchor.side.value,
        "start_line": anchor.lines.start,
        "end_line": anchor.lines.end,
    }


def _plan(plan: Plan) -> Json:
    return {
        "needs_eyes": plan.needs_eyes,
        "minutes": plan.minutes,
        "groups": [
            {"index": group.index, "title": utf8(group.title), "claim": group.claim, "units": list(group.units)}
            for group in plan.groups
        ],
    }


def _fact(fact: Fact, ids: Ids) -> Json:
    return {
        "kind": fact.kind.value,
        "subject": utf8(fact.subject),
        "detail": utf8(fact.detail),
        "anchor": _anchor(fact.anchor),
        "unit": ids.get(fact.unit),
    }


def _policy(policy: Policy) -> Json:
    return {
        "mode": policy.mode.value,
        "problems": [{"line": problem.line, "message": utf8(problem.message)} for problem in policy.problems],
    }
