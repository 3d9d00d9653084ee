"""The languages that have entities: one module and one line here each."""

from pathlib import PurePosixPath

from reviewer.diff.languages import (
    bash,
    c,
    c_sharp,
    cpp,
    css,
    dockerfile,
    go,
    hcl,
    html,
    java,
    javascript,
    json,
    kotlin,
    markdown,
    php,
    python,
    ruby,
    rust,
    scala,
    sql,
    swift,
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
    **dict.fromkeys((".scala", ".sc"), scala.LANGUAGE),
    ".swift": swift.LANGUAGE,
    **dict.fromkeys((".md", ".markdown"), markdown.LANGUAGE),
    ".css": css.LANGUAGE,
    **dict.fromkeys((".html", ".htm"), html.LANGUAGE),
    **dict.fromkeys((".tf", ".tfvars", ".hcl"), hcl.LANGUAGE),
    **dict.fromkeys((".dockerfile", ".containerfile"), dockerfile.LANGUAGE),
    **dict.fromkeys((".sh", ".bash"), bash.LANGUAGE),
    **dict.fromkeys((".json", ".jsonc"), json.LANGUAGE),
    ".sql": sql.LANGUAGE,
    ".toml": toml.LANGUAGE,
    **dict.fromkeys((".yaml", ".yml"), yaml.LANGUAGE),
}


BY_NAME: dict[str, Language] = {
    **dict.fromkeys(("Dockerfile", "Containerfile"), dockerfile.LANGUAGE),
    **dict.fromkeys((".bashrc", ".bash_profile", ".bash_aliases", ".profile"), bash.LANGUAGE),
    "Pipfile": toml.LANGUAGE,
}
"""Names that say it alone, or before a first dot: `Dockerfile.web`."""


def language_of(path: str) -> Language | None:
    """Return the language that a path's ending or name speaks of, None where no grammar is known."""
    name = PurePosixPath(path).name
    return BY_SUFFIX.get(PurePosixPath(name).suffix.lower()) or BY_NAME.get(name) or BY_NAME.get(name.partition(".")[0])
