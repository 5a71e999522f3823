"""What every command of the facet Sprache has in common."""

from uuid import UUID

from shared.messages import Command


class LanguageCommand(Command):
    """About one person; the stream is `language-<person>`."""

    person: UUID
