"""The JSON this GitHub speaks, version 2022-11-28: one function a shape, complete as the published schemas ask."""

from typing import TypeAlias

Json: TypeAlias = dict[str, object]
