"""Which names are looked for in the head of a pull: those of changed callables, types and constants."""

import re
from collections.abc import Sequence

from reviewer.diff.languages import BY_SUFFIX, language_of
from reviewer.diff.languages.language import CALLABLES, TYPES, VALUES, Language
from reviewer.model.search import Question
from reviewer.model.units import Action, ChangeUnit, EntityKind, Place, ProofKind
from reviewer.references.private import PRIVACY

KINDS = (CALLABLES | TYPES | VALUES | {EntityKind.TYPE}) - {EntityKind.TEST, EntityKind.KEY}

TOGETHER = (
    frozenset({"JavaScript", "TypeScript"}),
    frozenset({"Java", "Kotlin"}),
    frozenset({"C", "C++"}),
)
"""Languages that name each other's items."""

WORD = re.compile(r"[$@]{0,2}[^\W\d]\w*[?!=]?")
SPECIAL = re.compile(r"__\w+__")
SHORTEST = 2

NO_WORD = "its name is no word that can be looked for"
SPECIAL_NAME = "it is called by the language, not by its name"
CONSTRUCTED = "what inherits a constructor is not followed"


def is_wanted(unit: ChangeUnit) -> bool:
    """Return whether the callers of a unit are asked for: a named item that is no test and not only laid out anew."""
    has_name = unit.place.name != "" and unit.entity_kind in KINDS
    is_still = unit.proof is not None and unit.proof.kind is not ProofKind.RENAME and Action.MOVED not in unit.actions
    return has_name and not unit.is_test and not is_still and unit.exempt is None and unit.actions != (Action.ADDED,)


def names_of(unit: ChangeUnit) -> tuple[str, ...]:
    """Return the names that a unit is looked for by, the newest first; a constructor is called by its class's name."""
    places = [place for place in (unit.after, unit.before) if place is not None]
    if Action.EXTRACTED in unit.actions or Action.INLINED in unit.actions:
        places = places[:1] if Action.EXTRACTED in unit.actions else places[-1:]
    return tuple(dict.fromkeys(name for place in places if (name := called_by(unit, place)) and is_word(name)))


def called_by(unit: ChangeUnit, place: Place) -> str:
    """Return the name that callers use."""
    if unit.entity_kind is not EntityKind.CONSTRUCTOR:
        return place.name
    return place.qualified_name.rpartition(".")[0].rpartition(".")[2]


def is_word(name: str) -> bool:
    """Return whether a name can be looked for as a word."""
    return len(name) >= SHORTEST and WORD.fullmatch(name) is not None and SPECIAL.fullmatch(name) is None


def why_not(unit: ChangeUnit) -> str | None:
    """Return why a search cannot find all callers of a unit, None when it can."""
    if unit.entity_kind is EntityKind.CONSTRUCTOR:
        return CONSTRUCTED
    if SPECIAL.fullmatch(unit.place.name):
        return SPECIAL_NAME
    return None if names_of(unit) else NO_WORD


def endings_beside(path: str) -> frozenset[str]:
    """Return the endings of the files that can name what a file defines."""
    language = language_of(path)
    return frozenset(ending for ending, other in BY_SUFFIX.items() if language and are_together(language, other))


def are_together(one: Language, other: Language) -> bool:
    """Return whether items of two languages can name each other."""
    return one.name == other.name or any({one.name, other.name} <= family for family in TOGETHER)


def question_of(units: Sequence[ChangeUnit]) -> Question:
    """Return what is to be looked for in the head of a pull, from its change units."""
    wanted = [unit for unit in units if is_wanted(unit)]
    provable = [unit for unit in wanted if is_provable(unit)]
    names = {name for unit in wanted for name in names_of(unit)} | {
        name for unit in provable for name in stems_of(unit)
    }
    endings = frozenset[str]().union(*(endings_beside(unit.place.path) for unit in wanted))
    near = {unit.place.path for unit in wanted}
    old_names = {unit.before.name for unit in provable if unit.before is not None}
    return Question(tuple(sorted(names)), endings, tuple(sorted(old_names)), tuple(sorted(near)))


def is_provable(unit: ChangeUnit) -> bool:
    """Return whether it may be proved that a unit was only renamed: in its place, in a language with rules for that."""
    if Action.RENAMED not in unit.actions or Action.MOVED in unit.actions or unit.before is None or unit.after is None:
        return False
    language = language_of(unit.place.path)
    is_known = language is not None and language.name in PRIVACY and unit.before.path == unit.after.path
    return is_known and is_word(unit.before.name) and is_word(unit.after.name) and not unit.is_test


def stems_of(unit: ChangeUnit) -> tuple[str, ...]:
    """Return the words by which a program may put the old name of a unit together."""
    language = language_of(unit.place.path)
    privacy = PRIVACY.get(language.name) if language is not None else None
    return privacy.stems(unit.before.name) if privacy is not None and unit.before is not None else ()
