"""Mechanical diffs that people made, out of the history of real repositories."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bench.mutants.acting import acting
from bench.mutants.history import Mirror, Touched
from bench.mutants.sample import REAL, Sample, Sort, one_file
from bench.mutants.syntax import comments_of, is_same_program, known_language, parse, squeezed
from reviewer.diff.generated import why_generated
from reviewer.diff.languages.language import Language
from reviewer.git.cases import CaseSide
from reviewer.model.files import FileChange, FileSide

COMMENT = re.compile(rb"//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
LOOSE = re.compile(rb"[\s,;()'\"{}]+")
UNORDERED = frozenset({"Java", "Kotlin", "Go", "C#", "Rust", "PHP"})
"""Languages in which the order of imports does not act."""

Texts = dict[str, bytes]


def real_samples(mirror: Mirror, commits: int) -> Iterator[Sample]:
    """Yield the mechanical diffs of a repository: the files of a commit that stayed the same program, and its moves."""
    for touched in batches(mirror, commits):
        texts = mirror.texts(
            [blob for files in touched for file in files for blob in (file.before, file.after) if blob]
        )
        for files in touched:
            yield from (sample for file in files if (sample := sample_of_file(mirror.name, file, texts)) is not None)
            if (moved := sample_of_move(mirror.name, files, texts)) is not None:
                yield moved


def batches(mirror: Mirror, most: int) -> Iterator[list[list[Touched]]]:
    """Yield the newest commits of a repository, some hundred at a time, with the files whose language is known."""
    commits = [[file for file in files if known_language(file.path)] for files in mirror.commits(most)]
    commits = [files for files in commits if 0 < len(files) <= 300]
    for start in range(0, len(commits), 200):
        yield commits[start : start + 200]


def sample_of_file(repository: str, file: Touched, texts: Texts) -> Sample | None:
    """Return one file of a commit as a sample, when it is the same program before and after."""
    before, after = texts.get(file.before or ""), texts.get(file.after or "")
    language = known_language(file.path)
    if before is None or after is None or language is None or before == after:
        return None
    sort = sort_of(before, after, language)
    if sort is None or is_generated(file.path, before, after):
        return None
    origin = f"{repository} {file.commit[:12]} {file.path}"
    return Sample(origin, language.name, sort, REAL, one_file(file.path, before, after))


def is_generated(path: str, before: bytes, after: bytes) -> bool:
    """Return whether nobody reviews a file: it is exempt by policy, and proves nothing."""
    change = FileChange(FileSide(path, content=before), FileSide(path, content=after))
    return why_generated(change, ()) is not None


def sort_of(before: bytes, after: bytes, language: Language) -> Sort | None:
    """Return what sort of mechanical diff two texts are, None when they are none. Cheap looks go first."""
    if LOOSE.sub(b"", COMMENT.sub(b"", before)) == LOOSE.sub(b"", COMMENT.sub(b"", after)):
        if not is_same_program(before, after, language):
            return None
        roots = [parse(text, language).root_node for text in (before, after)]
        if acting(roots[0], language) != acting(roots[1], language):
            return Sort.ACTING
        words = [comments_of(root, language) for root in roots]
        return Sort.FORMATTING if words[0] == words[1] else Sort.COMMENT
    if language.name not in UNORDERED or squeezed(before) == squeezed(after):
        return None
    return Sort.IMPORT_ORDER if is_import_order(before, after, language) else None


def is_import_order(before: bytes, after: bytes, language: Language) -> bool:
    """Return whether the same lines stand in another order, and only imports are in another place."""
    lines = [Counter(line.strip() for line in text.split(b"\n") if line.strip()) for text in (before, after)]
    rests = [without_imports(text, language) for text in (before, after)]
    return lines[0] == lines[1] and is_same_program(rests[0], rests[1], language)


def without_imports(text: bytes, language: Language) -> bytes:
    """Return a text without its imports."""
    kept = b""
    position = 0
    for node in parse(text, language).root_node.children:
        if node.type in language.imports:
            kept += text[position : node.start_byte]
            position = node.end_byte
    return kept + text[position:]


def sample_of_move(repository: str, files: list[Touched], texts: Texts) -> Sample | None:
    """Return a commit as a sample when its lines only moved: each line as often before as after, imports aside.

    Whether the lines mean the same in their new place is not known: such samples are told apart.
    """
    languages = {known_language(file.path) for file in files}
    language = next(iter(languages))
    if len(languages) != 1 or language is None or len(files) > 6:
        return None
    sides = [[side_of(file.path, blob, texts) for blob in (file.before, file.after)] for file in files]
    pairs = tuple((before, after) for before, after in sides)
    if any(
        (old is None) != (file.before is None) or (new is None) != (file.after is None)
        for file, (old, new) in zip(files, pairs, strict=True)
    ):
        return None
    is_made = any(
        is_generated(file.path, *(side.text if side else b"" for side in pair))
        for file, pair in zip(files, pairs, strict=True)
    )
    old, new = (
        lines_moved(side.text for side in (pair[index] for pair in pairs) if side is not None) for index in (0, 1)
    )
    if is_made or old != new or (len(files) == 1 and sample_of_file(repository, files[0], texts) is not None):
        return None
    return Sample(f"{repository} {files[0].commit[:12]}", language.name, Sort.MOVE, REAL, pairs)


def side_of(path: str, blob: str | None, texts: Texts) -> CaseSide | None:
    """Return one side of a file, None where it does not exist or could not be read."""
    return CaseSide(path, texts[blob]) if blob in texts else None


IMPORT = re.compile(rb"^\s*(from|import|package|using|use|#\s*include|require\w*|namespace|<\?php)\b|^\W*$|^\W*import")


def lines_moved(texts: Iterable[bytes]) -> Counter[bytes]:
    """Return the lines of some texts, without layout and imports, and how often each stands there."""
    return Counter(line.strip() for text in texts for line in text.split(b"\n") if not IMPORT.search(line))
