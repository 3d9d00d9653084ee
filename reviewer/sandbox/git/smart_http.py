"""git over HTTP: tokens checked, then git's own http-backend.

https://git-scm.com/docs/git-http-backend; who may: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
"""

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from hmac import compare_digest
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from reviewer.sandbox.acts.accounts import may_write, role_of
from reviewer.sandbox.acts.pushes import notice_pushes
from reviewer.sandbox.git.run import git_program, plain_environment
from reviewer.sandbox.rest.call import Problem
from reviewer.sandbox.rest.permissions import FETCH, PUSH, covers
from reviewer.sandbox.rest.tokens import token_of
from reviewer.sandbox.state.accounts import Account
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import NotThere, World

_APP_USER = "x-access-token"


@dataclass(frozen=True, slots=True)
class Visit:
    """A git request that may go on: to which repository, by whom, and whether it pushes."""

    repository: Repository
    visitor: Account
    is_push: bool


class SmartHttp:
    """The endpoint under /{owner}/{repo}.git."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def answer(self, request: Request) -> Response:
        """Answer one request of a git client."""
        try:
            visit = self._admit(request)
        except Problem as problem:
            # A fresh 401 tells git to ask its credential helper once more.
            headers = {"WWW-Authenticate": 'Basic realm="GitHub"'} if problem.status == 401 else {}
            return PlainTextResponse(problem.message, problem.status, {**headers, **problem.headers})
        body = await request.body()
        answer = await run_backend(visit.repository.git_dir, _cgi(request, body), body)
        if visit.is_push:
            await run_in_threadpool(notice_pushes, self._world, visit.repository, visit.visitor)
        return answer

    def _admit(self, request: Request) -> Visit:
        owner, name = request.path_params["owner"], request.path_params["repo"]
        service = request.query_params.get("service") or request.url.path.rsplit("/", 1)[-1]
        is_push = service == "git-receive-pack"
        user, password = _credentials(request.headers)
        with self._world.lock:
            try:
                repository = self._world.repository(owner, name)
            except NotThere as error:
                raise self._elsewhere(request) or Problem(404 if user else 401, "Repository not found.") from error
            if is_push and repository.is_archived:
                raise Problem(403, "This repository was archived so it is read-only.")
            visitor = (
                self._by_token(repository, password, is_push=is_push)
                if user == _APP_USER
                else self._by_password(repository, user, password, is_push=is_push)
            )
        return Visit(repository, visitor, is_push)

    def _elsewhere(self, request: Request) -> Problem | None:
        """Return where a repository went that once had this name; who may read it is asked there."""
        parameters = request.path_params
        moved = self._world.moved(parameters["owner"], parameters["repo"])
        if moved is None:
            return None
        problem = Problem(301, "Moved Permanently")
        query = f"?{request.url.query}" if request.url.query else ""
        problem.headers["Location"] = f"{self._world.url}/{moved.full_name}.git/{parameters['rest']}{query}"
        return problem

    def _by_token(self, repository: Repository, secret: str, *, is_push: bool) -> Account:
        token = token_of(self._world, secret)
        reached = self._world.reached(token.installation)
        is_narrowed_away = token.repository_ids is not None and repository.id not in token.repository_ids
        if repository not in reached or is_narrowed_away:
            raise Problem(404, "Repository not found.")
        if not covers(dict(token.permissions), PUSH if is_push else FETCH):
            raise Problem(403, "Write access to repository not granted." if is_push else "Access denied.")
        return token.installation.app.bot

    def _by_password(self, repository: Repository, login: str, password: str, *, is_push: bool) -> Account:
        person = self._world.accounts.get(login.lower())
        if person is None or not person.password or not compare_digest(person.password, password):
            raise Problem(401, "Invalid username or token.")
        if role_of(repository, person) == "none":
            raise Problem(404, "Repository not found.")
        if is_push and not may_write(repository, person):
            raise Problem(403, f"Permission to {repository.full_name}.git denied to {person.login}.")
        return person


def _credentials(headers: Mapping[str, str]) -> tuple[str, str]:
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return user, password


def _cgi(request: Request, body: bytes) -> dict[str, str]:
    """Return the request as CGI variables (RFC 3875)."""
    headers = request.headers
    return {
        "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.url.query,
        "PATH_INFO": "/" + request.path_params["rest"],
        "CONTENT_TYPE": headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_CONTENT_ENCODING": headers.get("content-encoding", ""),
        "GIT_PROTOCOL": headers.get("git-protocol", ""),
        "REMOTE_USER": "sandbox",
        "REMOTE_ADDR": "127.0.0.1",
        "GIT_HTTP_EXPORT_ALL": "1",
    }


async def run_backend(git_dir: Path, variables: Mapping[str, str], body: bytes) -> Response:
    """Run git http-backend once and return what it answered."""
    environment = {**plain_environment(git_dir), "GIT_PROJECT_ROOT": str(git_dir), **variables}
    process = await asyncio.create_subprocess_exec(
        git_program(),
        "http-backend",
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    out, _ = await process.communicate(body)
    head, _, content = out.partition(b"\r\n\r\n")
    headers = dict(BytesHeaderParser().parsebytes(head).items())
    status = int(headers.pop("Status", "200").split(" ", 1)[0])
    return Response(content, status, headers)
