"""Operations on check runs and suites.

https://docs.github.com/en/rest/checks/runs
"""

from collections.abc import Callable

from reviewer.sandbox.acts.checks import change_run, create_run, newest_runs, suite_of
from reviewer.sandbox.git.bare import commit_sha
from reviewer.sandbox.rest.call import Call, Problem, Reply, not_found
from reviewer.sandbox.rest.check_body import read_change
from reviewer.sandbox.shapes.check import annotation_json, check_run_json, check_suite_json
from reviewer.sandbox.state.checks import CheckRun


def create(call: Call) -> Reply:
    """POST /repos/{owner}/{repo}/check-runs."""
    repository, name = call.repository, call.body.needed_text("name")
    sha = call.body.needed_text("head_sha")
    if commit_sha(repository.git_dir, sha) != sha:
        raise Problem(422, f"No commit found for SHA: {sha}")
    suite = suite_of(call.world, call.caller, repository, sha)
    return Reply(check_run_json(call.world, create_run(call.world, suite, name, read_change(call.body))), 201)


def _run(call: Call) -> CheckRun:
    found = call.world.runs.get(call.number("check_run_id"))
    if found is None or found.suite.repository is not call.repository:
        raise not_found()
    return found


def update(call: Call) -> Reply:
    """PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}; only the App that made a run may."""
    run = _run(call)
    if run.suite.app is not call.caller:
        raise Problem(403, "Invalid app_id `{}` - check run can only be modified by the GitHub App that created it.")
    change_run(call.world, run, read_change(call.body))
    return Reply(check_run_json(call.world, run))


def get(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/check-runs/{check_run_id}."""
    return Reply(check_run_json(call.world, _run(call)))


def list_annotations(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations."""
    run = _run(call)
    return Reply([annotation_json(call.world, call.repository, run.head_sha, one) for one in run.annotations])


def _sha(call: Call) -> str:
    sha = commit_sha(call.repository.git_dir, call.parameters["ref"])
    if sha is None:
        raise Problem(422, f"No commit found for SHA: {call.parameters['ref']}")
    return sha


_FILTERS: dict[str, Callable[[CheckRun], str]] = {
    "check_name": lambda run: run.name,
    "status": lambda run: run.status,
    "app_id": lambda run: str(run.suite.app.id),
}


def list_for_ref(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/commits/{ref}/check-runs, newest first; only the newest of a name unless filter=all."""
    repository, sha, query = call.repository, _sha(call), call.query
    found = newest_runs(call.world, repository, sha)
    if query.get("filter") == "all":
        found = [run for run in call.world.runs.values() if run.suite.repository is repository and run.head_sha == sha]
    for key, read in _FILTERS.items():
        if key in query:
            found = [run for run in found if read(run) == query[key]]
    return Reply([check_run_json(call.world, run) for run in reversed(found)])


def list_suites(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/commits/{ref}/check-suites."""
    repository, sha = call.repository, _sha(call)
    found = [suite for suite in call.world.suites.values() if suite.repository is repository and suite.head_sha == sha]
    if app_id := call.query.get("app_id"):
        found = [suite for suite in found if str(suite.app.id) == app_id]
    return Reply([check_suite_json(call.world, suite) for suite in found])


def get_suite(call: Call) -> Reply:
    """GET /repos/{owner}/{repo}/check-suites/{check_suite_id}."""
    found = call.world.suites.get(call.number("check_suite_id"))
    if found is None or found.repository is not call.repository:
        raise not_found()
    return Reply(check_suite_json(call.world, found))
