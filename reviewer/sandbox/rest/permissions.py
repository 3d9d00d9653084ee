"""Which permission each operation takes: the one table, from GitHub's own.

Source: https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps, the sections named beside
the entries. Where GitHub lists an endpoint under two permissions, either one is enough.
"""

from typing import Literal

Level = Literal["read", "write"]
Need = tuple[str, Level]

# Asked with the App's own JWT: https://docs.github.com/en/rest/apps/apps and https://docs.github.com/en/rest/apps/webhooks
BY_JWT = frozenset(
    {
        "apps/get-authenticated",
        "apps/list-installations",
        "apps/get-installation",
        "apps/get-repo-installation",
        "apps/get-org-installation",
        "apps/create-installation-access-token",
        "apps/delete-installation",
        "apps/get-webhook-config-for-app",
        "apps/update-webhook-config-for-app",
        "apps/list-webhook-deliveries",
        "apps/get-webhook-delivery",
        "apps/redeliver-webhook-delivery",
    }
)

# Answered to anybody.
OPEN = frozenset({"meta/get", "apps/create-from-manifest"})

# Answered to every installation token, whatever it may do.
ANY_TOKEN = frozenset(
    {"rate-limit/get", "apps/list-repos-accessible-to-installation", "apps/revoke-installation-access-token"}
)

BY_PERMISSION: dict[str, tuple[Need, ...]] = {
    # "Repository permissions for Metadata"
    "repos/get": (("metadata", "read"),),
    "repos/get-by-id": (("metadata", "read"),),
    "repos/get-collaborator-permission-level": (("metadata", "read"),),
    # "Repository permissions for Contents"
    "repos/get-content": (("contents", "read"),),
    "repos/get-commit": (("contents", "read"),),
    # "Repository permissions for Pull requests"
    "pulls/list": (("pull_requests", "read"),),
    "pulls/get": (("pull_requests", "read"),),
    "pulls/list-commits": (("pull_requests", "read"),),
    "pulls/list-files": (("pull_requests", "read"),),
    "pulls/list-reviews": (("pull_requests", "read"),),
    # "Repository permissions for Commit statuses"
    "repos/get-combined-status-for-ref": (("statuses", "read"),),
    # "Repository permissions for Issues" and "… for Pull requests": the conversation is listed under both
    "issues/get": (("issues", "read"), ("pull_requests", "read")),
    "issues/list-comments": (("issues", "read"), ("pull_requests", "read")),
    "issues/get-comment": (("issues", "read"), ("pull_requests", "read")),
    "issues/create-comment": (("issues", "write"), ("pull_requests", "write")),
    "issues/update-comment": (("issues", "write"), ("pull_requests", "write")),
    "issues/delete-comment": (("issues", "write"), ("pull_requests", "write")),
    "reactions/create-for-issue-comment": (("issues", "write"), ("pull_requests", "write")),
    # "Repository permissions for Checks"
    "checks/create": (("checks", "write"),),
    "checks/update": (("checks", "write"),),
    "checks/get": (("checks", "read"),),
    "checks/list-annotations": (("checks", "read"),),
    "checks/list-for-ref": (("checks", "read"),),
    "checks/list-suites-for-ref": (("checks", "read"),),
    "checks/get-suite": (("checks", "read"),),
}

# git over HTTP, "Repository permissions for Contents"
FETCH: Need = ("contents", "read")
PUSH: Need = ("contents", "write")

_RANK = {"read": 1, "write": 2, "admin": 3}


def covers(granted: dict[str, str], need: Need) -> bool:
    """Return whether what was granted is enough; write includes read."""
    name, level = need
    return _RANK.get(granted.get(name, ""), 0) >= _RANK[level]


def may(granted: dict[str, str], operation: str) -> bool:
    """Return whether an installation token with these permissions may call an operation."""
    return operation in ANY_TOKEN or any(covers(granted, need) for need in BY_PERMISSION.get(operation, ()))
