"""The App's secrets are written whole, for this user only, and are never shown."""

import os
import stat
from pathlib import Path

import pytest

from reviewer.errors import TellOperator
from reviewer.github.credentials import AppCredentials, load_credentials, read_private_key, save_credentials

OURS = AppCredentials(
    4242,
    "-----BEGIN PRIVATE KEY-----\nMIIEv\n-----END PRIVATE KEY-----\n",
    "hook-secret",
    slug="reviewer",
    client_id="Iv1.abc",
    client_secret="client-secret",
)


def test_credentials_come_back_as_they_were_saved(tmp_path: Path) -> None:
    save_credentials(tmp_path / "credentials.json", OURS)
    assert load_credentials(tmp_path / "credentials.json") == OURS


def test_no_file_is_no_credentials(tmp_path: Path) -> None:
    assert load_credentials(tmp_path / "credentials.json") is None


def test_only_the_owner_can_read_file_and_folder(tmp_path: Path) -> None:
    path = tmp_path / "data" / "credentials.json"
    loose = os.umask(0)
    try:
        save_credentials(path, OURS)
    finally:
        os.umask(loose)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]


def test_saving_again_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    path.write_text("{}")
    path.chmod(0o644)
    save_credentials(path, OURS)
    assert (load_credentials(path), [each.name for each in tmp_path.iterdir()]) == (OURS, ["credentials.json"])


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o777])
def test_a_file_that_others_can_reach_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "credentials.json"
    save_credentials(path, OURS)
    path.chmod(mode)
    with pytest.raises(TellOperator, match=f"run `chmod 600 {path}`"):
        load_credentials(path)


@pytest.mark.parametrize(
    ("content", "said"), [("", "the whole file"), ('{"app_id": 1}', "private_key, webhook_secret"), ("[]", "whole")]
)
def test_a_damaged_file_is_refused_with_its_fields(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "credentials.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(TellOperator, match=said):
        load_credentials(path)


def test_a_damaged_file_is_refused_without_showing_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    path.write_text('{"app_id": "no number", "private_key": "SECRET", "webhook_secret": "SECRET"}')
    path.chmod(0o600)
    with pytest.raises(TellOperator) as refused:
        load_credentials(path)
    assert "SECRET" not in str(refused.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(TellOperator, match="check the folder and the disk"):
        save_credentials(tmp_path / "data" / "credentials.json", OURS)


def test_secrets_are_not_in_the_printed_form() -> None:
    shown = repr(OURS)
    assert [secret for secret in ("MIIEv", "hook-secret", "client-secret") if secret in shown] == []


def test_a_private_key_can_be_text_on_one_line() -> None:
    assert read_private_key(OURS.private_key.replace("\n", "\\n")) == OURS.private_key


def test_a_private_key_can_be_a_path(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(OURS.private_key)
    assert read_private_key(str(tmp_path / "key.pem")) == OURS.private_key


def test_a_private_key_that_is_neither_is_told(tmp_path: Path) -> None:
    with pytest.raises(TellOperator, match="No such file or directory: give PEM text, or the path"):
        read_private_key(str(tmp_path / "key.pem"))


def test_the_login_of_an_app_is_its_slug() -> None:
    assert OURS.login == "reviewer[bot]"


def test_an_app_without_slug_has_no_login() -> None:
    assert AppCredentials(1, "key", "secret").login == ""
