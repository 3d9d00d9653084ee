"""The straight line: one pull request in, one comment and one check run out. Read it top to bottom."""

from importlib.metadata import version

from reviewer.diff.pull import diff_pull
from reviewer.facts.read import read_facts
from reviewer.intent.check import check_intent
from reviewer.model.parsing import PARSE_ALL, Parsing
from reviewer.model.plan import Seen
from reviewer.model.pulls import PullSnapshot
from reviewer.model.review import Review
from reviewer.policy.conclude import conclude
from reviewer.policy.parse import parse_policy
from reviewer.risk.score import score_units
from reviewer.triage.plan import plan_reading

ENGINE = f"reviewer {version('reviewer')}"


def review_snapshot(snapshot: PullSnapshot, seen: Seen | None = None, parsing: Parsing = PARSE_ALL) -> Review:
    """Return the complete review of a snapshot, with no model and no network: the same bytes for the same snapshot."""
    policy = parse_policy(snapshot.policy_text)
    diff = diff_pull(snapshot.files, policy.generated, parsing)
    facts = read_facts(diff.units, snapshot.files)
    risk = score_units(diff.units, facts)
    intent = check_intent(snapshot.prose, diff.units, facts, snapshot.files)
    plan = plan_reading(diff.units, risk, facts, intent, seen or Seen())
    return Review(
        units=diff.units,
        coverage=diff.coverage,
        facts=facts,
        risk=risk,
        intent=intent,
        plan=plan,
        policy=policy,
        conclusion=conclude(policy, plan, diff.coverage),
        engine=ENGINE,
        base=snapshot.base,
        head=snapshot.head,
        merge_base=snapshot.merge_base,
        state=snapshot.state,
        notes=snapshot.notes,
    )
