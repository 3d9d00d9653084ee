"""The entries of dependency manifests, read line by line, so that each is known with the line it stands on.

Formats: requirements*.txt (PEP 508), pyproject.toml (PEP 621, PEP 735, Poetry), package.json, composer.json, go.mod,
Cargo.toml, pom.xml, Gradle, Gemfile, GitHub workflows (`uses`). What a line does not show (a version from a parent, a
variable) is left out.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.model.texts import SideText


class Pin(NamedTuple):
    """A dependency's version as the manifest writes it, "" where it states none, and the line it stands on."""

    version: str
    line: int


_Entry = tuple[str, Pin]
_Lines = dict[int, str]

_PEP508 = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]{0,100})\s*(?:\[[\w\s,.-]{0,200}\])?\s*(?P<spec>[^;#]{0,200})")
_SECTION = re.compile(r"^\s*\[+\s*(?P<name>[^\]]{1,200}?)\s*\]+\s*$")
_KEY = re.compile(r"""^\s*["']?(?P<key>[\w.@/-]{1,120})["']?\s*=\s*(?P<value>.{0,400})""")
_STRING = re.compile(r"""["'](?P<text>[^"'\n]{1,200})["']""")
_VERSION_KEY = re.compile(r"""version\s*=\s*["'](?P<version>[^"'\n]{1,80})["']""")
_JSON_SECTION = re.compile(r'^\s*"(?P<name>[\w-]+)"\s*:\s*\{\s*(?P<close>\})?')
_JSON_ENTRY = re.compile(r'^\s*"(?P<name>[@\w./-]{1,150})"\s*:\s*"(?P<version>[^"\n]{0,150})"')
_GO = re.compile(r"^\s*(?:require\s+)?(?P<name>[\w.-]+\.[\w-]+/\S{1,150}|[\w.-]+\.\w+)\s+(?P<version>v\S{1,80})\s*$")
_GRADLE = re.compile(
    r"""^\s*(?P<scope>\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|kapt|ksp|annotationProcessor|classpath))"""
    r"""\s*\(?\s*(?:platform\()?\s*["'](?P<name>[\w.-]{1,100}:[\w.-]{1,100})(?::(?P<version>[^"':@]{1,60}))?"""
)
_GEM = re.compile(r"""^\s*gem\s*\(?\s*["'](?P<name>[\w.-]{1,80})["'](?:\s*,\s*["'](?P<version>[^"']{1,60})["'])?""")
_USES = re.compile(r"""^\s*(?:-\s*)?uses:\s*["']?(?P<name>[\w.-]+/[\w./-]+)@(?P<ref>[\w./-]{1,80})""")
_XML = re.compile(r"<(?P<tag>groupId|artifactId|version)>\s*(?P<text>[^<\s]{1,120})\s*</")


def pins_of(text: SideText) -> dict[str, Pin]:
    """Return the dependencies of a manifest by name, in order; none when the path is not a manifest we read."""
    reader = _reader_for(PurePosixPath(text.path))
    pins: dict[str, Pin] = {}
    for name, pin in reader(text.code) if reader else ():
        pins.setdefault(name, pin)
    return pins


def _reader_for(path: PurePosixPath) -> Callable[[_Lines], Iterator[_Entry]] | None:
    if path.suffix in {".txt", ".in"} and ("requirements" in path.name or "constraints" in path.name):
        return _requirements
    if path.suffix == ".txt" and path.parent.name == "requirements":
        return _requirements
    if path.name.endswith((".gradle", ".gradle.kts")):
        return lambda lines: _by_pattern(lines, _GRADLE)
    if path.parts[:2] == (".github", "workflows") and path.suffix in {".yml", ".yaml"}:
        return _workflow
    return _BY_NAME.get(path.name)


def _requirements(lines: _Lines) -> Iterator[_Entry]:
    for number, line in lines.items():
        if not line.lstrip().startswith("-"):
            yield from _requirement(line.rstrip(" \\"), number)


def _requirement(text: str, number: int) -> Iterator[_Entry]:
    found = _PEP508.match(text.strip())
    if found:
        spec = found["spec"].strip().rstrip("\\").strip()
        yield found["name"].lower().replace("_", "-"), Pin(spec.removeprefix("=="), number)


def _pyproject(lines: _Lines) -> Iterator[_Entry]:
    section, in_list = "", False
    for number, line in lines.items():
        header = _SECTION.match(line)
        key = _KEY.match(line)
        if header and not in_list:
            section = header["name"]
        elif section.startswith("tool.poetry") and section.endswith("dependencies"):
            yield from _table_entry(key, number)
        elif in_list or (key and _opens_requirements(section, key)):
            value = line if in_list or key is None else key["value"]
            for text in _STRING.finditer(value):
                yield from _requirement(text["text"], number)
            in_list = _is_open(value, still=in_list)


def _opens_requirements(section: str, key: re.Match[str]) -> bool:
    is_list = key["value"].startswith("[")
    named = (section == "project" and key["key"] == "dependencies") or (
        section == "build-system" and key["key"] == "requires"
    )
    return is_list and (named or section in {"project.optional-dependencies", "dependency-groups"})


def _is_open(value: str, *, still: bool) -> bool:
    bare = _STRING.sub("", value)
    return (still or "[" in bare) and bare.count("]") <= (0 if still else bare.count("[") - 1)


def _table_entry(key: re.Match[str] | None, number: int) -> Iterator[_Entry]:
    """Yield `name = "1.2"` or `name = { version = "1.2", … }`."""
    if key is None or key["key"] == "python":
        return
    value = key["value"]
    version = _VERSION_KEY.search(value) if value.startswith("{") else None
    text = _STRING.match(value)
    yield key["key"], Pin(version["version"] if version else text["text"] if text else "", number)


def _cargo(lines: _Lines) -> Iterator[_Entry]:
    section, table = "", ""
    for number, line in lines.items():
        header = _SECTION.match(line)
        if header:
            section, _, table = header["name"].rpartition("dependencies")
            is_dependencies = "dependencies" in header["name"]
            section, table = ("dependencies", table.lstrip(".")) if is_dependencies else ("", "")
            continue
        key = _KEY.match(line) if section else None
        if key and table and key["key"] == "version":
            yield table, Pin(key["value"].strip().strip("\"'"), number)
        elif key and not table:
            yield from _table_entry(key, number)


def _json(sections: frozenset[str]) -> Callable[[_Lines], Iterator[_Entry]]:
    def read(lines: _Lines) -> Iterator[_Entry]:
        inside = False
        for number, line in lines.items():
            opened = _JSON_SECTION.match(line)
            entry = _JSON_ENTRY.match(line)
            if opened:
                inside = opened["name"] in sections and not opened["close"]
            elif inside and entry:
                yield entry["name"], Pin(entry["version"], number)
            elif line.lstrip().startswith("}"):
                inside = False

    return read


def _pom(lines: _Lines) -> Iterator[_Entry]:
    inside, found = False, dict[str, tuple[str, int]]()
    for number, line in lines.items():
        if "<dependency>" in line or "<parent>" in line:
            inside, found = True, {}
        for match in _XML.finditer(line) if inside else ():
            found.setdefault(match["tag"], (match["text"], number))
        if "</dependency>" in line or "</parent>" in line:
            inside = False
            yield from _coordinates(found)


def _coordinates(found: dict[str, tuple[str, int]]) -> Iterator[_Entry]:
    if "groupId" in found and "artifactId" in found:
        artifact, line = found["artifactId"]
        version, line = found.get("version", ("", line))
        yield f"{found['groupId'][0]}:{artifact}", Pin(version, line)


def _by_pattern(lines: _Lines, pattern: re.Pattern[str]) -> Iterator[_Entry]:
    for number, line in lines.items():
        found = pattern.match(line)
        if found:
            yield found["name"], Pin(found["version"] or "", number)


def _workflow(lines: _Lines) -> Iterator[_Entry]:
    """Yield `uses: owner/action@v4`. The version that a comment states beside a sha is not read: it proves nothing."""
    for number, line in lines.items():
        found = _USES.match(line)
        if found:
            ref = found["ref"]
            yield found["name"], Pin(f"sha {ref[:7]}" if re.fullmatch(r"[0-9a-f]{40}", ref) else ref, number)


_BY_NAME: dict[str, Callable[[_Lines], Iterator[_Entry]]] = {
    "pyproject.toml": _pyproject,
    "Cargo.toml": _cargo,
    "package.json": _json(
        frozenset(("dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "overrides"))
    ),
    "composer.json": _json(frozenset(("require", "require-dev"))),
    "go.mod": lambda lines: _by_pattern(lines, _GO),
    "pom.xml": _pom,
    "Gemfile": lambda lines: _by_pattern(lines, _GEM),
}
