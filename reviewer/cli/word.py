"""`reviewer word`: the process that talks to a language model, alone with the model's settings."""

import asyncio
import os

from reviewer.cli.logs import configure_logs
from reviewer.errors import TellOperator
from reviewer.llm.asking import Model
from reviewer.llm.listening import listen, try_out
from reviewer.llm.process import Limits, WordProcess
from reviewer.settings import WordSettings, load_word_settings

MOST_DESCRIPTORS = 1 << 16


def word() -> None:
    """Run the process that asks a language model for words, for an App that `reviewer serve` runs.

    It reads REVIEWER_MODEL, REVIEWER_MODEL_URL, REVIEWER_MODEL_KEY and REVIEWER_MODEL_SOCKET, and refuses to start
    where it finds the App's own secrets. Run it as a user of its own, who cannot read the data folder.
    """
    # Whoever started us may have left a database or a key open.
    os.closerange(3, MOST_DESCRIPTORS)
    configure_logs()
    settings = load_word_settings()
    # LiteLLM takes seconds to load: what is wrong with the place is told before.
    try_out(settings.model_socket)
    process = WordProcess(_model(settings), Limits(calls=settings.model_calls))
    listening = listen(settings.model_socket)
    try:
        asyncio.run(process.run(listening))
    finally:
        settings.model_socket.unlink(missing_ok=True)


def _model(settings: WordSettings) -> Model:
    # Not before the environment is known to hold no secret of the App's: this imports code of many strangers.
    try:
        from reviewer.llm.provider import Deployment, LiteLlmModel  # noqa: PLC0415
    except ImportError as error:
        raise TellOperator(f"LiteLLM is not installed ({error}): pip install 'reviewer[model]'") from error
    key = settings.model_key.get_secret_value() if settings.model_key else None
    return LiteLlmModel(
        Deployment(settings.model, settings.model_url or None, key, settings.model_limit, settings.model_tokens)
    )
