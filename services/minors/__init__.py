"""Unbegleitete minderjährige Ausländer: a service of its own, because the wall around them is a process, a role and a topic (ADR 9)."""
