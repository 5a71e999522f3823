"""The published language: what leaves a service, and what partners may state. Closed for producers, read tolerantly."""

from typing import Any, ClassVar, Self

from shared.messages import Day, Later, Message


class Contract(Message):
    """One published type. `class LanguageLevelReached(Contract, type="koop.cases.LanguageLevelReached.v1")`."""

    registry: ClassVar[dict[str, "type[Contract]"]] = {}
    type: ClassVar[str]
    topic: ClassVar[str]
    example: ClassVar[dict[str, Any]]

    on: Later
    """Valid time: the legal day (Europe/Berlin). When it was recorded is the CloudEvents attribute `time`."""

    def __init_subclass__(cls, *, type: str | None = None, **config: Any) -> None:
        super().__init_subclass__(**config)
        if type is None:
            return
        if Contract.registry.setdefault(type, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"the contract type {type!r} is taken by {Contract.registry[type].__qualname__}")
        cls.type = type

    @property
    def subject(self) -> str:
        """Who or what it is about: the Kafka key. A topic's base class says."""
        raise TypeError(f"{self.type} travels without a subject")

    @classmethod
    def read(cls, data: bytes | str) -> Self:
        """Read tolerantly: a newer producer's extra fields are ignored. Raises pydantic.ValidationError."""
        # `model_validate_json` is this call and takes half as long again; a rebuild makes it for every record.
        found: Self = cls.__pydantic_validator__.validate_json(data, extra="ignore")
        return found


class Fact(Contract):
    """A partner's statement, `koop.fact.<Name>.v1`. Who may state it is data: `agreement/authority.toml`."""

    on: Day
