"""The App's own credentials, kept in one file that only its owner can read."""

import json
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import TypeAdapter, ValidationError

from reviewer.errors import TellOperator
from reviewer.github.names import bot_login


@dataclass(frozen=True, slots=True)
class AppCredentials:
    """What GitHub knows the App by. Secrets are kept out of the printed form.

    Only the first three are always there; the others are empty where the operator gave the credentials by hand.
    `private_key` is PEM text, `owner` the account the App belongs to, `html_url` the App's public page.
    """

    app_id: int
    private_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    slug: str = ""
    name: str = ""
    owner: str = ""
    html_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)

    @property
    def login(self) -> str:
        """Return the login under which the App acts, "" when its slug is not known."""
        return bot_login(self.slug) if self.slug else ""


_SHAPE = TypeAdapter(AppCredentials)


def read_private_key(text_or_path: str) -> str:
    """Return a private key given as PEM text (on one line with written-out line ends, too) or as a PEM file's path."""
    if text_or_path.lstrip().startswith("-----BEGIN"):
        return text_or_path.replace("\\n", "\n")
    try:
        return Path(text_or_path).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise TellOperator(
            f"Read the App's private key from the file named in PRIVATE_KEY, but {reason}: "
            "give PEM text, or the path of a PEM file that this user can read."
        ) from None


@lru_cache(maxsize=4)
def signing_key(private_key: str) -> RSAPrivateKey:
    """Return the key in PEM text; raises ValueError, saying why, when it cannot sign for an App.

    Read once a process, and in a worker before its attempts are forked off: proving its numbers takes 40 ms.
    """
    try:
        key = load_pem_private_key(private_key.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("it is no whole PEM file, from the line BEGIN to the line END") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("it is no RSA key, and GitHub makes no others")  # noqa: TRY004 - the text's value, not our type
    return key


def why_unreadable(private_key: str) -> str | None:
    """Return why a private key cannot sign for an App, None when it can."""
    try:
        signing_key(private_key)
    except ValueError as error:
        return str(error)
    return None


def load_credentials(path: Path) -> AppCredentials | None:
    """Return the credentials in a file, None when there is no such file yet.

    Raises TellOperator when others may read the file, or when it does not hold credentials.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TellOperator(f"Read the App's credentials from {path}, but {error.strerror}: check its owner.") from None
    if mode & 0o077:
        raise TellOperator(
            f"The App's credentials in {path} can be read by others (mode {mode:04o}), so they were not used: "
            f"run `chmod 600 {path}`, and make a new key if somebody may have seen it."
        )
    try:
        return _SHAPE.validate_json(content)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, problem["loc"])) or "the whole file" for problem in error.errors())
        raise TellOperator(
            f"Read the App's credentials from {path}, but these are not right: {fields}. "
            "Restore the file, or move it away and open /setup."
        ) from None


def save_credentials(path: Path, credentials: AppCredentials) -> None:
    """Write the credentials, whole or not at all, readable by this user only (file 0600, a new folder 0700)."""
    content = json.dumps(asdict(credentials), indent=2) + "\n"
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        raise TellOperator(
            f"Wrote the App's credentials to {path}, but {error.strerror}: check the folder and the disk."
        ) from None


def _sync_folder(folder: Path) -> None:
    """Make the rename durable: the credentials come once, and are not given again."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
