"""What goes through the socket: one JSON document on one line each way, checked on both sides."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

REQUEST_LIMIT = 128 * 1024
"""Most bytes of a request."""

ANSWER_LIMIT = 64 * 1024
"""Most bytes of an answer."""

MOST_UNITS = 20
MOST_SENTENCES = 8
SENTENCE_LIMIT = 300

Text = Annotated[str, Field(max_length=400)]
UnitName = Annotated[str, Field(pattern=r"^U[1-9]\d{0,8}$")]


class Message(BaseModel):
    """A frozen value that holds its fields and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class UnitSent(Message):
    """A change unit as a model is shown it: what it is and what was done to it, no code.

    `lines` is "12-20" on the side where the unit stands; `names` are identifiers on its changed lines.
    """

    id: UnitName
    kind: Text
    name: Text
    path: Text
    lines: Text
    was: Text = ""
    actions: tuple[Text, ...]
    lines_added: int
    lines_removed: int
    names: Annotated[tuple[Text, ...], Field(max_length=40)] = ()
    facts: Annotated[tuple[Text, ...], Field(max_length=20)] = ()


class QuoteSent(Message):
    """Words of a person, and where they stood."""

    source: Text
    text: Text


class WordRequest(Message):
    """A question to the model; who asks waits for `limit` seconds and no longer."""

    task: Literal["summary"] = "summary"
    limit: float = Field(gt=0, le=600)
    units: tuple[UnitSent, ...] = Field(min_length=1, max_length=MOST_UNITS)
    quotes: Annotated[tuple[QuoteSent, ...], Field(max_length=4)] = ()


class SaidSentence(Message):
    """One sentence with the ids of the units that it speaks of."""

    text: str = Field(min_length=1, max_length=SENTENCE_LIMIT)
    units: tuple[UnitName, ...] = Field(min_length=1, max_length=MOST_UNITS)


class Said(Message):
    """What a model answers; its shape is prompts/summary/schema.json."""

    sentences: tuple[SaidSentence, ...] = Field(max_length=MOST_SENTENCES)


class Answered(Message):
    """The model's answer to the prompt with this SHA-256; the tokens are None where its server did not count."""

    kind: Literal["answer"] = "answer"
    prompt: str = Field(pattern=r"^[0-9a-f]{64}$")
    model: Text
    said: Said
    tokens_read: int | None = Field(None, ge=0)
    tokens_written: int | None = Field(None, ge=0)


class Refused(Message):
    """Why there is no answer, in words for the log; they hold nothing of the request."""

    kind: Literal["refusal"] = "refusal"
    why: Text


Answer: TypeAdapter[Answered | Refused] = TypeAdapter(Annotated[Answered | Refused, Field(discriminator="kind")])


def line_of(message: Message) -> bytes:
    """Return a message as it goes through the socket."""
    return message.model_dump_json().encode() + b"\n"
