"""The published language: what leaves a service, and what partners may state. Closed for producers, read tolerantly."""

from datetime import date
from typing import Any, ClassVar, TypeVar

from shared.messages import Message

T = TypeVar("T", bound="Contract")


class Contract(Message):
    """One published type. `class LanguageLevelReached(Contract, type="koop.cases.LanguageLevelReached.v1")`."""

    registry: ClassVar[dict[str, type["Contract"]]] = {}
    type: ClassVar[str]

    on: date
    """Valid time: the legal day (Europe/Berlin). When it was recorded is the CloudEvents attribute `time`."""

    def __init_subclass__(cls, *, type: str | None = None, **config: Any) -> None:
        super().__init_subclass__(**config)
        if type is None:
            return
        if Contract.registry.setdefault(type, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"the contract type {type!r} is taken by {Contract.registry[type].__qualname__}")
        cls.type = type

    @classmethod
    def read(cls: type[T], data: bytes | str) -> T:
        """Read tolerantly: a newer producer's extra fields are ignored. Raises pydantic.ValidationError."""
        return cls.model_validate_json(data, extra="ignore")


class Fact(Contract):
    """A partner's statement, `koop.fact.<Name>.v1`. Who may state it is data: `agreement/authority.toml`."""
