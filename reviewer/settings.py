"""The operator's settings: the only reader of the environment, built once, never written to.

Every setting is an environment variable `REVIEWER_…`, or a line of a `.env` file in the current folder. The names that
Probot made common (`APP_ID`, `PRIVATE_KEY`, `WEBHOOK_SECRET`) work as well.
"""

import os
import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from reviewer.errors import TellOperator

GIB = 1024**3


class Settings(BaseSettings):
    """What the operator decides. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(
        env_prefix="REVIEWER_",
        env_file=".env",
        # `NAME=` in a compose file means that it is not set.
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(Path("reviewer-data"), description="database, credentials and git cache live here")
    database_url: SecretStr = Field(SecretStr(""), description="SQLAlchemy URL; empty: SQLite in the data folder")
    redis_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("REVIEWER_REDIS_URL", "REDIS_URL"),
        description="Redis or Valkey, to hand out orders to workers; none: they claim them from the database",
    )
    host: str = Field("127.0.0.1", description="address the web side listens on")
    port: int = Field(8080, ge=0, le=65535, description="port the web side listens on")
    public_url: str = Field(
        "", description="where GitHub reaches us, https://reviewer.example.org; empty: host and port"
    )
    github_url: str = Field("https://github.com", description="the web address of GitHub or GitHub Enterprise Server")
    api_url: str = Field("", description="its REST address; empty: derived from the web address")
    github_timeout: float = Field(30.0, gt=0, le=300, description="a request that takes longer is tried later")
    app_id: int | None = Field(None, validation_alias=AliasChoices("REVIEWER_APP_ID", "APP_ID"))
    private_key: SecretStr | None = Field(
        None, validation_alias=AliasChoices("REVIEWER_PRIVATE_KEY", "PRIVATE_KEY"), description="PEM text, or its path"
    )
    webhook_secret: SecretStr | None = Field(
        None, validation_alias=AliasChoices("REVIEWER_WEBHOOK_SECRET", "WEBHOOK_SECRET")
    )
    setup_token: SecretStr | None = Field(
        None, description="what /setup asks for before the App exists; empty: a new one at each start, in the log"
    )
    workers: int = Field(2, ge=0, le=64, description="reviews made at the same time by `reviewer serve`")
    review_limit: float = Field(300.0, gt=0, description="a review that takes longer is stopped")
    parse_limit: float = Field(20.0, gt=0, description="a file that takes longer to parse is read as plain lines")
    parse_memory: int = Field(2 * GIB, ge=GIB // 16, description="so is one whose parser needs more memory")
    # Far below the ten minutes (`LONGEST_LEASE`) from which a lease is taken for that of a clock gone wrong.
    lease: float = Field(60.0, ge=1, le=300, description="a worker silent for so long has lost its review to another")
    sweep_pause: float = Field(
        300.0, ge=1, description="how often webhooks that GitHub could not deliver are looked for"
    )
    queue_pause: float = Field(
        600.0, ge=1, description="how often check runs are written because their place in the queue has changed"
    )
    cache_bytes: int = Field(10 * GIB, gt=0, description="how large the git cache may grow")
    risk_calibration: Path | None = Field(None, description="what `reviewer backtest --write` wrote; none: as shipped")
    model_socket: Path | None = Field(None, description="where `reviewer word` listens; empty: no model is asked")
    model_limit: float = Field(60.0, gt=0, le=600, description="a model that takes longer is not waited for")

    @model_validator(mode="after")
    def _credentials_come_together(self) -> Self:
        given = [self.app_id is not None, self.private_key is not None, self.webhook_secret is not None]
        if any(given) and not all(given):
            raise ValueError(
                "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET belong together: set all three, or none and open /setup"
            )
        return self

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        address = re.sub(r"^valkey(s?)://", r"redis\1://", value.get_secret_value())
        if not address.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("begin it with redis://, rediss:// (TLS), valkey:// or unix://")
        if not _is_whole(address):
            raise ValueError("write it like redis://:password@host:6379/0, with %40 for an @ and %2F for a / in it")
        return SecretStr(address)

    @field_validator("public_url", "github_url", "api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError(f"{value!r} is no address: begin it with https:// (or http://)")
        return value

    @field_validator("model_socket", "risk_calibration", mode="before")
    @classmethod
    def _is_none_when_empty(cls, value: object) -> object:
        return value or None

    @property
    def database(self) -> str:
        """Return the database's SQLAlchemy URL."""
        return self.database_url.get_secret_value() or f"sqlite:///{(self.data_dir / 'reviewer.sqlite3').resolve()}"

    @property
    def rest_url(self) -> str:
        """Return GitHub's REST address; Enterprise Server has it under /api/v3."""
        if self.api_url:
            return self.api_url.rstrip("/")
        web = self.github_url.rstrip("/")
        return "https://api.github.com" if web == "https://github.com" else f"{web}/api/v3"

    @property
    def own_url(self) -> str:
        """Return where people and GitHub reach this App."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def credentials_file(self) -> Path:
        """Return where the App's credentials are kept when they do not come from the environment."""
        return self.data_dir / "credentials.json"

    @property
    def cache_dir(self) -> Path:
        """Return where partial clones are kept."""
        return self.data_dir / "git"


class WordSettings(BaseSettings):
    """What the operator decides for the process that talks to a model, all that it knows of the world.

    A `.env` file is not read: it would be the App's.
    """

    model_config = SettingsConfigDict(env_prefix="REVIEWER_", extra="ignore", frozen=True, hide_input_in_errors=True)

    model: str = Field(min_length=1, description="its name as LiteLLM writes it: openai/gpt-5-mini")
    model_url: str = Field("", description="address of an OpenAI-compatible server; empty: the provider's own")
    model_key: SecretStr | None = Field(None, description="the key that its server asks for")
    model_socket: Path = Field(description="the unix socket to listen on")
    model_limit: float = Field(60.0, gt=0, le=600, description="a model that takes longer is not waited for")
    model_tokens: int = Field(2_000, gt=0, description="most tokens that it may write, thinking included")
    model_calls: int = Field(4, gt=0, le=64, description="questions that it is asked at the same time")


APP_SECRETS = (
    *("APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET", "REVIEWER_APP_ID", "REVIEWER_PRIVATE_KEY", "REVIEWER_WEBHOOK_SECRET"),
    *("REVIEWER_SETUP_TOKEN", "REVIEWER_DATABASE_URL", "DATABASE_URL", "PGPASSWORD"),
    *("REVIEWER_REDIS_URL", "REDIS_URL", "GITHUB_TOKEN", "GH_TOKEN"),
)
"""What the process that talks to a model must not find in its environment (DESIGN, law 7)."""


def load_settings() -> Settings:
    """Return the settings of this process; a wrong or unknown one raises TellOperator naming the variable."""
    _refuse_foreign([_variable(name) for name in WordSettings.model_fields if name not in Settings.model_fields])
    _refuse_unknown(Settings)
    with _told():
        return Settings()  # pyright: ignore[reportCallIssue] - every field has a default or comes from the environment


def load_word_settings() -> WordSettings:
    """Return the settings of the process that talks to a model.

    A wrong or unknown one raises TellOperator naming the variable; so does a secret of the App's, which is not read.
    """
    found = [name for name in APP_SECRETS if os.environ.get(name)]
    if found:
        raise TellOperator(
            f"This process talks to a model, and must not be able to read {', '.join(found)}: "
            "start `reviewer word` with nothing in its environment but REVIEWER_MODEL…"
        )
    _refuse_unknown(WordSettings, Settings)
    with _told():
        return WordSettings()  # pyright: ignore[reportCallIssue] - what has no default comes from the environment


def _is_whole(address: str) -> bool:
    """Return whether an address can be read, its password to the end: no @ of it is left for the path."""
    try:
        parts = urlsplit(address)
        return parts.port != 0 and "@" not in parts.path + parts.query + parts.fragment
    except ValueError:
        return False


def _refuse_foreign(names: Sequence[str]) -> None:
    """Keep the model's key from those who have the App's."""
    found = [name for name in names if os.environ.get(name)]
    if found:
        raise TellOperator(f"{', '.join(found)} is for `reviewer word` alone: do not set it here, but for that process")


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except ValidationError as error:
        problems = "; ".join(
            _worded(str(problem["loc"][-1]) if problem["loc"] else "", problem["msg"]) for problem in error.errors()
        )
        raise TellOperator(f"The settings could not be read: {problems}") from None


def given_settings() -> dict[str, str]:
    """Return the variables that are set, each with where: "environment" or ".env"; the first of the two wins."""
    known = _variables()
    file = {name.upper(): ".env" for name in DotEnvSettingsSource(Settings).env_vars if name.upper() in known}
    return file | {name.upper(): "environment" for name in os.environ if name.upper() in known}


def strange_settings() -> list[str]:
    """Return what `.env` sets under our prefix though there is no such setting; in the environment it is refused."""
    names = {name.upper() for name in DotEnvSettingsSource(Settings).env_vars}
    return sorted(name for name in names if name.startswith("REVIEWER_") and name not in _variables())


def _variables() -> set[str]:
    """Return every variable that sets something."""
    aliases = [
        choice
        for field in Settings.model_fields.values()
        if isinstance(field.validation_alias, AliasChoices)
        for choice in field.validation_alias.choices
    ]
    return {_variable(name) for name in Settings.model_fields} | {str(alias) for alias in aliases}


def _refuse_unknown(*known_to: type[BaseSettings]) -> None:
    known = [_variable(name) for settings in known_to for name in settings.model_fields]
    for name in os.environ:
        if name.startswith("REVIEWER_") and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0)
            raise TellOperator(f"The settings could not be read: there is no {name}; did you mean {near[0]}?")


def _variable(name: str) -> str:
    return f"REVIEWER_{name.upper()}"


def _worded(name: str, message: str) -> str:
    variable = name.upper() if name.isupper() or not name else _variable(name)
    return f"{variable}: {message.removeprefix('Value error, ')}" if name else message.removeprefix("Value error, ")


def search_path() -> str:
    """Return the folders in which programs (git) are looked for."""
    return os.environ.get("PATH", os.defpath)


def is_plain_terminal() -> bool:
    """Return whether the person asked for no colour (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))
