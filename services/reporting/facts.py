"""No partner's fact is answered here: reporting reads what the other services have made of them."""

from collections.abc import Callable
from typing import Any

from shared.contracts.base import Fact
from shared.domain import FactContext
from shared.messages import Command

FACTS: dict[type[Fact], Callable[[Any, FactContext], Command]] = {}
