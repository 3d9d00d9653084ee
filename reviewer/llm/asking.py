"""The model as the word process sees it: a prompt in, a text out, or why not."""

from dataclasses import dataclass
from typing import Protocol

from pydantic import ValidationError

from reviewer.errors import ReviewerError
from reviewer.llm.messages import Answered, Said
from reviewer.llm.prompts import Prompt


class NoAnswer(ReviewerError):
    """The model gave nothing that can be used; the message says why, and holds nothing of the prompt or the answer."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote; the tokens are None where its server did not count them."""

    text: str
    tokens_read: int | None = None
    tokens_written: int | None = None


class Model(Protocol):
    """A language model."""

    @property
    def name(self) -> str:
        """Return the name it is known by in the settings."""
        ...

    async def complete(self, prompt: Prompt) -> Completion:
        """Return what it writes, asked once; raises NoAnswer."""
        ...


async def answer_to(model: Model, prompt: Prompt) -> Answered:
    """Return the model's answer, checked against its schema; raises NoAnswer. Nothing broken is mended."""
    completion = await model.complete(prompt)
    try:
        # Lists come as JSON arrays, which strict validation takes for tuples only when it reads the JSON itself.
        said = Said.model_validate_json(completion.text)
    except ValidationError as error:
        raise NoAnswer(f"the model's answer does not fit its schema: {error.error_count()} mistakes") from None
    return Answered(
        prompt=prompt.digest,
        model=model.name,
        said=said,
        tokens_read=completion.tokens_read,
        tokens_written=completion.tokens_written,
    )
