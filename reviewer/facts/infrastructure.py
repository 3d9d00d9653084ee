"""Infrastructure described in files: container images, compose, Terraform, Kubernetes, Helm."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from reviewer.facts.anchoring import fact_about
from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Side
from reviewer.model.texts import Change, ChangedFile, Line

_IMAGE = re.compile(
    r"""^\s*(?:-\s*)?(?:FROM\s+(?:--platform=\S+\s+)?|image:\s*)["']?(?P<name>[\w./-]+?)"""
    r"""(?::(?P<tag>[\w.-]+))?(?:@\S+)?["']?(?:\s|$)"""
)
_PORT = re.compile(r"^\s*EXPOSE\s+(?P<port>\d{1,5})")
_COMPOSE = re.compile(r"^(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$")
_DOCKERFILE = re.compile(r"^(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.[dD]ockerfile$")


def read_infrastructure(change: Change) -> Iterator[Fact]:
    """Yield a fact for each infrastructure file that changes, and for each image or port whose lines changed."""
    for file in change.files:
        kind = _kind(file)
        if kind is None:
            continue
        details = [*_images(file), *_ports(file)]
        yield from details
        if not details:
            yield from fact_about(file, FactKind.INFRASTRUCTURE, (file.path, f"{kind} {_what_happens(file)}"))


def _kind(file: ChangedFile) -> str | None:
    path = PurePosixPath(file.path)
    if _DOCKERFILE.search(path.name):
        return "container image"
    if _COMPOSE.match(path.name):
        return "compose file"
    if path.suffix in {".tf", ".tfvars"}:
        return "Terraform"
    if path.name in {"Chart.yaml", "kustomization.yaml"}:
        return "Kubernetes deployment"
    return "Kubernetes object" if path.suffix in {".yml", ".yaml"} and _is_kubernetes(file) else None


def _is_kubernetes(file: ChangedFile) -> bool:
    text = file.after if file.change.after is not None else file.before
    keys = {line.partition(":")[0] for line in text.lines.values()}
    return {"apiVersion", "kind"} <= keys


def _what_happens(file: ChangedFile) -> str:
    if file.change.before is None:
        return "added"
    return "removed" if file.change.after is None else "changed"


def _images(file: ChangedFile) -> Iterator[Fact]:
    before = {found["name"]: found["tag"] for _, found in _matches(file, Side.BEFORE, _IMAGE)}
    for line, found in _matches(file, Side.AFTER, _IMAGE):
        name, tag = found["name"], found["tag"] or "no tag"
        old = before.get(name, "")
        if name not in before:
            yield _fact(line, name, f"image at {tag}")
        elif (old or "no tag") != tag:
            yield _fact(line, name, f"image {old or 'no tag'} → {tag}")


def _ports(file: ChangedFile) -> Iterator[Fact]:
    before = {found["port"] for _, found in _matches(file, Side.BEFORE, _PORT)}
    for line, found in _matches(file, Side.AFTER, _PORT):
        if found["port"] not in before:
            yield _fact(line, f"port {found['port']}", "newly exposed")


def _matches(file: ChangedFile, side: Side, pattern: re.Pattern[str]) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in file.changed(side):
        found = pattern.match(line.code)
        if found:
            yield line, found


def _fact(line: Line, subject: str, detail: str) -> Fact:
    return Fact(FactKind.INFRASTRUCTURE, subject, detail, line.anchor, line.unit.fingerprint)
