"""GitHub's published API description as a judge: every request, reply and webhook is checked against it."""

import json
import re
from dataclasses import dataclass, field
from threading import Lock
from typing import cast
from urllib.parse import parse_qsl, unquote

from contract.schemas import Json, Schemas

from reviewer.sandbox.observer import SeenReply, SeenRequest

# Headers GitHub asks for; the schema cannot say so.
# https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#headers
_NEEDED = ("accept", "user-agent", "x-github-api-version")
# Where the description lags behind GitHub itself: violations that are none.
_OUTDATED = re.compile(
    # Apps subscribe to merge_group and may have merge_queues, as other schemas of this document say; one lacks both.
    r"webhook check-suite-\w+: /check_suite/app/"
    r"(events/\d+: \"merge_group\" is not one|permissions/merge_queues: unknown)"
)
# Replies whose schema in the description is plainly wrong, and the schema of the same document that is meant.
_MEANT: dict[str, Json] = {
    # Its inline copy asks for all of a user and an enterprise at once where the named schema asks for one of them.
    "apps/list-installations 200": {"type": "array", "items": {"$ref": "#/components/schemas/installation"}},
}
# GitHub answers this address, which its own replies lead to, but describes only the one with names.
_BY_ID = re.compile(r"/repositories/\d+")
# Any operation may redirect; the description says so only of some.
# https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
_REDIRECTS = (301, 302, 307)
_ERROR: Json = {"$ref": "#/components/schemas/basic-error"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the description."""

    name: str
    pattern: re.Pattern[str]
    parameters: list[Json]
    body: Json | None
    replies: dict[str, Json]


@dataclass(slots=True)
class Contract:
    """Collects what breaks GitHub's description; thread safe.

    With `forgives_refused`, set by tests that ask wrongly on purpose, a request that was refused may be wrong; it is
    the refusal that must be right then. `begin` takes it back.
    """

    document: Json = field(repr=False)
    violations: list[str] = field(default_factory=list[str])
    forgives_refused: bool = False
    seen: set[str] = field(default_factory=set[str])
    _lock: Lock = field(default_factory=Lock)
    _schemas: Schemas = field(init=False, repr=False)
    _operations: dict[str, list[Operation]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._schemas = Schemas(self.document)
        self._operations = _read_operations(self.document)

    def begin(self) -> None:
        """Forget what was seen so far."""
        with self._lock:
            self.violations.clear()
            self.seen.clear()
            self.forgives_refused = False

    def exchange(self, request: SeenRequest, reply: SeenReply) -> None:
        """Check a REST request and its reply."""
        if request.path == "/graphql":  # not REST, and described elsewhere
            return
        with self._lock:
            operation = self._find(request)
            if operation is None:
                self.violations.append(f"{request.method} {request.path}: GitHub has no such operation")
                return
            self.seen.add(operation.name)
            is_refused = reply.status in (400, 403, 422) and not reply.is_fault
            found = [] if is_refused and self.forgives_refused else self._request(operation, request)
            if not reply.is_fault:
                found += self._reply(operation, reply)
            self._note(operation.name, found)

    def webhook(self, event: str, body: bytes) -> None:
        """Check the payload of a webhook."""
        payload = cast("Json", json.loads(body))
        action = payload.get("action")
        key = "-".join([event, str(action)] if action else [event]).replace("_", "-")
        with self._lock:
            self.seen.add(key)
            hooks = cast("dict[str, Json]", self.document["x-webhooks"])
            if key not in hooks:
                self.violations.append(f"webhook {key}: GitHub has no such event")
                return
            schema = _schema_of(cast("Json", cast("Json", hooks[key]["post"])["requestBody"]))
            errors = self._schemas.errors(key, schema or {}, payload)
            self._note(f"webhook {key}", errors)

    def _note(self, what: str, errors: list[str]) -> None:
        said = [f"{what}: {error}" for error in errors]
        self.violations += [one for one in said if not _OUTDATED.match(one)]

    def verdict(self) -> str:
        """Return every violation once, a line each; "" when there are none."""
        with self._lock:
            return "\n".join(dict.fromkeys(self.violations))

    def check_request(self, request: SeenRequest) -> list[str]:
        """Return what is wrong with a request, whatever its reply was."""
        operation = self._find(request)
        return ["no such operation"] if operation is None else self._request(operation, request)

    def _find(self, request: SeenRequest) -> Operation | None:
        path = _BY_ID.sub("/repos/-/-", request.path.rstrip("/")) or "/"
        for operation in self._operations[request.method.lower()]:
            if operation.pattern.fullmatch(path):
                return operation
        return None

    def _request(self, operation: Operation, request: SeenRequest) -> list[str]:
        found = [f"header {name} is missing" for name in _NEEDED if not request.headers.get(name)]
        matched = operation.pattern.fullmatch(_BY_ID.sub("/repos/-/-", request.path.rstrip("/")))
        path = {key: unquote(value) for key, value in matched.groupdict().items()} if matched else {}
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        found += self._parameters(operation, "path", path) + self._parameters(operation, "query", query)
        return found + self._body(operation, request.body)

    def _parameters(self, operation: Operation, where: str, given: dict[str, str]) -> list[str]:
        known = {str(one["name"]): one for one in operation.parameters if one["in"] == where}
        found = [f"{where} {name}: unknown parameter" for name in given if name not in known]
        for name, parameter in known.items():
            schema = cast("Json", parameter["schema"])
            if name in given:
                value = _coerced(given[name], schema)
                errors = self._schemas.errors(f"{operation.name} {where} {name}", schema, value)
                found += [f"{where} {name}{error}" for error in errors]
            elif parameter.get("required"):
                found.append(f"{where} {name}: missing")
        return found

    def _body(self, operation: Operation, body: bytes) -> list[str]:
        if operation.body is None:
            return ["body: this operation takes none"] if body not in (b"", b"{}") else []
        if not body and not operation.body.get("required"):
            return []
        schema = _schema_of(operation.body) or {}
        try:
            instance = json.loads(body)
        except ValueError as error:
            return [f"body: not JSON ({error})"]
        return [f"body {error}" for error in self._schemas.errors(f"{operation.name} body", schema, instance)]

    def _reply(self, operation: Operation, reply: SeenReply) -> list[str]:
        described = operation.replies.get(str(reply.status))
        if described is None and reply.status in _REDIRECTS:
            errors = self._schemas.errors("redirect", _ERROR, json.loads(reply.body))
            return [f"reply {reply.status} {error}" for error in errors]
        if described is None and reply.status < 400:
            return [f"reply {reply.status}: not in the description"]
        schema = _schema_of(described) if described else _ERROR
        if schema is None or "raw" in reply.headers.get("content-type", ""):
            return [f"reply {reply.status}: has a body and should not"] if reply.body and not described else []
        key = f"{operation.name} {reply.status}"
        errors = self._schemas.errors(key, _MEANT.get(key, schema), json.loads(reply.body))
        return [f"reply {reply.status} {error}" for error in errors]


def _coerced(value: str, schema: Json) -> object:
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", value):
        return int(value)
    if schema.get("type") == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def _schema_of(part: Json) -> Json | None:
    content = cast("dict[str, Json]", part.get("content", {}))
    for kind, media in content.items():
        if "json" in kind:
            return cast("Json", media["schema"])
    return None


def _read_operations(document: Json) -> dict[str, list[Operation]]:
    """Return the operations by method, those with the most words of their own in the path first."""
    found: dict[str, list[tuple[int, Operation]]] = {}
    for path, methods in cast("dict[str, dict[str, Json]]", document["paths"]).items():
        words = len(re.findall(r"/[^{/]+", path))
        for method, raw in methods.items():
            found.setdefault(method, []).append((-words, _operation(document, path, raw)))
    return {method: [one for _, one in sorted(pairs, key=lambda pair: pair[0])] for method, pairs in found.items()}


def _operation(document: Json, path: str, raw: Json) -> Operation:
    loose = re.sub(r"\\\{(path|ref)\\\}", r"(?P<\1>.+)", re.escape(path))
    pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", loose))
    parameters = [_resolved(document, one) for one in cast("list[Json]", raw.get("parameters", []))]
    replies = cast("dict[str, Json]", raw["responses"])
    return Operation(
        name=str(raw["operationId"]),
        pattern=pattern,
        parameters=parameters,
        body=cast("Json | None", raw.get("requestBody")),
        replies={status: _resolved(document, one) for status, one in replies.items()},
    )


def _resolved(document: Json, node: Json) -> Json:
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return node
    found: Json = document
    for step in reference.removeprefix("#/").split("/"):
        found = cast("Json", found[step])
    return found
