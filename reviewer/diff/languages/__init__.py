"""The languages that have entities: one module and one line here each."""

from pathlib import PurePosixPath

from reviewer.diff.languages import (
    bash,
    c,
    c_sharp,
    cpp,
    go,
    java,
    javascript,
    json,
    kotlin,
    php,
    python,
    ruby,
    rust,
    toml,
    typescript,
    yaml,
)
from reviewer.diff.languages.language import Language

BY_SUFFIX: dict[str, Language] = {
    **dict.fromkeys((".py", ".pyi", ".pyw"), python.LANGUAGE),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs"), javascript.LANGUAGE),
    **dict.fromkeys((".ts", ".mts", ".cts"), typescript.LANGUAGE),
    ".tsx": typescript.TSX,
    ".java": java.LANGUAGE,
    ".go": go.LANGUAGE,
    ".rs": rust.LANGUAGE,
    **dict.fromkeys((".c", ".h"), c.LANGUAGE),
    **dict.fromkeys((".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", ".ipp"), cpp.LANGUAGE),
    ".cs": c_sharp.LANGUAGE,
    **dict.fromkeys((".rb", ".rake", ".gemspec"), ruby.LANGUAGE),
    ".php": php.LANGUAGE,
    ".kt": kotlin.LANGUAGE,
    ".kts": kotlin.SCRIPT,
    **dict.fromkeys((".sh", ".bash"), bash.LANGUAGE),
    **dict.fromkeys((".json", ".jsonc"), json.LANGUAGE),
    ".toml": toml.LANGUAGE,
    **dict.fromkeys((".yaml", ".yml"), yaml.LANGUAGE),
}


def language_of(path: str) -> Language | None:
    """Return the language that a path's ending speaks of, None where no grammar is known."""
    return BY_SUFFIX.get(PurePosixPath(path).suffix.lower())
