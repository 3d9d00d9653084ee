"""The operator's settings: the only reader of the environment, built once, never written to.

Every setting is an environment variable `REVIEWER_…`, or a line of a `.env` file in the current folder. The names that
Probot made common (`APP_ID`, `PRIVATE_KEY`, `WEBHOOK_SECRET`) work as well.
"""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from reviewer.errors import TellOperator

GIB = 1024**3


class Settings(BaseSettings):
    """What the operator decides. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(
        env_prefix="REVIEWER_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    data_dir: Path = Field(Path("reviewer-data"), description="database, credentials and git cache live here")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder")
    host: str = Field("127.0.0.1", description="address the web side listens on")
    port: int = Field(8080, ge=0, le=65535, description="port the web side listens on")
    public_url: str = Field(
        "", description="where GitHub reaches us, https://reviewer.example.org; empty: host and port"
    )
    github_url: str = Field("https://github.com", description="the web address of GitHub or GitHub Enterprise Server")
    api_url: str = Field("", description="its REST address; empty: derived from the web address")
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
    lease: float = Field(60.0, ge=1, description="a worker that is silent for so long has lost its review to another")
    cache_bytes: int = Field(10 * GIB, gt=0, description="how large the git cache may grow")

    @model_validator(mode="after")
    def _credentials_come_together(self) -> Self:
        given = [self.app_id is not None, self.private_key is not None, self.webhook_secret is not None]
        if any(given) and not all(given):
            raise ValueError(
                "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET belong together: set all three, or none and open /setup"
            )
        return self

    @field_validator("public_url", "github_url", "api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError(f"{value!r} is no address: begin it with https:// (or http://)")
        return value

    @property
    def database(self) -> str:
        """Return the database's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'reviewer.sqlite3').resolve()}"

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


def load_settings() -> Settings:
    """Return the settings of this process; a wrong or unknown one raises TellOperator naming the variable."""
    _refuse_unknown()
    try:
        return Settings()  # pyright: ignore[reportCallIssue] - every field has a default or comes from the environment
    except ValidationError as error:
        problems = "; ".join(
            _worded(str(problem["loc"][-1]) if problem["loc"] else "", problem["msg"]) for problem in error.errors()
        )
        raise TellOperator(f"The settings could not be read: {problems}") from None


def _refuse_unknown() -> None:
    known = [f"REVIEWER_{name.upper()}" for name in Settings.model_fields]
    for name in os.environ:
        if name.startswith("REVIEWER_") and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0)
            raise TellOperator(f"The settings could not be read: there is no {name}; did you mean {near[0]}?")


def _worded(name: str, message: str) -> str:
    variable = name.upper() if name.isupper() or not name else f"REVIEWER_{name.upper()}"
    return f"{variable}: {message.removeprefix('Value error, ')}" if name else message.removeprefix("Value error, ")


def search_path() -> str:
    """Return the folders in which programs (git) are looked for."""
    return os.environ.get("PATH", os.defpath)


def is_plain_terminal() -> bool:
    """Return whether the person asked for no colour (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))
