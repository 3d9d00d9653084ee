"""What a person who acted is told outside of the card: short, and only where a reaction does not say it."""

from collections.abc import Collection, Sequence

from reviewer.model.ids import UnitId
from reviewer.model.review import Review
from reviewer.report.deal import deal_card
from reviewer.report.markdown import render_markdown
from reviewer.report.neutral import ours
from reviewer.report.phrases import and_more, listing, reasons

MOST_IDS = 20
_MOST_REMARKS = 30

_COMMANDS = (
    ("/validate U3 U7", "this is what we want; without units: all that wait, while they are few and none is risky"),
    ("/question U2 text", "ask the author; the unit waits for an answer"),
    ("/reject U4 text", "this is not what we want; the unit waits on the author"),
    ("/undo", "take your last act back"),
    ("/why", "what makes this risky, and why each unit waits; with units: those alone"),
    ("/rerun", "review the newest head again; `/review` does the same"),
    ("/override reason", "let this head pass the gate: for admins, and on record"),
    ("/help", "this list"),
)


def render_reply(mark: str, login: str, remarks: Sequence[str]) -> str:
    """Return a reply as Markdown; its first line is its mark, by which it is found again."""
    marker = ours(f"<!-- reviewer:reply {mark} -->")
    return str(render_markdown("reply.md.j2", marker=marker, login=login, remarks=remarks[:_MOST_REMARKS]))


def ask_why(author: str) -> str:
    """Return the question that a pull without a why is asked, once."""
    return str(render_markdown("ask_why.md.j2", marker=ours("<!-- reviewer:ask why -->"), author=author))


def too_many(units: Sequence[UnitId], most: int) -> str:
    """Return why not all that waits was validated at once, with the list of it."""
    named = [*units[:MOST_IDS]]
    left = len(units) - len(named)
    listed = listing([*named, f"{left:,} more"] if left else named)
    return (
        f"Nothing was validated: at once that goes for at most {most} units, none of them of high risk. "
        f"These wait: {listed}. Tick their groups on the card, or name them: `/validate {units[0]}`."
    )


def explain_why(review: Review, units: Collection[UnitId] = ()) -> list[str]:
    """Return why a review asks for attention: the pull's risk, then each unit that waits; or the units named."""
    card = deal_card(review)
    lines = [line for line in card.lines if line.id in units] if units else list(card.waiting)
    told = [] if units else [f"The whole: {'; '.join(reasons(review.risk.pull)) or 'nothing raises its risk'}."]
    told += [
        f"{line.id}: {'; '.join(line.why) or 'nothing stated explains it, or its risk is not low'}." for line in lines
    ]
    return [*told[:MOST_IDS], *([and_more(len(told) - MOST_IDS)] if len(told) > MOST_IDS else [])]


def list_commands() -> list[str]:
    """Return what can be written in a comment, a line each."""
    return [f"`{written}` — {what}" for written, what in _COMMANDS]
