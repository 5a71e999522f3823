"""The one door: who asks (`authenticate`), and what that person may see for a purpose (`scope`).

Tokens today; OIDC will enter through the same `authenticate`.
"""

import hashlib
import hmac
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

Role = Literal["caseworker", "volunteer-coordinator", "youth-office", "coordinator", "representative", "auditor", "operator"]
Facet = Literal["people", "language", "work", "transition", "volunteers", "minors", "referrals", "cooperation"]
Purpose = Literal["casework", "steering", "decision", "audit", "operation"]
Level = Literal["own", "all", "counts"]

SHARED_GROUND: frozenset[str] = frozenset({"people", "referrals", "cooperation"})
"""No facets of the agreement: every organisation stands on it."""


class Unauthenticated(Exception):
    """Nobody we know. `code` has a text; the answer is 401 with `WWW-Authenticate: Bearer`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Forbidden(Exception):
    """Known, but not for this. Details are coded values, never what was asked about."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Principal:
    """A person at work: the account in its organisation and role. `facets` are those the organisation takes part in."""

    account: str
    organisation: str
    role: str
    facets: frozenset[str]


@dataclass(frozen=True)
class Scope:
    """What a query may return: the one filter that every read of a person's data passes."""

    level: Level
    organisation: str

    def covers(self, *organisations: str) -> bool:
        """May single records be seen that concern these organisations? `counts` never shows a record."""
        return self.level == "all" or (self.level == "own" and self.organisation in organisations)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Organisation(_Data):
    facets: frozenset[Facet]
    roles: tuple[Role, ...]


class Access(_Data):
    """`agreement/access.toml`."""

    roles: dict[Role, dict[Purpose, dict[Level, tuple[Facet, ...]]]]
    organisations: dict[str, Organisation]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises OSError, TOMLDecodeError, pydantic.ValidationError."""
        return cls.model_validate(tomllib.loads(path.read_text("utf-8")))

    @model_validator(mode="after")
    def _one_level_each(self) -> Self:
        for role, purposes in self.roles.items():
            for purpose, levels in purposes.items():
                facets = [facet for listed in levels.values() for facet in listed]
                if len(set(facets)) != len(facets):
                    raise ValueError(f"{role} has two levels for one facet and {purpose}")
        return self

    def scope(self, principal: Principal, facet: str, purpose: str) -> Scope:
        """Raises Forbidden, also for a role, facet or purpose that does not exist."""
        level = self._levels.get((principal.role, facet, purpose))
        outside = facet not in SHARED_GROUND | principal.facets
        if level is None or (outside and level != "counts"):
            raise Forbidden("auth.forbidden", role=principal.role, facet=facet, purpose=purpose)
        return Scope(level, principal.organisation)

    @cached_property
    def _levels(self) -> dict[tuple[str, str, str], Level]:
        return {
            (role, facet, purpose): level
            for role, purposes in self.roles.items()
            for purpose, levels in purposes.items()
            for level, facets in levels.items()
            for facet in facets
        }


class Issued(_Data):
    """One line of `tokens.json`. 43 characters are 256 bits, so that a plain hash of a token is as good as a slow one."""

    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43,}$")] = Field(repr=False)
    account: str
    organisation: str
    role: Role


ISSUED = TypeAdapter(list[Issued], config=ConfigDict(hide_input_in_errors=True))


class Tokens:
    """Bearer tokens, kept as hashes only."""

    def __init__(self, issued: list[Issued]) -> None:
        self._known = [(_digest(one.token), one.account, one.organisation, one.role) for one in issued]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises OSError, pydantic.ValidationError (which does not show the input)."""
        return cls(ISSUED.validate_json(path.read_bytes()))

    def find(self, token: str) -> tuple[str, str, Role] | None:
        """Account, organisation and role. Every known hash is compared: the time says nothing about how far one matched."""
        digest = _digest(token)
        found: tuple[str, str, Role] | None = None
        for known, account, organisation, role in self._known:
            if hmac.compare_digest(known, digest):
                found = (account, organisation, role)
        return found


WITHOUT_TERM: frozenset[str] = frozenset({"steering", "decision", "audit", "operation"})
"""What goes on when no term is in force; casework has lost its basis."""


@dataclass(frozen=True)
class Door:
    """The one door. No request is anonymous. `may_work`: does the cooperation still run, and is this organisation in it?"""

    tokens: Tokens
    access: Access
    may_work: Callable[[str], bool] = lambda organisation: True

    @classmethod
    def load(cls, tokens: Path, access: Path, may_work: Callable[[str], bool] = lambda organisation: True) -> Self:
        """Raises OSError, TOMLDecodeError, pydantic.ValidationError."""
        return cls(Tokens.load(tokens), Access.load(access), may_work)

    def authenticate(self, authorization_header: str | None) -> Principal:
        """Raises Unauthenticated. An organisation outside the agreement, or a role it does not have, is nobody."""
        scheme, _, token = (authorization_header or "").strip().partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("auth.missing")
        found = self.tokens.find(token.strip())
        if found is None:
            raise Unauthenticated("auth.unknown")
        account, name, role = found
        organisation = self.access.organisations.get(name)
        if organisation is None or role not in organisation.roles:
            raise Unauthenticated("auth.unknown")
        return Principal(account, name, role, frozenset(organisation.facets))

    def scope(self, principal: Principal, facet: str, purpose: str) -> Scope:
        """Raises Forbidden; also (R48) for casework after the term's last instant."""
        found = self.access.scope(principal, facet, purpose)
        if purpose not in WITHOUT_TERM and not self.may_work(principal.organisation):
            raise Forbidden("auth.term_over")
        return found


def issue_tokens(organisations: Mapping[str, Organisation]) -> list[Issued]:
    """A fresh token per account: `caseworker@vg-landstuhl`; a representative has a deputy beside it."""
    return [
        Issued(token=secrets.token_urlsafe(32), account=f"{name}@{slug}", organisation=slug, role=role)
        for slug, organisation in organisations.items()
        for role in organisation.roles
        for name in (("representative", "deputy") if role == "representative" else (role,))
    ]


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
