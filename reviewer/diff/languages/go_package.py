"""Go's packages: what a file says for itself alone, since all else is shared by the files of a package."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import text_of
from reviewer.diff.languages.scope import FileOfPackage

STANDARD = frozenset(
    {
        "bufio",
        "bytes",
        "context",
        "errors",
        "flag",
        "fmt",
        "io",
        "log",
        "math",
        "net",
        "os",
        "path",
        "reflect",
        "regexp",
    }
    | {"sort", "strconv", "strings", "sync", "time", "unicode", "slices", "maps", "cmp", "iter", "html", "hash"}
    | {"encoding/json", "encoding/base64", "encoding/hex", "encoding/xml", "encoding/csv", "encoding/binary"}
    | {"net/http", "net/url", "path/filepath", "os/exec", "os/signal", "io/fs", "sync/atomic", "unicode/utf8"}
    | {"crypto/sha256", "crypto/hmac", "crypto/tls", "math/big", "math/bits", "text/tabwriter", "database/sql"}
)
"""Packages whose name is for certain the last part of their path."""

BUILT_FOR = re.compile(
    r"[_.].*|.*_(test|aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|unix"
    r"|zos|386|amd64\w*|arm\w*|loong64|mips\w*|ppc\w*|riscv\w*|s390x?|sparc\w*|wasm)\.go"
)
"""Files that are built for some machines, or for tests, only, or never (`go help buildconstraint`)."""

CONDITION = re.compile(rb"//\s*(go:build|\+build)")
LOOKS_AROUND = re.compile(rb"\bruntime\.(Caller|FuncForPC)|\bdebug\.|\bC\.|//go:")


def file_of_package(root: Node, path: str) -> FileOfPackage:
    """Return what a Go file says for itself."""
    clause = next((child for child in root.children if child.type == "package_clause"), None)
    imports = frozenset(import_of(spec) for spec in import_specs(root))
    names = {name for name, _ in imports}
    refusal = None
    if clause is None or root.has_error:
        refusal = "the grammar could not read all of it"
    elif names & {".", "_"} or any(source == "C" for _, source in imports):
        refusal = "it imports a dot, for effects, or from C"
    elif CONDITION.search(root.text or b"") or BUILT_FOR.fullmatch(path.rpartition("/")[2]):
        refusal = "it is not always built"
    return FileOfPackage(text_of(clause) if clause is not None else "", imports, refusal)


def import_specs(root: Node) -> list[Node]:
    """Return the single imports of a file."""
    found = [child for child in root.children if child.type == "import_declaration"]
    for node in found:
        found += [child for child in node.children if child.type in ("import_spec", "import_spec_list")]
    return [node for node in found if node.type == "import_spec"]


def import_of(spec: Node) -> tuple[str | None, str]:
    """Return the name that an import binds, None where only its package knows it, and its path."""
    named, path = spec.child_by_field_name("name"), spec.child_by_field_name("path")
    source = text_of(path).strip('"`') if path is not None else ""
    if named is not None:
        return text_of(named), source
    return (source.rpartition("/")[2] if source in STANDARD else None), source


def words_of_item(node: Node) -> frozenset[str] | None:
    """Return all the words of a function or method, None where it sees in which file it stands."""
    text = node.text or b""
    is_plain = node.type in ("function_declaration", "method_declaration") and not LOOKS_AROUND.search(text)
    return frozenset(re.findall(r"\w+", text.decode("utf-8", "replace"))) if is_plain else None
