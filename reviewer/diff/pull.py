"""The semantic diff of a pull, from top to bottom:

    read both sides -> entities -> pairing -> line ownership -> actions and proofs -> units

Each step is a module of its own and a pure function of the ones before it.
"""

from collections.abc import Sequence

from reviewer.diff.copies import find_copies
from reviewer.diff.coverage import cover
from reviewer.diff.drafts import moved_without_lines, own_lines
from reviewer.diff.extraction import find_extractions
from reviewer.diff.fingerprints import Unnamed, fingerprinted
from reviewer.diff.folding import Folding
from reviewer.diff.generated import why_generated
from reviewer.diff.judging import Judge
from reviewer.diff.pairing import pair_entities
from reviewer.diff.places import Places
from reviewer.diff.reading import ReadFile, read_file
from reviewer.diff.residue import residue_units
from reviewer.diff.trees import Shelf
from reviewer.diff.type_extraction import find_type_extractions
from reviewer.diff.whole_files import BROKEN, file_units, generated_units, line_units, unread_units
from reviewer.model.files import FileChange
from reviewer.model.parsing import PARSE_ALL, Parsing
from reviewer.model.units import PullDiff


def diff_pull(files: Sequence[FileChange], generated: Sequence[str] = (), parsing: Parsing = PARSE_ALL) -> PullDiff:
    """Return the change units of a pull: every changed line in exactly one (law 1), ordered by path and line.

    `generated` are path patterns of files that nobody writes by hand; `parsing` says which texts no grammar is to
    touch. The order of `files` does not matter.
    """
    ordered = sorted(files, key=lambda change: (change.path, change.before.path if change.before is not None else ""))
    exempt = {index: reason for index, change in enumerate(ordered) if (reason := why_generated(change, generated))}
    shelf = Shelf()
    read = [
        read_file(index, change, None if index in exempt else parsing, shelf) for index, change in enumerate(ordered)
    ]
    parsing.watch(None)
    units = [unit for file in read for unit in file_units(file, exempt.get(file.index))]
    for file in read:
        if file.index in exempt:
            units += generated_units(file, exempt[file.index])
        elif file.unread is not None:
            units += unread_units(file, file.unread)
    units += entity_units([file for file in read if file.index not in exempt and file.unread is None], read)
    named = fingerprinted(units)
    return PullDiff(named, cover(named, ordered))


def entity_units(parsed: Sequence[ReadFile], read: Sequence[ReadFile]) -> list[Unnamed]:
    """Return the units of the files that a grammar read."""
    pairing = pair_entities(read)
    places = Places(parsed, pairing)
    folding = Folding(pairing, places)
    ownership = own_lines(parsed, pairing, folding)
    find_copies(ownership.drafts.values(), pairing)
    find_extractions(ownership.drafts.values(), pairing)
    find_type_extractions(ownership.drafts.values(), pairing)
    judge = Judge(pairing, places, folding, ownership)
    units = [judge.unit(draft) for draft in ownership.drafts.values() if draft.removed or draft.added]
    units += [judge.unit(draft) for draft in moved_without_lines(ownership, pairing)]
    for file in parsed:
        leftover = ownership.leftovers[file.index]
        units += residue_units(file, leftover.own, judge)
        units += line_units(file, leftover.broken, BROKEN)
    return units
