"""The agreement's file as the commands that found the cooperation. Read again, it founds nothing twice."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.reporting.decision.partner import AuthoriseVoter, Kind, LegalEntity, RegisterPartner
from services.reporting.decision.policy import DecisionPolicy
from services.reporting.decision.term import AgreeTerm
from services.reporting.decision.term_state import Facet
from shared.contracts.codes import Slug
from shared.messages import Command, Message, id_from


class Founding(NamedTuple):
    """The id comes from the command's content: the same line of the file is the same command for ever."""

    id: UUID
    command: Command


class Signatory(Message):
    slug: Slug
    name: str
    legal_entity: Slug
    kind: Kind = "partner"


class Term(Message):
    starts: date
    ends: date
    facets: tuple[Facet, ...] = Field(min_length=1)


class Agreement(Message):
    cooperation: Slug
    term: Term
    policy: DecisionPolicy
    legal_entities: dict[Slug, str]
    signatories: tuple[Signatory, ...]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises OSError, tomllib.TOMLDecodeError, pydantic.ValidationError."""
        return cls.model_validate(tomllib.loads(path.read_text("utf-8")))

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        slugs = [signatory.slug for signatory in self.signatories]
        if len(set(slugs)) < len(slugs):
            raise ValueError("a signatory is listed twice")
        if unknown := {s.legal_entity for s in self.signatories} - self.legal_entities.keys():
            raise ValueError(f"no legal entity {', '.join(sorted(unknown))}")
        if [s.kind for s in self.signatories].count("coordinator") != 1:
            raise ValueError("an agreement has one coordinator")
        return self

    @property
    def coordinator(self) -> Slug:
        return next(signatory.slug for signatory in self.signatories if signatory.kind == "coordinator")

    def founding(self) -> list[Founding]:
        return [self._founding(command) for command in (self._term(), *self._partners(), *self._voters())]

    def _founding(self, command: Command) -> Founding:
        content = json.dumps(command.model_dump(mode="json"), sort_keys=True)
        return Founding(id_from("agreement", self.cooperation, type(command).__name__, content), command)

    def _term(self) -> AgreeTerm:
        return AgreeTerm(
            on=self.term.starts,
            cooperation=self.cooperation,
            starts=self.term.starts,
            ends=self.term.ends,
            facets=self.term.facets,
            coordinator=self.coordinator,
            policy=self.policy,
        )

    def _partners(self) -> list[RegisterPartner]:
        return [
            RegisterPartner(
                on=self.term.starts,
                organisation=signatory.slug,
                cooperation=self.cooperation,
                kind=signatory.kind,
                name=signatory.name,
                legal_entity=LegalEntity(code=signatory.legal_entity, name=self.legal_entities[signatory.legal_entity]),
            )
            for signatory in self.signatories
        ]

    def _voters(self) -> list[AuthoriseVoter]:
        """Of every signatory, the coordinator too: whether it votes is the policy's matter."""
        return [
            AuthoriseVoter(on=self.term.starts, organisation=s.slug, role=role, account=f"{role}@{s.slug}", partner=s.slug)
            for s in self.signatories
            for role in ("representative", "deputy")
        ]
