"""Unterlagen: which paper which office has asked for, and who received it. What a person brought once, nobody asks for again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.cases.facets.transition.base import OnWord, Word, word
from shared.contracts.codes import Slug
from shared.contracts.codes_transition import DocumentKind
from shared.messages import Event


class RequestDocument(Word):
    document: DocumentKind


class ReceiveDocument(Word):
    document: DocumentKind


class DocumentRequested(OnWord, Event, name="transition.DocumentRequested"):
    document: DocumentKind


class DocumentReceived(OnWord, Event, name="transition.DocumentReceived"):
    document: DocumentKind


DocumentCommand = RequestDocument | ReceiveDocument


@dataclass(frozen=True)
class Documents:
    """`requested`: by kind, which office asked when. `received`: by kind, the first day and the office that has it."""

    requested: dict[DocumentKind, dict[Slug, date]] = field(default_factory=dict)
    received: dict[DocumentKind, tuple[date, Slug]] = field(default_factory=dict)

    def complete_by(self, day: date, wanted: Sequence[str]) -> bool:
        return all(kind in self.received and self.received[kind][0] <= day for kind in map(DocumentKind, wanted))


def decide(command: DocumentCommand, state: Documents) -> Sequence[Event]:
    kind = DocumentRequested if isinstance(command, RequestDocument) else DocumentReceived
    event = kind.model_validate(word(command) | {"document": command.document})
    return [] if evolve(state, event) == state else [event]


def evolve(state: Documents, event: Event) -> Documents:
    match event:
        case DocumentRequested(on=on, by=by, document=document):
            asked = state.requested.get(document, {})
            return replace(state, requested={**state.requested, document: {**asked, by: min(on, asked.get(by, on))}})
        case DocumentReceived(on=on, by=by, document=document):
            return replace(state, received={**state.received, document: min((on, by), state.received.get(document, (on, by)))})
    return state
