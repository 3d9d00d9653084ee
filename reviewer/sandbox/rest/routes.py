"""The one table of operations: GitHub's own name of each, where it stands, and who answers it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from reviewer.sandbox.rest import apps, checks, comments, hooks, pulls, repositories, statuses
from reviewer.sandbox.rest.call import Call, Reply

_REPO = "/repos/{owner}/{repo}"


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation. `wrap` is the key its list stands under, beside `total_count`; `by_cursor` when it pages so."""

    name: str
    method: str
    path: str
    answer: Callable[[Call], Reply]
    wrap: str | None = None
    by_cursor: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The path as a regular expression; only a file's path and a ref hold slashes."""
        greedy = re.sub(r"\{(path|ref)\}", r"(?P<\1>.+)", self.path)
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", greedy) + "/?")


OPERATIONS = (
    Operation("meta/get", "GET", "/meta", repositories.get_meta),
    Operation("rate-limit/get", "GET", "/rate_limit", repositories.get_rate_limit),
    Operation("apps/get-authenticated", "GET", "/app", apps.get_app),
    Operation("apps/create-from-manifest", "POST", "/app-manifests/{code}/conversions", apps.convert_manifest),
    Operation("apps/list-installations", "GET", "/app/installations", apps.list_installations),
    Operation("apps/get-installation", "GET", "/app/installations/{installation_id}", apps.get_installation),
    Operation("apps/delete-installation", "DELETE", "/app/installations/{installation_id}", apps.delete_installation),
    Operation(
        "apps/create-installation-access-token",
        "POST",
        "/app/installations/{installation_id}/access_tokens",
        apps.create_token,
    ),
    Operation("apps/get-org-installation", "GET", "/orgs/{org}/installation", apps.get_org_installation),
    Operation("apps/get-repo-installation", "GET", _REPO + "/installation", apps.get_repository_installation),
    Operation("apps/get-webhook-config-for-app", "GET", "/app/hook/config", hooks.get_config),
    Operation("apps/update-webhook-config-for-app", "PATCH", "/app/hook/config", hooks.update_config),
    Operation("apps/list-webhook-deliveries", "GET", "/app/hook/deliveries", hooks.list_deliveries, by_cursor=True),
    Operation("apps/get-webhook-delivery", "GET", "/app/hook/deliveries/{delivery_id}", hooks.get_delivery),
    Operation(
        "apps/redeliver-webhook-delivery", "POST", "/app/hook/deliveries/{delivery_id}/attempts", hooks.redeliver_one
    ),
    Operation(
        "apps/list-repos-accessible-to-installation",
        "GET",
        "/installation/repositories",
        apps.list_installation_repositories,
        wrap="repositories",
    ),
    Operation("apps/revoke-installation-access-token", "DELETE", "/installation/token", apps.revoke_token),
    Operation("repos/get-by-id", "GET", "/repositories/{repository_id}", repositories.get_repository_by_id),
    Operation("repos/get", "GET", _REPO, repositories.get_repository),
    Operation(
        "repos/get-collaborator-permission-level",
        "GET",
        _REPO + "/collaborators/{username}/permission",
        repositories.get_permission,
    ),
    Operation("repos/get-content", "GET", _REPO + "/contents/{path}", repositories.get_content),
    Operation("pulls/list", "GET", _REPO + "/pulls", pulls.list_pulls),
    Operation("pulls/get", "GET", _REPO + "/pulls/{pull_number}", pulls.get_pull),
    Operation("pulls/list-commits", "GET", _REPO + "/pulls/{pull_number}/commits", pulls.list_commits),
    Operation("pulls/list-reviews", "GET", _REPO + "/pulls/{pull_number}/reviews", pulls.list_reviews),
    Operation("pulls/list-files", "GET", _REPO + "/pulls/{pull_number}/files", pulls.list_files),
    Operation("issues/get-comment", "GET", _REPO + "/issues/comments/{comment_id}", comments.get_comment),
    Operation("issues/update-comment", "PATCH", _REPO + "/issues/comments/{comment_id}", comments.update_comment),
    Operation("issues/delete-comment", "DELETE", _REPO + "/issues/comments/{comment_id}", comments.remove_comment),
    Operation(
        "reactions/create-for-issue-comment",
        "POST",
        _REPO + "/issues/comments/{comment_id}/reactions",
        comments.create_reaction,
    ),
    Operation("issues/get", "GET", _REPO + "/issues/{issue_number}", pulls.get_issue),
    Operation("issues/list-comments", "GET", _REPO + "/issues/{issue_number}/comments", comments.list_comments),
    Operation("issues/create-comment", "POST", _REPO + "/issues/{issue_number}/comments", comments.create_comment),
    Operation("checks/create", "POST", _REPO + "/check-runs", checks.create),
    Operation("checks/get", "GET", _REPO + "/check-runs/{check_run_id}", checks.get),
    Operation("checks/update", "PATCH", _REPO + "/check-runs/{check_run_id}", checks.update),
    Operation(
        "checks/list-annotations", "GET", _REPO + "/check-runs/{check_run_id}/annotations", checks.list_annotations
    ),
    Operation(
        "checks/list-for-ref", "GET", _REPO + "/commits/{ref}/check-runs", checks.list_for_ref, wrap="check_runs"
    ),
    Operation(
        "checks/list-suites-for-ref",
        "GET",
        _REPO + "/commits/{ref}/check-suites",
        checks.list_suites,
        wrap="check_suites",
    ),
    Operation("checks/get-suite", "GET", _REPO + "/check-suites/{check_suite_id}", checks.get_suite),
    Operation("repos/get-combined-status-for-ref", "GET", _REPO + "/commits/{ref}/status", statuses.get_combined),
    Operation("repos/get-commit", "GET", _REPO + "/commits/{ref}", repositories.get_commit),
)

_PATTERNS = tuple((operation, operation.pattern) for operation in OPERATIONS)


def find(method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
    """Return the operation of a request and the parts of its path, or None when this GitHub does not have it."""
    for operation, pattern in _PATTERNS:
        if operation.method == method and (found := pattern.fullmatch(path)):
            return operation, found.groupdict()
    return None
