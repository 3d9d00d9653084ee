"""Reviews as the pipeline would make them, one for each state that people meet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from reviewer.model.acts import Standing, Verb
from reviewer.model.facts import Fact, FactKind
from reviewer.model.ids import Fingerprint, PullNumber, Sha, UnitId
from reviewer.model.intent import Claim, Intent, Quote, Source, Verdict
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.plan import Group, Lane, Plan, PlannedUnit
from reviewer.model.policy import Mode, Policy, PolicyProblem
from reviewer.model.published import PullLinks
from reviewer.model.pulls import PullState
from reviewer.model.review import Conclusion, Review
from reviewer.model.risk import Band, Reason, Risk, RiskReport
from reviewer.model.units import (
    Action,
    ChangeUnit,
    Coverage,
    EntityKind,
    Fallback,
    Place,
    Proof,
    ProofKind,
)

HEAD = Sha("a1b2c3d" + "0" * 33)
BASE = Sha("b" * 40)
LINKS = PullLinks("https://github.com", "acme/shop", PullNumber(338), HEAD)
MODEL = "additive-1"


def fingerprint(number: int) -> Fingerprint:
    return Fingerprint("fp1:" + sha256(str(number).encode()).hexdigest()[:32])


def risk(band: Band, *reasons: str) -> Risk:
    found = tuple(Reason(text, 1.0 - 0.25 * place) for place, text in enumerate(reasons))
    return Risk(band, score=-1.5 + len(reasons), reasons=(*found, Reason("few lines", -0.4)), model=MODEL)


def place(path: str, qualified: str, start: int, end: int) -> Place:
    return Place(path, qualified, qualified.rpartition(".")[2], start, end)


@dataclass(frozen=True)
class Wanted:
    """A unit as a story tells it."""

    actions: tuple[Action, ...]
    path: str
    name: str = ""
    lines: tuple[int, int] = (1, 4)
    lane: Lane = Lane.READ
    band: Band = Band.LOW
    why: tuple[str, ...] = ()
    group: int = 0
    old: Place | None = None
    proof: Proof | None = None
    exempt: str | None = None
    fallback: str | None = None
    is_seen: bool = False

    def unit(self, number: int) -> ChangeUnit:
        here = place(self.path, self.name, *self.lines)
        gone = Action.REMOVED in self.actions
        side = (LineRange(*self.lines),)
        return ChangeUnit(
            fingerprint=fingerprint(number),
            actions=self.actions,
            entity_kind=EntityKind.METHOD if self.name else None,
            before=here if gone else self.old or (None if Action.ADDED in self.actions else here),
            after=None if gone else here,
            removed_lines=side if gone else (),
            added_lines=() if gone else side,
            proof=self.proof,
            exempt=self.exempt,
            fallback=self.fallback,
        )


@dataclass(frozen=True)
class Story:
    """What a review is built from; group titles by index, each with the claim it serves."""

    wanted: Sequence[Wanted]
    groups: Sequence[tuple[str, int | None]] = (("Not stated anywhere", None),)
    intent: Intent = field(default_factory=lambda: Intent(None, None))
    facts: tuple[Fact, ...] = ()
    pull_risk: Risk = field(default_factory=lambda: risk(Band.LOW))
    minutes: int = 9
    fallbacks: tuple[Fallback, ...] = ()
    parsed_lines: int | None = None


def _is_small(story: Story) -> bool:
    waiting = [wanted for wanted in story.wanted if wanted.lane is Lane.READ and not wanted.is_seen]
    return 0 < len(waiting) <= 5 and not {Band.HIGH, Band.CRITICAL} & {wanted.band for wanted in waiting}


def build(story: Story) -> Review:
    units = tuple(wanted.unit(number) for number, wanted in enumerate(story.wanted, 1))
    planned = tuple(
        PlannedUnit(
            id=UnitId(f"U{number}"),
            fingerprint=fingerprint(number),
            lane=wanted.lane,
            group=wanted.group,
            order=number - 1,
            needs_eyes=wanted.lane is Lane.READ and not wanted.is_seen,
            standing=Standing(Verb.VALIDATE, "lea", 1_700_000_000.0, HEAD) if wanted.is_seen else None,
        )
        for number, wanted in enumerate(story.wanted, 1)
    )
    groups = tuple(
        Group(index, title, claim, tuple(unit.id for unit in planned if unit.group == index))
        for index, (title, claim) in enumerate(story.groups)
    )
    changed = sum(unit.churn for unit in units)
    files = len({wanted.path for wanted in story.wanted})
    waits = any(unit.needs_eyes for unit in planned)
    return Review(
        units=units,
        coverage=Coverage(
            files=files,
            parsed_files=files - len({item.path for item in story.fallbacks}),
            changed_lines=changed,
            parsed_lines=changed if story.parsed_lines is None else story.parsed_lines,
            fallbacks=story.fallbacks,
        ),
        facts=story.facts,
        risk=RiskReport(
            story.pull_risk,
            {fingerprint(number): risk(wanted.band, *wanted.why) for number, wanted in enumerate(story.wanted, 1)},
        ),
        intent=story.intent,
        plan=Plan(groups, planned, story.minutes, len(units) + 1, is_small=_is_small(story)),
        policy=Policy(),
        conclusion=Conclusion.NEUTRAL if waits else Conclusion.SUCCESS,
        engine="reviewer 0.1.0",
        base=BASE,
        head=HEAD,
        merge_base=BASE,
        state=STATE,
    )


STATE = PullState(HEAD, BASE, is_open=True, is_draft=False, is_fork=False, author="mara", is_bot=False)


def proof(kind: ProofKind, statement: str) -> Proof:
    return Proof(kind, statement, (("tokens before", "3fa9c2"), ("tokens after", "3fa9c2")))


def folded() -> list[Wanted]:
    """29 units that need no eyes, and 8 at a glance."""
    move = proof(ProofKind.MOVE, "equal tokens; every free name resolves to the same definition")
    layout = proof(ProofKind.FORMATTING, "equal tokens before and after")
    comment = proof(ProofKind.COMMENT, "equal tokens; only comments differ")
    return [
        *[
            Wanted((Action.BODY_CHANGED,), f"pay/views_{n}.py", f"view_{n}", (5, 9), Lane.GLANCE, group=1)
            for n in range(8)
        ],
        *[
            Wanted(
                (Action.MOVED,),
                "pay/ledger.py",
                f"Ledger.entry_{n}",
                (10 * n + 1, 10 * n + 8),
                Lane.MECHANICAL,
                old=place("pay/models.py", f"Ledger.entry_{n}", 10 * n + 201, 10 * n + 208),
                proof=move,
            )
            for n in range(18)
        ],
        *[
            Wanted((Action.FORMATTING_ONLY,), f"pay/forms_{n}.py", "", (1, 3), Lane.MECHANICAL, proof=layout)
            for n in range(7)
        ],
        *[
            Wanted((Action.COMMENT_ONLY,), f"pay/notes_{n}.py", "", (2, 2), Lane.MECHANICAL, proof=comment)
            for n in range(2)
        ],
        Wanted((Action.GENERATED,), "uv.lock", "", (1, 90), Lane.EXEMPT, exempt="lock file"),
        Wanted((Action.GENERATED,), "package-lock.json", "", (1, 400), Lane.EXEMPT, exempt="lock file"),
    ]


def anchor(path: str, line: int, side: Side = Side.AFTER) -> Anchor:
    return Anchor(path, side, LineRange(line, line))


def claim(text: str, verdict: Verdict, explanation: str = "", *anchors: Anchor, explains: Sequence[int] = ()) -> Claim:
    return Claim(Quote(text, Source.BODY), verdict, explanation, anchors, tuple(map(fingerprint, explains)))


def feature() -> Review:
    """The card of a feature with a migration, an environment variable and a contradicted claim."""
    return build(
        Story(
            wanted=[
                Wanted(
                    (Action.SIGNATURE_CHANGED, Action.BODY_CHANGED),
                    "pay/client.py",
                    "PaymentClient.charge",
                    (41, 88),
                    band=Band.HIGH,
                    why=("2 of 9 callers not touched here", "failed twice before"),
                    group=0,
                ),
                Wanted(
                    (Action.ADDED,),
                    "pay/retry.py",
                    "backoff_delays",
                    (1, 34),
                    band=Band.MEDIUM,
                    why=("no test names it",),
                    group=0,
                ),
                Wanted((Action.ADDED,), "pay/migrations/0042_charge_attempts.sql", "", (1, 6), band=Band.HIGH, group=1),
                Wanted((Action.LINES,), ".github/workflows/ci.yml", "", (12, 12), band=Band.MEDIUM, group=1),
                *folded(),
            ],
            groups=[("Retry around the charge", 0), ("Not stated anywhere", None)],
            intent=Intent(
                goal=Quote("Charges sometimes fail when the bank times out; retry them up to 3 times.", Source.BODY),
                why=Quote("Support got 40 tickets about double declines this week.", Source.ISSUE, "#812"),
                claims=(
                    claim(
                        "retry them up to 3 times",
                        Verdict.VERIFIED,
                        "backoff_delays yields 3 delays",
                        anchor("pay/retry.py", 12),
                        explains=(1, 2),
                    ),
                    claim(
                        "no API changes",
                        Verdict.CONTRADICTED,
                        "removes Charge.status",
                        anchor("openapi.yaml", 88, Side.BEFORE),
                        explains=(1,),
                    ),
                    claim("much safer", Verdict.NOT_CHECKABLE, "no artefact to check it with"),
                ),
                unexplained=frozenset({fingerprint(3), fingerprint(4)}),
            ),
            facts=(
                Fact(
                    FactKind.ENVIRONMENT_VARIABLE,
                    "PAY_TIMEOUT",
                    "is read, not in .env.example",
                    anchor("pay/client.py", 47),
                    fingerprint(1),
                ),
                Fact(
                    FactKind.MIGRATION,
                    "0042",
                    "adds a NOT NULL column without default",
                    anchor("pay/migrations/0042_charge_attempts.sql", 3),
                    fingerprint(3),
                ),
                Fact(
                    FactKind.CI,
                    "ci.yml",
                    "gains id-token: write",
                    anchor(".github/workflows/ci.yml", 12),
                    fingerprint(4),
                ),
            ),
            pull_risk=risk(
                Band.HIGH,
                "signature of charge() changed, 2 callers not updated",
                "code that failed twice before",
                "no test touches the new branch",
            ),
        )
    )


def nothing_needs_eyes() -> Review:
    wanted = [replace(item, group=0) for item in folded()]
    return build(
        Story(
            wanted=[*wanted, Wanted((Action.BODY_CHANGED,), "pay/admin.py", "refund", (9, 12), is_seen=True)],
            intent=Intent(Quote("Split ledger out of models", Source.TITLE), None),
            minutes=2,
        )
    )


def too_big() -> Review:
    bands = (Band.CRITICAL, Band.HIGH, Band.MEDIUM)
    wanted = [
        Wanted(
            (Action.BODY_CHANGED,),
            f"src/module_{n // 9}/part_{n}.ts",
            f"handler{n}",
            (n + 1, n + 20),
            band=bands[n * 3 // 1204],
            why=("many callers",),
            group=n * 9 // 1204,
        )
        for n in range(1204)
    ]
    return build(
        Story(
            wanted,
            groups=[(f"Changes around handler{n}", None) for n in range(9)],
            intent=Intent(
                Quote("Port everything to the new router", Source.TITLE),
                None,
                unexplained=frozenset(fingerprint(n + 1) for n in range(1204)),
            ),
            pull_risk=risk(Band.CRITICAL, "1,204 units in 134 files"),
            minutes=1830,
        )
    )


def partly_read() -> Review:
    review = build(
        Story(
            wanted=[
                Wanted((Action.LINES,), "lib/parse.py", "", (3, 40), band=Band.UNGRADED, fallback="syntax errors"),
                Wanted((Action.BINARY,), "logo.png", "", (1, 1), band=Band.UNGRADED, fallback="binary"),
                Wanted((Action.BODY_CHANGED,), "lib/read.py", "read", (1, 200), band=Band.MEDIUM),
            ],
            intent=Intent(Quote("Parse faster", Source.TITLE), None),
            pull_risk=risk(Band.UNGRADED, "2 files could not be parsed"),
            fallbacks=(
                Fallback("lib/parse.py", Side.AFTER, "syntax errors"),
                Fallback("lib/parse.py", Side.BEFORE, "syntax errors"),
                Fallback("logo.png", Side.AFTER, "binary"),
            ),
            parsed_lines=200,
        )
    )
    return replace(review, notes=("History was not read: the host did not answer",))


def draft_fork_without_body() -> Review:
    review = build(
        Story(
            [Wanted((Action.ADDED,), "tool.go", "Run", (1, 30), band=Band.MEDIUM)],
            intent=Intent(None, None, unexplained=frozenset({fingerprint(1)})),
        )
    )
    return replace(review, state=replace(STATE, is_draft=True, is_fork=True))


def dependency_bump() -> Review:
    review = build(
        Story(
            wanted=[
                Wanted((Action.TOP_LEVEL,), "pyproject.toml", "", (14, 14), Lane.GLANCE),
                Wanted((Action.GENERATED,), "uv.lock", "", (200, 212), Lane.EXEMPT, exempt="lock file"),
            ],
            intent=Intent(Quote("Bump tenacity from 9.0 to 9.2", Source.TITLE), None),
            facts=(Fact(FactKind.DEPENDENCY, "tenacity", "9.0 → 9.2", anchor("pyproject.toml", 14), fingerprint(1)),),
            minutes=2,
        )
    )
    return replace(review, state=replace(STATE, is_bot=True, author="dependabot[bot]"))


def contradicted_title() -> Review:
    title = Quote("Refactoring only, no behaviour change", Source.TITLE)
    return build(
        Story(
            wanted=[
                Wanted(
                    (Action.RENAMED, Action.BODY_CHANGED),
                    "cart.py",
                    "Cart.sum",
                    (8, 19),
                    band=Band.HIGH,
                    why=("a condition changed",),
                    old=place("cart.py", "Cart.total", 8, 17),
                ),
                Wanted(
                    (Action.EXTRACTED,),
                    "cart.py",
                    "round_money",
                    (21, 25),
                    old=place("cart.py", "Cart.total", 8, 17),
                    band=Band.MEDIUM,
                ),
            ],
            groups=[("Refactoring only, no behaviour change", 0)],
            intent=Intent(
                goal=title,
                why=None,
                claims=(
                    Claim(
                        title,
                        Verdict.CONTRADICTED,
                        "the condition in Cart.sum changed",
                        (anchor("cart.py", 12),),
                        (fingerprint(1),),
                    ),
                ),
            ),
            pull_risk=risk(Band.HIGH, "a condition changed"),
            minutes=5,
        )
    )


def policy_problems() -> Review:
    review = contradicted_title()
    problem = PolicyProblem(3, 'unknown key "ignor"; write "ignored"')
    return replace(
        review,
        policy=Policy(mode=Mode.GATE, problems=(problem,)),
        conclusion=Conclusion.ACTION_REQUIRED,
    )


def no_units() -> Review:
    return build(Story([], groups=[], intent=Intent(Quote("Trigger the build", Source.TITLE), None), minutes=0))


STATES: dict[str, Callable[[], Review]] = {
    "feature": feature,
    "nothing-needs-eyes": nothing_needs_eyes,
    "too-big": too_big,
    "partly-read": partly_read,
    "draft-fork-empty-body": draft_fork_without_body,
    "dependency-bump": dependency_bump,
    "contradicted-title": contradicted_title,
    "policy-problems-gate": policy_problems,
    "no-units": no_units,
}
