"""The topology as data: `agreement/topology.toml` makes topics, ACLs, quotas and the documentation table.

Names carry the namespace (empty in production): tests share one broker and never meet.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared import topology_docs

# No dot: `koop.partner.<id>.` is a prefix ACL, and an id with a dot would lie inside another partner's.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
FactType = Annotated[str, StringConstraints(pattern=r"^koop\.fact\.[A-Z][A-Za-z0-9]+\.v[1-9][0-9]*$")]


class TopicSpec(NamedTuple):
    name: str
    partitions: int
    config: Mapping[str, str]


class AclSpec(NamedTuple):
    """One ALLOW from any host. A prefixed name always ends in a dot."""

    principal: str
    resource: Literal["TOPIC", "GROUP"]
    name: str
    pattern: Literal["LITERAL", "PREFIXED"]
    operation: Literal["READ", "WRITE", "DESCRIBE"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DomainTopic(_Data):
    name: str
    key: str
    partitions: int = Field(gt=0)
    writer: Slug
    readers: tuple[Slug, ...]


class Domain(_Data):
    config: dict[str, str]
    topics: tuple[DomainTopic, ...]


class PartnerTopic(_Data):
    partitions: Literal[1]
    """One partition: a partner's facts keep the order in which it stated them."""
    config: dict[str, str]


class PartnerTopics(_Data):
    facts: PartnerTopic
    receipts: PartnerTopic
    quotas: dict[Literal["producer_byte_rate", "consumer_byte_rate", "request_percentage"], float]


class Area(_Data):
    by: tuple[Slug, ...]
    facts: tuple[FactType, ...]


class Authority(_Data):
    """`agreement/authority.toml`: who may state what."""

    groups: dict[Slug, tuple[Slug, ...]]
    areas: dict[str, Area]

    @cached_property
    def statements(self) -> frozenset[tuple[str, str]]:
        """Every allowed pair of partner and fact type, groups resolved."""
        return frozenset(
            (partner, fact)
            for area in self.areas.values()
            for name in area.by
            for partner in self.groups.get(name, (name,))
            for fact in area.facts
        )


class Topology(_Data):
    services: tuple[Slug, ...]
    default_owner: Slug
    partners: tuple[Slug, ...]
    """The partners of the agreement, who vote."""
    district_units: tuple[Slug, ...]
    """Units of the district that publish like partners, without a vote."""
    walled: dict[Slug, Slug] = {}
    """Participants whose facts one service alone reads and answers, whatever they state."""
    domain: Domain
    partner: PartnerTopics
    facts: dict[Slug, tuple[FactType, ...]]
    authority: Authority
    namespace: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]*$")] = ""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read topology.toml and the authority.toml beside it. Raises OSError, TOMLDecodeError, pydantic.ValidationError."""
        authority = tomllib.loads(path.with_name("authority.toml").read_text("utf-8"))
        return cls.model_validate(tomllib.loads(path.read_text("utf-8")) | {"authority": authority})

    def namespaced(self, prefix: str) -> "Topology":
        """The same topology with every topic, group and principal under a prefix. Raises pydantic.ValidationError."""
        return Topology.model_validate(self.model_dump() | {"namespace": prefix})

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        topics = self.domain.topics
        named = {
            self.default_owner,
            *self.facts,
            *self.walled.values(),
            *(t.writer for t in topics),
            *(r for t in topics for r in t.readers),
        }
        members = {name for area in self.authority.areas.values() for name in area.by if name not in self.authority.groups}
        members |= {partner for group in self.authority.groups.values() for partner in group}
        listed = [fact for facts in self.facts.values() for fact in facts]
        ruled = [fact for area in self.authority.areas.values() for fact in area.facts]
        members |= self.walled.keys()
        unknown = {*(named - set(self.services)), *(members - set(self.participants))}
        if unknown:
            raise ValueError(f"neither a service nor a partner: {sorted(unknown)}")
        if sorted(listed) != sorted(ruled) or len(set(listed)) != len(listed):
            raise ValueError("each fact needs one owner in topology.toml and one area in authority.toml")
        return self

    @property
    def participants(self) -> tuple[str, ...]:
        """Who has a facts and a receipts topic: the partners, then the district's units."""
        return self.partners + self.district_units

    def name(self, base: str) -> str:
        """The name on the broker: `koop.cases.v1`, in a namespace `t1-koop.cases.v1`."""
        return self.namespace + base

    def facts_topic(self, partner: str) -> str:
        return self.name(f"koop.partner.{partner}.facts.v1")

    def receipts_topic(self, partner: str) -> str:
        return self.name(f"koop.partner.{partner}.receipts.v1")

    def heard_by(self, service: str) -> list[str]:
        """The participants whose facts a service reads."""
        return [partner for partner in self.participants if self.walled.get(partner, service) == service]

    def facts_topics(self, service: str) -> list[str]:
        return [self.facts_topic(partner) for partner in self.heard_by(service)]

    def service_group(self, service: str, name: str = "") -> str:
        return self.name(f"koop.{service}.{name}")

    def partner_group(self, partner: str, name: str = "") -> str:
        return self.name(f"koop.partner.{partner}.{name}")

    def service_principal(self, service: str) -> str:
        return self.name(service)

    def partner_principal(self, partner: str) -> str:
        """The prefix keeps a partner from ever being called `admin` or `cases`."""
        return self.name(f"partner-{partner}")

    def principals(self) -> list[str]:
        return [*map(self.service_principal, self.services), *map(self.partner_principal, self.participants)]

    def partner_of(self, topic: str) -> str | None:
        """Who speaks on this topic: the ACL lets nobody else write there. None: not a facts topic of ours."""
        found = re.fullmatch(rf"{re.escape(self.namespace)}koop\.partner\.([a-z0-9-]+)\.facts\.v1", topic)
        return found[1] if found and found[1] in self.participants else None

    def owner(self, fact_type: str, partner: str | None = None) -> str:
        """The service that answers this fact of this partner."""
        return self.walled.get(partner or "") or self._owners.get(fact_type, self.default_owner)

    def may_state(self, partner: str, fact_type: str) -> bool:
        return (partner, fact_type) in self.authority.statements

    def answering(self) -> list[str]:
        """The services that read facts and write receipts."""
        return [service for service in self.services if service == self.default_owner or service in self.facts]

    def topics(self) -> list[TopicSpec]:
        facts, receipts = self.partner.facts, self.partner.receipts
        return [
            *(TopicSpec(self.name(topic.name), topic.partitions, self.domain.config) for topic in self.domain.topics),
            *(TopicSpec(self.facts_topic(partner), facts.partitions, facts.config) for partner in self.participants),
            *(TopicSpec(self.receipts_topic(partner), receipts.partitions, receipts.config) for partner in self.participants),
        ]

    def acls(self) -> list[AclSpec]:
        """Nothing is allowed that is not listed here. Services get partner topics one by one: no prefix covers facts and receipts alike."""
        return list(dict.fromkeys([*self._service_acls(), *self._partner_acls()]))

    def quotas(self) -> dict[str, dict[str, float]]:
        """Per partner principal: bytes per second; percent of a broker thread."""
        quota: dict[str, float] = {str(key): value for key, value in self.partner.quotas.items()}
        return {self.partner_principal(partner): quota for partner in self.participants}

    def docs_table(self) -> str:
        """docs/topics.md."""
        return topology_docs.page(self)

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {fact: service for service, facts in self.facts.items() for fact in facts}

    def _service_acls(self) -> Iterator[AclSpec]:
        for service in self.services:
            yield AclSpec(self.service_principal(service), "GROUP", self.service_group(service), "PREFIXED", "READ")
        for topic in self.domain.topics:
            yield from _on_topic(self.service_principal(topic.writer), self.name(topic.name), "WRITE")
            for reader in topic.readers:
                yield from _on_topic(self.service_principal(reader), self.name(topic.name), "READ")
        for service in self.answering():
            for partner in self.heard_by(service):
                yield from _on_topic(self.service_principal(service), self.facts_topic(partner), "READ")
                yield from _on_topic(self.service_principal(service), self.receipts_topic(partner), "WRITE")

    def _partner_acls(self) -> Iterator[AclSpec]:
        for partner in self.participants:
            principal = self.partner_principal(partner)
            yield from _on_topic(principal, self.facts_topic(partner), "WRITE")
            yield from _on_topic(principal, self.receipts_topic(partner), "READ")
            yield AclSpec(principal, "GROUP", self.partner_group(partner), "PREFIXED", "READ")


def _on_topic(principal: str, topic: str, operation: Literal["READ", "WRITE"]) -> Iterator[AclSpec]:
    yield AclSpec(principal, "TOPIC", topic, "LITERAL", operation)
    yield AclSpec(principal, "TOPIC", topic, "LITERAL", "DESCRIBE")
