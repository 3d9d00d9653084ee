"""The past of a repository replayed: which changes landed, which were mended later, and what each would have scored."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from reviewer.cli.seeing import see_change
from reviewer.diff.testing import is_test_path
from reviewer.errors import ReviewerError, TellOperator
from reviewer.git.landed import Landing, read_landings
from reviewer.git.mending import Mending, find_mends, read_messages
from reviewer.git.repository import Repository, decode_path
from reviewer.model.backtest import How, Labels, Mend, PastChange
from reviewer.model.ids import Sha
from reviewer.risk.features import added_code, values_of
from reviewer.risk.score import score_scope
from reviewer.risk.territory import is_code_path

DAY = 86_400
MOST_LANDINGS = 6_000
"""So many of the newest changes are looked through for labels."""

RECENT = 500
"""The newest changes, too young for labels, are drawn from so many; a place is told among them."""

MOST_FILES = 200
"""A change with more files is a move of the whole house: it is left out."""

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many changes are scored, how old one must be for nothing known to mean something, and the draw's seed."""

    most: int
    settle_days: int
    seed: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """The scored changes of a repository, and where their labels come from."""

    name: str
    changes: tuple[PastChange, ...]
    labels: Labels
    until: int


@dataclass(frozen=True, slots=True)
class Source:
    """A repository whose past is replayed up to `tip`, called `name`; what was read of it is kept in a file."""

    repository: Repository
    name: str
    tip: Sha
    kept: Path


@dataclass(frozen=True, slots=True)
class _Draw:
    landing: Landing
    mends: tuple[Mend, ...]
    weight: float
    is_settled: bool


def replay(source: Source, wanted: Wanted, tell: Tell) -> Replayed:
    """Return a repository's past changes with their scores and labels; `tell` hears what is done and how far.

    Raises TellOperator where there is no past to speak of.
    """
    tell("reading what landed", 0, 1)
    repository, tip = source.repository, source.tip
    landings = read_landings(repository, tip, most=MOST_LANDINGS)
    if not landings:
        raise TellOperator(
            f"{repository.directory} has no changes after its first commit: there is nothing to test on."
        )
    messages = read_messages(repository, tip, landings[0].before)
    found = find_mends(repository, landings, messages, lambda done, of: tell("looking for what was mended", done, of))
    coded = [landing for landing in landings if _is_of_code(landing)]
    drawn = list(_draw(coded, found, wanted, landings[-1].time))
    subjects = {message.sha: message.subject for message in messages}
    changes = tuple(_scored(source, drawn, subjects, tell))
    return Replayed(source.name, changes, _labels(changes, found, len(coded), len(drawn)), landings[-1].time)


def _is_of_code(landing: Landing) -> bool:
    paths = [decode_path(path) for path in landing.paths]
    return len(paths) <= MOST_FILES and any(is_code_path(path) and not is_test_path(path) for path in paths)


def _draw(coded: Sequence[Landing], found: Mending, wanted: Wanted, newest: int) -> Iterable[_Draw]:
    """Yield what is scored: of the settled changes at most a third faulty ones, as many as there are, and others."""
    until = newest - wanted.settle_days * DAY
    settled = [landing for landing in coded if landing.time <= until]
    recent = [landing for landing in coded[-RECENT:] if landing.time > until]
    faulty = [landing for landing in settled if landing.sha in found.mends]
    others = [landing for landing in settled if landing.sha not in found.mends]
    room = wanted.most // 3
    for pool, most in ((faulty, room), (others, wanted.most - min(room, len(faulty)))):
        taken = sorted(pool, key=lambda landing: _lot(landing.sha, wanted.seed))[:most]
        for landing in taken:
            mends = tuple(sorted(found.mends.get(landing.sha, ()), key=lambda mend: mend.at))
            yield _Draw(landing, mends, len(pool) / len(taken), is_settled=True)
    taken = sorted(recent, key=lambda landing: _lot(landing.sha, wanted.seed))[: max(wanted.most // 5, 1)]
    yield from (_Draw(landing, (), len(recent) / len(taken), is_settled=False) for landing in taken)


def _lot(sha: Sha, seed: int) -> bytes:
    return blake2b(f"{seed} {sha}".encode(), digest_size=8).digest()


def _scored(source: Source, drawn: Sequence[_Draw], subjects: dict[Sha, str], tell: Tell) -> Iterable[PastChange]:
    for done, draw in enumerate(drawn):
        tell("scoring past changes", done, len(drawn))
        landing = draw.landing
        try:
            scopes = see_change(source.repository, landing.before, landing.sha, source.tip, source.kept).scopes()
        except ReviewerError:
            # A text that this clone does not hold, or a change over the product's own limits.
            continue
        risk = score_scope(scopes.pull)
        if scopes.pull.code:
            yield PastChange(
                source.name,
                landing.sha,
                landing.time,
                subjects.get(landing.sha, ""),
                values_of(scopes.pull),
                risk.score,
                added_code(scopes.pull),
                tuple(reason.text for reason in risk.reasons[:3]),
                draw.mends,
                draw.weight,
                draw.is_settled,
            )
    tell("scoring past changes", len(drawn), len(drawn))


def _labels(changes: Sequence[PastChange], found: Mending, coded: int, drawn: int) -> Labels:
    by: dict[How, int] = {}
    for change in changes:
        ways = {mend.how for mend in change.mends}
        if ways:
            surest = next(how for how in How if how in ways)
            by[surest] = by.get(surest, 0) + 1
    notes = (f"{coded:,} changes touch code outside tests; {drawn:,} of them were drawn",)
    if drawn > len(changes):
        notes = (*notes, f"{drawn - len(changes):,} of those were left out: proved to change nothing, or not readable")
    return Labels(len(changes), by, found.fixes, found.left_out, notes)
