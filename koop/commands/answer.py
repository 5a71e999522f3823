"""How every command answers: text for people or JSON for programs, and an exit code."""

import json
import sys
from collections.abc import Collection
from typing import Annotated, Any, NoReturn

import typer

Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, nothing else there.")]

CODES = "Exit codes: 0 done, 1 not clean or refused, 2 wrong usage, 3 figures differ, 130 interrupted."
# Whose errors tell an operator something. Any other is a mistake of ours and keeps its traceback.
REMOTE = {"aiokafka", "eventsourcing", "httpx", "kafka", "psycopg", "psycopg_pool"}
OWN = {"koop", "services", "shared"}


def environment() -> Any:
    from koop.environment import Environment  # noqa: PLC0415 - `koop --help` needs none of it

    return Environment()


def one_or_all(name: str, known: Collection[str], what: str, *, every: bool) -> list[str]:
    """What an argument and `--all` mean together. Raises typer.BadParameter for both, neither, or a name that is none."""
    if every == bool(name):
        raise typer.BadParameter(f"name one {what}, or say --all", param_hint=what.upper())
    if name and name not in known:
        raise typer.BadParameter(f"no {what} {name!r}; there are {', '.join(known)}", param_hint=what.upper())
    return list(known) if every else [name]


def say(outcome: Any, *, as_json: bool, ok: bool = True) -> None:
    """Print, and leave with `exit_code` or 1 where it is not well."""
    if as_json:
        print(json.dumps(outcome, default=str, ensure_ascii=False))
    else:
        for line in _lines(outcome):
            print(line)
    if not ok:
        raise typer.Exit(int(outcome.get("exit_code", 1)) if isinstance(outcome, dict) else 1)


def expected(error: Exception) -> bool:
    """Something outside, or a refusal with words of its own."""
    return isinstance(error, OSError) or _root(error) in REMOTE | OWN


def fail(error: Exception, *, as_json: bool) -> NoReturn:
    """One line instead of a traceback."""
    problem = str(error) or type(error).__name__
    if isinstance(error, OSError) or _root(error) in REMOTE:
        problem += " - is everything up? See `koop doctor`, `koop up`"
    if as_json:
        print(json.dumps({"ok": False, "problem": problem}, ensure_ascii=False))
    else:
        print(problem, file=sys.stderr)
    sys.exit(1)


def _lines(outcome: Any) -> list[str]:
    match outcome:
        case list():
            return ["  ".join(f"{k}={v}" for k, v in line.items()) if isinstance(line, dict) else str(line) for line in outcome]
        case dict():
            return [f"{key}: {_value(value)}" for key, value in outcome.items()]
        case _:
            return [str(outcome)]


def _value(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _root(error: Exception) -> str:
    return type(error).__module__.partition(".")[0]
