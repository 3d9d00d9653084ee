"""OpenAPI 3.0 schemas as JSON Schema, compiled when first used."""

from collections.abc import Iterator
from typing import TypeAlias, cast

import jsonschema_rs

Json: TypeAlias = dict[str, object]

_REF = "#/components/schemas/"
_CHOICES = ("allOf", "anyOf", "oneOf")


class Schemas:
    """The named schemas of one description, and validators for whatever refers to them."""

    def __init__(self, document: Json) -> None:
        components = cast("dict[str, Json]", document["components"])
        self._raw = cast("dict[str, Json]", components["schemas"])
        self._converted: dict[str, Json] = {}
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def errors(self, key: str, schema: Json, instance: object) -> list[str]:
        """Return what is wrong with an instance; `key` names the schema, so that it is compiled once."""
        validator = self._validators.get(key)
        if validator is None:
            validator = self._validators[key] = self._compile(schema)
        found = [f"{_place(error.instance_path)}: {error.message[:400]}" for error in validator.iter_errors(instance)]
        return found + [f"{place}: unknown key" for place in self.unknown_keys(schema, instance, "")]

    def _compile(self, schema: Json) -> jsonschema_rs.Draft202012Validator:
        root = _convert(schema)
        needed: dict[str, Json] = {}
        waiting = list(_references(root))
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed[name] = self._converted.setdefault(name, cast("Json", _convert(self._raw[name])))
                waiting.extend(_references(needed[name]))
        return jsonschema_rs.Draft202012Validator({**cast("Json", root), "$defs": needed}, validate_formats=True)

    def unknown_keys(self, schema: Json, instance: object, place: str) -> Iterator[str]:
        """Yield where an instance has keys that no branch of the schema names (JSON Schema lets them pass)."""
        if isinstance(instance, list):
            for items in self._members(schema, "items"):
                for index, value in enumerate(cast("list[object]", instance)):
                    yield from self.unknown_keys(items, value, f"{place}/{index}")
        if isinstance(instance, dict):
            yield from self._unknown_in(schema, cast("Json", instance), place)

    def _unknown_in(self, schema: Json, instance: Json, place: str) -> Iterator[str]:
        known = self._properties(schema)
        is_open = not known or any(True for _ in self._members(schema, "additionalProperties"))
        for key, value in instance.items():
            if key in known:
                yield from self.unknown_keys({"anyOf": known[key]}, value, f"{place}/{key}")
            elif not is_open:
                yield f"{place}/{key}"

    def _properties(self, schema: Json) -> dict[str, list[Json]]:
        """Return each key that any branch names, and the schemas it may have."""
        found: dict[str, list[Json]] = {}
        for table in self._members(schema, "properties"):
            for key, value in table.items():
                found.setdefault(key, []).append(cast("Json", value))
        return found

    def _members(self, schema: Json, member: str) -> Iterator[Json]:
        """Yield a member of the schema and of all its branches."""
        if "$ref" in schema:
            yield from self._members(self._raw[str(schema["$ref"]).removeprefix(_REF)], member)
            return
        value = schema.get(member)
        if isinstance(value, dict):
            yield cast("Json", value)
        elif value is True:
            yield {}
        for choice in _CHOICES:
            for branch in cast("list[Json]", schema.get(choice, [])):
                yield from self._members(branch, member)


def _place(path: list[str | int]) -> str:
    return "/" + "/".join(map(str, path))


def _convert(node: object) -> object:
    """Return a schema with `nullable` and references in JSON Schema's form."""
    if isinstance(node, list):
        return [_convert(one) for one in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    table = {key: _convert(value) for key, value in cast("Json", node).items() if key not in ("example", "examples")}
    reference = table.get("$ref")
    if isinstance(reference, str):
        table["$ref"] = reference.replace(_REF, "#/$defs/")
    if table.pop("nullable", False) is True:
        return {"anyOf": [table, {"type": "null"}]}
    return table


def _references(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in cast("list[object]", node):
            yield from _references(one)
    elif isinstance(node, dict):
        table = cast("Json", node)
        reference = table.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix("#/$defs/")
        for value in table.values():
            yield from _references(value)
