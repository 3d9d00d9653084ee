"""Check runs, check suites and annotations as JSON."""

from reviewer.sandbox.git.bare import read_commit
from reviewer.sandbox.shapes import Json
from reviewer.sandbox.shapes.accounts import app_json, node_id
from reviewer.sandbox.shapes.commit import plain_commit_json
from reviewer.sandbox.shapes.pull import minimal_pull_json
from reviewer.sandbox.shapes.repository import minimal_repository_json, repository_url
from reviewer.sandbox.state.checks import Annotation, CheckRun, CheckSuite
from reviewer.sandbox.state.clock import stamp
from reviewer.sandbox.state.repositories import Repository
from reviewer.sandbox.state.world import World


def check_run_json(world: World, run: CheckRun) -> Json:
    """Return the `check-run` shape."""
    return {**_run(world, run), "check_suite": {"id": run.suite.id}}


def check_run_event_json(world: World, run: CheckRun) -> Json:
    """Return the `check-run-with-simple-check-suite` shape that webhooks carry."""
    return {**_run(world, run), "check_suite": _simple_suite(world, run.suite)}


def _run(world: World, run: CheckRun) -> Json:
    repository = run.suite.repository
    own = f"{repository_url(world, repository)}/check-runs/{run.id}"
    page = f"{world.url}/{repository.full_name}/runs/{run.id}"
    return {
        "id": run.id,
        "node_id": node_id("CR", run.id),
        "name": run.name,
        "head_sha": run.head_sha,
        "external_id": run.external_id,
        "url": own,
        "html_url": page,
        "details_url": run.details_url or run.suite.app.homepage,
        "status": run.status,
        "conclusion": run.conclusion,
        "started_at": stamp(run.started_at),
        "completed_at": stamp(run.completed_at) if run.completed_at else None,
        "output": {
            "title": run.title,
            "summary": run.summary,
            "text": run.text,
            "annotations_count": len(run.annotations),
            "annotations_url": f"{own}/annotations",
        },
        "app": app_json(world, run.suite.app),
        "pull_requests": _pulls(world, run.suite),
    }


def _pulls(world: World, suite: CheckSuite) -> list[Json]:
    found = world.pulls_at(suite.repository, suite.head_sha)
    return [minimal_pull_json(world, suite.repository, pull) for pull in found]


def _simple_suite(world: World, suite: CheckSuite) -> Json:
    return {
        "id": suite.id,
        "node_id": node_id("CS", suite.id),
        "head_branch": suite.head_branch,
        "head_sha": suite.head_sha,
        "status": suite.status,
        "conclusion": suite.conclusion,
        "url": f"{repository_url(world, suite.repository)}/check-suites/{suite.id}",
        "before": suite.before,
        "after": suite.head_sha,
        "pull_requests": _pulls(world, suite),
        "app": app_json(world, suite.app),
        "created_at": stamp(suite.created_at),
        "updated_at": stamp(suite.updated_at),
    }


def check_suite_event_json(world: World, suite: CheckSuite) -> Json:
    """Return the shape of a check suite as webhooks carry it."""
    own = f"{repository_url(world, suite.repository)}/check-suites/{suite.id}"
    return {
        **_simple_suite(world, suite),
        "head_commit": plain_commit_json(read_commit(suite.repository.git_dir, suite.head_sha)),
        "latest_check_runs_count": sum(run.suite is suite for run in world.runs.values()),
        "check_runs_url": f"{own}/check-runs",
        "rerequestable": True,
        "runs_rerequestable": True,
    }


def check_suite_json(world: World, suite: CheckSuite) -> Json:
    """Return the `check-suite` shape."""
    return {
        **check_suite_event_json(world, suite),
        "repository": minimal_repository_json(world, suite.repository),
    }


def annotation_json(world: World, repository: Repository, sha: str, annotation: Annotation) -> Json:
    """Return the `check-annotation` shape."""
    return {
        "path": annotation.path,
        "blob_href": f"{world.url}/{repository.full_name}/blob/{sha}/{annotation.path}",
        "start_line": annotation.start_line,
        "start_column": annotation.start_column,
        "end_line": annotation.end_line,
        "end_column": annotation.end_column,
        "annotation_level": annotation.level,
        "title": annotation.title,
        "message": annotation.message,
        "raw_details": annotation.raw_details,
    }
