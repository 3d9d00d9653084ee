"""Dockerfile: stages, from one FROM to the next, and their instructions. Inside of those any layout acts."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Extent, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_containerfile  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_containerfile.language()


def stage(node: Node) -> Names | None:
    """Return what a stage is called, else the image that it begins with, without its tag."""
    alias = next((child for child in node.named_children if child.type == "image_alias"), None)
    image = next((child for child in node.named_children if child.type == "image_spec"), None)
    named = alias if alias is not None else image.child_by_field_name("name") if image is not None else None
    return (text_of(named),) if named is not None else None


def instruction(node: Node) -> Names | None:
    """Return an instruction's word and what it is about: what it sets, the command it runs, where it copies to."""
    words = text_of(node).replace("\\\n", " ").split()
    about = [word for word in words[1:] if not word.startswith("--")]
    if words[0].upper() in BARE or not about:
        return (words[0].upper(),)
    target = about[-1] if words[0].upper() in COPIES else about[0].partition("=")[0]
    return (f"{words[0].upper()} {target}",)


BARE = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "MAINTAINER", "USER", "WORKDIR", "STOPSIGNAL"})
COPIES = frozenset({"COPY", "ADD"})
INSTRUCTION = Item(EntityKind.STATEMENT, instruction, WHOLE)
INSTRUCTIONS = frozenset(
    f"{word}_instruction"
    for word in (
        *("run", "cmd", "label", "expose", "env", "add", "copy", "entrypoint", "volume", "user", "workdir", "arg"),
        *("onbuild", "stopsignal", "healthcheck", "shell", "maintainer", "cross_build"),
    )
)
DIRECTIVE = rb"#[ \t]*(?:syntax|escape|check)[ \t]*="
LANGUAGE = Language(
    name="Dockerfile",
    load=load,
    items={
        "from_instruction": Item(EntityKind.SECTION, stage, WHOLE, extent=Extent.SIBLINGS),
        **dict.fromkeys(INSTRUCTIONS, INSTRUCTION),
    },
    acting=re.compile(rb"hadolint|renovate|trivy|checkov|kics|@|v?\d+\.\d+"),
    all_act=re.compile(rb"^" + DIRECTIVE, re.MULTILINE | re.IGNORECASE),
    # Templates make the text; a word may go on after the line's end; directives act at the very top only.
    layout_acts=re.compile(
        rb"\{\{|<%|\{%|\S\\\r?\n\S|\A(?!" + DIRECTIVE + rb")[\s\S]*?^\s*" + DIRECTIVE, re.MULTILINE | re.IGNORECASE
    ),
    verbatim=INSTRUCTIONS,
    are_words_names=True,
)
