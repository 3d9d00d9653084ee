"""One model server and one word process for all tests of a session that need no other."""

from collections.abc import Iterator

import pytest
from llm.model_server import ModelServer, model_server, said
from llm.word_process import Word, settings, word_process


@pytest.fixture(scope="session")
def server() -> Iterator[ModelServer]:
    """A model's server on loopback."""
    with model_server() as running:
        yield running


@pytest.fixture(scope="session")
def running_word(server: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Word]:
    """A word process that asks it, two questions at a time."""
    folder = tmp_path_factory.mktemp("word")
    with word_process(folder, settings(folder, server.url, REVIEWER_MODEL_CALLS="2")) as running:
        yield running


@pytest.fixture
def word(running_word: Word, server: ModelServer) -> Word:
    """The running word process; its model answers well until the test says otherwise."""
    server.reply = said(("The method takes a factor.", ["U1"]))
    server.forget()
    return running_word
