"""Answer a REST request: who calls, may they, how much have they left, and then the operation itself."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import parse_qsl

from reviewer.sandbox.observer import SeenRequest
from reviewer.sandbox.rest.body import Body, Invalid
from reviewer.sandbox.rest.call import DOCUMENTATION, Call, Moved, Problem, Reply, not_found
from reviewer.sandbox.rest.limits import Limits
from reviewer.sandbox.rest.paging import page
from reviewer.sandbox.rest.permissions import BY_JWT, OPEN, may
from reviewer.sandbox.rest.routes import Operation, find
from reviewer.sandbox.rest.tokens import app_of, secret_of, token_of
from reviewer.sandbox.state.world import World

VERSION = "2022-11-28"
_BY_ID = re.compile(r"/repositories/(\d+)(/.+)")
_USER_AGENT_NEEDED = (
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
    "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required)."
)


@dataclass(slots=True)
class Desk:
    """Where REST requests are answered."""

    world: World
    limits: Limits

    def answer(self, request: SeenRequest) -> Reply:
        """Return the answer to a request; never raises what the caller did wrong."""
        try:
            with self.world.lock:
                reply, installation = self._answer(request)
                return self._finish(request, reply, installation)
        except Invalid as error:
            return _refusal(Problem(422, f"Invalid request.\n\n{error}"), {})
        except Moved as moved:
            return self._redirect(request, moved)
        except Problem as problem:
            return _refusal(problem, self._rate(request))

    def _answer(self, request: SeenRequest) -> tuple[Reply, int | None]:
        _check_headers(request.headers)
        found = find(request.method, self._path(request))
        if found is None:
            raise _unknown(request)
        operation, parameters = found
        query = dict(parse_qsl(request.query))
        call = Call(self.world, parameters, query, request.headers, _body(request))
        call = self._identify(operation, call)
        headers = {**request.headers, **self._counts(call)}
        reply = operation.answer(replace(call, headers=headers))
        address = f"{self.world.api}{request.path}"
        return page(operation, reply, query, address), call.token.installation.id if call.token else None

    def _path(self, request: SeenRequest) -> str:
        """Return the path with a repository's number replaced by its names: GitHub answers under both."""
        by_id = _BY_ID.fullmatch(request.path)
        repository = self.world.repositories.get(int(by_id[1])) if by_id else None
        return f"/repos/{repository.full_name}{by_id[2]}" if by_id and repository else request.path

    def _redirect(self, request: SeenRequest, moved: Moved) -> Reply:
        rest = "".join(f"/{part}" for part in request.path.split("/")[4:])
        query = f"?{request.query}" if request.query else ""
        address = f"{self.world.api}/repositories/{moved.repository.id}{rest}{query}"
        if request.method != "GET":
            # "Repeat the request verbatim": a 301 would turn a POST into a GET.
            moved.status, moved.message = 307, "Temporary Redirect"
        reply = _refusal(moved, {**self._rate(request), "Location": address})
        return replace(reply, body={**cast("dict[str, object]", reply.body), "url": address})

    def _identify(self, operation: Operation, call: Call) -> Call:
        """Return the call with its caller; raises a Problem when it may not be made."""
        if operation.name in OPEN:
            return call
        if operation.name in BY_JWT:
            return replace(call, app=app_of(self.world, call.headers))
        token = token_of(self.world, secret_of(call.headers))
        call = replace(call, token=token)
        if operation.name != "rate-limit/get":
            self.limits.spend(token.installation.id, operation.name, self._now())
        if "repo" in call.parameters:
            _ = call.repository  # what a token does not reach is 404, before any question of permission
        is_archived = "repo" in call.parameters and call.repository.is_archived
        if not may(dict(token.permissions), operation.name):
            raise Problem(403, "Resource not accessible by integration")
        if is_archived and operation.method != "GET":
            raise Problem(403, "Repository was archived so is read-only.")
        return call

    def _finish(self, request: SeenRequest, reply: Reply, installation: int | None) -> Reply:
        headers = {"X-GitHub-Media-Type": "github.v3; format=json", "x-github-api-version-selected": VERSION}
        if installation is not None:
            if request.method == "GET" and reply.status == 200:
                reply = self._conditional(request, reply, installation)
            headers |= self.limits.headers(installation, self._now())
        return replace(reply, headers={**headers, **reply.headers})

    def _conditional(self, request: SeenRequest, reply: Reply, installation: int) -> Reply:
        tag = f'W/"{hashlib.sha256(reply.content()).hexdigest()}"'
        headers = {**reply.headers, "ETag": tag, "Cache-Control": "private, max-age=60, s-maxage=60"}
        known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
        if tag in known or tag.removeprefix("W/") in known:
            self.limits.give_back(installation, self._now())
            return Reply(None, 304, headers)
        return replace(reply, headers=headers)

    def _counts(self, call: Call) -> dict[str, str]:
        if call.token is None:
            return {}
        headers = self.limits.headers(call.token.installation.id, self._now())
        names = ("Limit", "Remaining", "Reset", "Used")
        return {f"x-sandbox-{name.lower()}": headers[f"X-RateLimit-{name}"] for name in names}

    def _rate(self, request: SeenRequest) -> dict[str, str]:
        token = self.world.tokens.get(secret_of(request.headers))
        return self.limits.headers(token.installation.id, self._now()) if token else {}

    def _now(self) -> float:
        return self.world.clock.now().timestamp()


def _check_headers(headers: Mapping[str, str]) -> None:
    """Refuse what GitHub refuses: https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api."""
    if not headers.get("user-agent"):
        raise Problem(403, _USER_AGENT_NEEDED)
    version = headers.get("x-github-api-version", VERSION)
    if version != VERSION:
        message = f"The API version {version} is not supported: this GitHub speaks {VERSION}."
        raise Problem(400, message)


def _unknown(request: SeenRequest) -> Problem:
    if request.path == "/graphql":
        return Problem(501, "The sandbox has no GraphQL API: use the REST API.")
    return not_found()


def _body(request: SeenRequest) -> Body:
    if not request.body:
        return Body({})
    try:
        loaded = json.loads(request.body)
    except ValueError as error:
        raise Problem(400, "Problems parsing JSON") from error
    if not isinstance(loaded, dict):
        raise Problem(400, "Body should be a JSON object")
    return Body(cast("dict[str, object]", loaded))


def _refusal(problem: Problem, headers: Mapping[str, str]) -> Reply:
    body: dict[str, object] = {
        "message": problem.message,
        "documentation_url": DOCUMENTATION,
    }
    if problem.status != 422:
        body["status"] = str(problem.status)
    if problem.errors is not None:
        body["errors"] = problem.errors
    return Reply(body, problem.status, {**headers, **problem.headers})
