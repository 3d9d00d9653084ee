"""Which of a model's sentences may be shown: those whose units, names and numbers are there, and that judge nothing.

A sentence is cut into its words. A plain word (lower-case letters) may be any; whatever has another shape must stand,
exactly so, in what was sent of the units that the sentence cites.
"""

import re
from collections.abc import Iterable

from reviewer.llm.messages import Said, SaidSentence, UnitSent, WordRequest
from reviewer.model.ids import UnitId
from reviewer.model.wording import Sentence

_CODE = re.compile(r"`([^`]+)`")
_PLAIN = re.compile("[a-z]+(?:['\u2019-][a-z]+)*")
_SPACE = re.compile(r"[\s—]+")
_EDGES = "()[]\u201c\u201d\u2018\u2019\"'.,;:!?\u2026"

# What would lower attention, or act: a model's words may do neither. The list is partial, as any must be: English says
# "of no account" in more ways than fit here. What holds without it: words are shown folded, marked as the model's, and
# move neither order, risk nor gate.
_JUDGING = re.compile(
    r"""\b(?:
        approv\w*|lgtm|merg(?:e|es|ed|ing|eable)|ship|skip\w*|ignor\w*|validat(?:e|ed)\ (?:this|it)
      | safe\w*|harmless|benign|trivial\w*|minor|cosmetic|innocuous|risk\w*|secure\w*
      | correct\w*|bug-?free|flawless|perfect\w*|clean\w*|good|great|fine|ok|okay|excellent|solid|robust
      | no\ (?:need|issues?|problems?|bugs?|behaviou?r\w*|functional|impact|effects?|concerns?|further|review)
      | nothing\ (?:to|else|changes)|(?:does|do|did|need|should)\ not|(?:well|fully)[ -]tested|only|merely|just|simply
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def ground(said: Said, request: WordRequest) -> tuple[Sentence, ...]:
    """Return the sentences that hold against what was sent, each once, in the model's order."""
    units = {unit.id: unit for unit in request.units}
    kept = [each for each in said.sentences if _holds(each, units)]
    shown = [Sentence(" ".join(each.text.split()), _ids(each.units)) for each in kept]
    return tuple(dict.fromkeys(shown))


def _ids(units: Iterable[str]) -> tuple[UnitId, ...]:
    return tuple(UnitId(unit) for unit in dict.fromkeys(units))


def _holds(sentence: SaidSentence, units: dict[str, UnitSent]) -> bool:
    if _JUDGING.search(_bare(sentence.text)) or not all(unit in units for unit in sentence.units):
        return False
    evidence = "\n".join(_evidence(units[unit]) for unit in sentence.units)
    return all(_stands_in(word, evidence) for word in _telling_words(sentence.text))


def _bare(text: str) -> str:
    """Return the words as the judging ones are written: one space apart, without what surrounds them."""
    return " ".join(word.strip(_EDGES + "`") for word in _SPACE.split(text))


def _telling_words(text: str) -> Iterable[str]:
    """Yield what must be proved: what stands between backticks, and every word that is not plain."""
    yield from (code.removesuffix("()") for code in _CODE.findall(text))
    for place, raw in enumerate(_SPACE.split(_CODE.sub(" ", text.strip()))):
        word = raw.strip(_EDGES).removesuffix("\u2019s").removesuffix("'s")
        # A sentence may begin with a capital letter; so may no other word of it.
        shape = word[:1].lower() + word[1:] if place == 0 else word
        if word and not _PLAIN.fullmatch(shape):
            yield word.replace("\N{EN DASH}", "-").removesuffix("()")


def _stands_in(word: str, evidence: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", evidence) is not None


def _evidence(unit: UnitSent) -> str:
    counts = (str(unit.lines_added), str(unit.lines_removed))
    return "\n".join((unit.id, unit.name, unit.path, unit.lines, unit.was, *counts, *unit.names, *unit.facts))
