"""What single migration statements do, in SQL and in the calls of well-known frameworks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEVER = re.compile(r"(?!)")
_NOT_NULL = "adds a NOT NULL column without default"


@dataclass(frozen=True, slots=True)
class Rule:
    """A statement that `starts` so, `holds` all of these and none of `unless`, does what `detail` says."""

    detail: str
    starts: re.Pattern[str]
    holds: tuple[re.Pattern[str], ...] = ()
    unless: re.Pattern[str] = _NEVER

    def applies(self, statement: str) -> bool:
        """Return whether the statement, on one line, does this."""
        return bool(
            self.starts.search(statement)
            and all(part.search(statement) for part in self.holds)
            and not self.unless.search(statement)
        )


def _rule(detail: str, starts: str, *holds: str, unless: str | None = None) -> Rule:
    parts = tuple(re.compile(part, re.IGNORECASE) for part in holds)
    never = re.compile(unless, re.IGNORECASE) if unless else _NEVER
    return Rule(detail, re.compile(starts, re.IGNORECASE), parts, never)


SQL_RULES = (
    _rule("drops a table", r"^DROP TABLE\b"),
    _rule(
        "drops a column",
        r"^ALTER TABLE\b",
        r"\bDROP (?:COLUMN\b|(?!CONSTRAINT|INDEX|DEFAULT|NOT|KEY|PRIMARY)\w)",
        unless=r"\bALTER COLUMN \S+ DROP\b",
    ),
    _rule(
        _NOT_NULL,
        r"^ALTER TABLE\b",
        r"\bADD (?:COLUMN )?(?!CONSTRAINT)",
        r"\bNOT NULL\b",
        unless=r"\bDEFAULT\b|\bGENERATED\b|SERIAL\b|\bAUTO_INCREMENT\b|\bNOT VALID\b|\bALTER COLUMN\b|\bCHECK\b",
    ),
    _rule("makes a column NOT NULL", r"^ALTER TABLE\b", r"\bSET NOT NULL\b"),
    _rule(
        "changes a column's type",
        r"^ALTER TABLE\b",
        r"\bALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b|\bMODIFY (?:COLUMN )?\S+ \w",
    ),
    _rule("renames a table or column", r"^ALTER TABLE\b", r"\bRENAME\b"),
    _rule("empties a table", r"^TRUNCATE\b"),
    _rule("creates a unique index, not concurrently", r"^CREATE UNIQUE INDEX\b", unless=r"\bCONCURRENTLY\b"),
    _rule("creates an index, not concurrently", r"^CREATE INDEX\b", unless=r"\bCONCURRENTLY\b"),
    _rule("creates an index concurrently", r"^CREATE (?:UNIQUE )?INDEX CONCURRENTLY\b"),
    _rule("drops an index", r"^DROP INDEX\b"),
    _rule("creates a table", r"^CREATE TABLE\b"),
    _rule("adds a column", r"^ALTER TABLE\b", r"\bADD (?:COLUMN )?(?!CONSTRAINT)\w"),
    _rule("alters a table", r"^ALTER TABLE\b"),
)
"""From the loudest to the plainest; the first that applies is told."""

FRAMEWORK_RULES = (
    # Alembic
    _rule(
        _NOT_NULL,
        r"\bop\.add_column\(",
        r"nullable\s*=\s*False",
        unless=r"server_default",
    ),
    _rule("adds a column", r"\bop\.add_column\("),
    _rule("drops a column", r"\bop\.drop_column\("),
    _rule("drops a table", r"\bop\.drop_table\("),
    _rule("creates an index, not concurrently", r"\bop\.create_index\(", unless=r"postgresql_concurrently\s*=\s*True"),
    _rule("makes a column NOT NULL", r"\bop\.alter_column\(", r"nullable\s*=\s*False"),
    _rule("creates a table", r"\bop\.create_table\("),
    # Django
    _rule("removes a field", r"\bmigrations\.RemoveField\("),
    _rule("deletes a model", r"\bmigrations\.DeleteModel\("),
    _rule("renames a field or model", r"\bmigrations\.Rename(?:Field|Model)\("),
    _rule("adds a field", r"\bmigrations\.AddField\("),
    _rule("adds an index", r"\bmigrations\.AddIndex\("),
    _rule("changes a field", r"\bmigrations\.AlterField\("),
    _rule("runs code without a way back", r"\bmigrations\.Run(?:Python|SQL)\(", unless=r"reverse_|\bnoop\b|,\s*\S"),
    _rule("creates a model", r"\bmigrations\.CreateModel\("),
    # Rails
    _rule(_NOT_NULL, r"^\s*add_column\b", r"null:\s*false", unless=r"default:"),
    _rule("adds a column", r"^\s*add_column\b"),
    _rule("drops a column", r"^\s*remove_columns?\b"),
    _rule("drops a table", r"^\s*drop_table\b"),
    _rule("creates an index, not concurrently", r"^\s*add_index\b", unless=r"algorithm:\s*:concurrently"),
    _rule("creates a table", r"^\s*create_table\b"),
    # Laravel, Knex
    _rule("drops a column", r"\btable\.dropColumn\(|\$table->dropColumn\("),
    _rule("drops a table", r"\bSchema::drop(?:IfExists)?\(|\.dropTable(?:IfExists)?\("),
)

_SQL_SUBJECT = re.compile(
    r"^(?:ALTER|DROP|CREATE|TRUNCATE)(?: UNIQUE)?(?: TABLE| INDEX)?(?: CONCURRENTLY)?(?: IF (?:NOT )?EXISTS)?(?: ONLY)?"
    r"\s+[\"`\[]?(?P<name>[\w.]+)[\"`\]]?"
    r"(?:.{0,60}?\b(?:ADD|DROP)(?: COLUMN)?(?: IF (?:NOT )?EXISTS)? [\"`\[]?(?P<column>\w+))?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"""["'](?P<quoted>[\w.]{1,80})["']|(?<![\w:]):(?P<symbol>[a-z]\w{0,80})""")


def subject_of(statement: str) -> str:
    """Return what a statement is about: "charges.currency" where it names table and column, else its first words."""
    found = _SQL_SUBJECT.match(statement)
    if found:
        column = found["column"]
        return f"{found['name']}.{column}" if column and column.upper() != "CONSTRAINT" else found["name"]
    names = [name["quoted"] or name["symbol"] for name in _QUOTED.finditer(statement[:400])][:2]
    return ".".join(names) or statement[:60].rstrip(" ,")


def sql_statements(lines: dict[int, str], code: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the statements of a text without comments as (first line, last line, text), cut at semicolons.

    Semicolons inside strings are rare in schemas; such a statement is cut short, which can only lose a detail.
    """
    start, parts = 0, list[str]()
    for number in lines:
        for index, piece in enumerate(code[number].split(";")):
            if index:
                yield start or number, number, " ".join(parts).strip()
                start, parts = 0, []
            if piece.strip():
                start = start or number
                parts.append(piece.strip())
    if parts:
        yield start, max(lines), " ".join(parts)
