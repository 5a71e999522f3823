"""What all commands of this service have in common. Only the youth office speaks here, so nobody says who speaks."""

from uuid import UUID

from shared.messages import Command


class MinorCommand(Command):
    """About one file, known by a random id that is no person's id anywhere else. Stream `minor-<file>`."""

    minor: UUID
