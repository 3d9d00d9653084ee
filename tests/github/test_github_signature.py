"""Only what GitHub signed with our secret, byte for byte, is ours."""

import hashlib
import hmac

import pytest

from reviewer.github.signature import verify_signature

# The example of https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
SECRET = b"It's a Secret to Everybody"
BODY = b"Hello, World!"
HEADER = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def test_githubs_own_example_is_accepted() -> None:
    assert verify_signature(SECRET, BODY, HEADER)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        HEADER.removeprefix("sha256="),
        HEADER.upper(),
        HEADER[:-1],
        HEADER + "0",
        "sha256=" + "0" * 64,
        "sha256=schlüssel",
        "sha256=\udcff",
        "sha1=" + hmac.new(SECRET, BODY, hashlib.sha1).hexdigest(),
    ],
)
def test_any_other_header_is_refused(header: str | None) -> None:
    assert not verify_signature(SECRET, BODY, header)


def test_one_changed_byte_is_refused() -> None:
    assert not verify_signature(SECRET, BODY + b"\n", HEADER)


def test_another_secret_is_refused() -> None:
    assert not verify_signature(b"another", BODY, HEADER)


def test_an_empty_secret_signs_nothing() -> None:
    signed = "sha256=" + hmac.new(b"", BODY, hashlib.sha256).hexdigest()
    assert not verify_signature(b"", BODY, signed)
