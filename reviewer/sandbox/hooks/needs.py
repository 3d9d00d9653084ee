"""Which permission an App must hold to hear an event."""

# Which permission an event takes; installation events come unasked and cannot be listed.
# https://docs.github.com/en/webhooks/webhook-events-and-payloads, "Availability" of each
EVENT_NEEDS: dict[str, str] = {
    "check_run": "checks",
    "check_suite": "checks",
    "issue_comment": "issues",
    "issues": "issues",
    "label": "metadata",
    "member": "members",
    "merge_group": "merge_queues",
    "pull_request": "pull_requests",
    "pull_request_review": "pull_requests",
    "pull_request_review_comment": "pull_requests",
    "pull_request_review_thread": "pull_requests",
    "push": "contents",
    "release": "contents",
    "repository": "metadata",
    "status": "statuses",
}
