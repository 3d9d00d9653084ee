"""LiteLLM, the one place that imports it: any provider behind one call, asked once, with a time limit."""

import logging
import os
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from reviewer.llm.asking import Completion, NoAnswer
from reviewer.llm.prompts import Prompt

# Before the import: else it fetches a price list from the network, and loads a .env file from a folder above its own,
# which in a checkout is the App's.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"

import litellm
import openai

# Its messages may quote what was sent or answered; ours say what is needed.
litellm.suppress_debug_info = True
for _name in ("LiteLLM", "openai", "httpx"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where a model is: its name as LiteLLM writes it ("openai/gpt-5-mini"); the server's address and key, if any."""

    model: str
    url: str | None
    key: str | None
    time_limit: float
    token_limit: int


class LiteLlmModel:
    """The `Model` port on LiteLLM."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    @property
    def name(self) -> str:
        """Return the name it is known by in the settings."""
        return self._deployment.model

    async def complete(self, prompt: Prompt) -> Completion:
        """Return what it writes, asked once; raises NoAnswer."""
        wanted = {"name": prompt.task, "schema": dict(prompt.schema), "strict": True}
        try:
            reply = await litellm.acompletion(
                model=self._deployment.model,
                messages=[{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
                response_format={"type": "json_schema", "json_schema": wanted},
                base_url=self._deployment.url,
                api_key=self._deployment.key,
                timeout=self._deployment.time_limit,
                max_tokens=self._deployment.token_limit,
                num_retries=0,
                max_retries=0,
            )
        except openai.OpenAIError as error:
            raise NoAnswer(_why(error)) from None
        return _completion(reply)


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    finish_reason: str | None = None
    message: _Message


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Reply(BaseModel):
    choices: list[_Choice]
    usage: _Usage | None = None


def _completion(reply: object) -> Completion:
    try:
        found = _Reply.model_validate(reply, from_attributes=True)
    except ValidationError:
        raise NoAnswer("the model's server answered in another form than OpenAI's") from None
    if not found.choices or found.choices[0].message.content is None:
        raise NoAnswer("the model answered nothing")
    choice = found.choices[0]
    if choice.finish_reason != "stop":
        raise NoAnswer(f"the model stopped early ({_word(choice.finish_reason)})")
    read, written = (found.usage.prompt_tokens, found.usage.completion_tokens) if found.usage else (0, 0)
    # LiteLLM says 0 where the server said nothing.
    return Completion(choice.message.content or "", read or None, written or None)


def _why(error: openai.OpenAIError) -> str:
    status = getattr(error, "status_code", None)
    return f"the model's server failed: {type(error).__name__}" + (f" ({status})" if isinstance(status, int) else "")


def _word(reason: str | None) -> str:
    return reason if reason in {"length", "content_filter", "tool_calls", "function_call"} else "no reason told"
