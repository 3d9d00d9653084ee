"""Whether a webhook comes from GitHub: the only thing that is looked at before its body is trusted at all."""

import hashlib
import hmac

PREFIX = "sha256="


def verify_signature(secret: bytes, body: bytes, header: str | None) -> bool:
    """Return whether `header` (X-Hub-Signature-256) signs exactly these bytes, compared in constant time.

    The older SHA-1 header is never accepted, nor is anything under an empty secret.
    https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
    """
    if not secret or header is None or not header.startswith(PREFIX):
        return False
    expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), header.removeprefix(PREFIX).encode("utf-8", "replace"))
