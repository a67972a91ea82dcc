"""preceptor users: who may log in when the app is reachable from other machines, and with which keys."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, counted, plain, print_json, table

if TYPE_CHECKING:
    from assistant.accounts import Account
    from assistant.home import People
    from assistant.leaving import Left

app = typer.Typer(help="Say who may log in: add, list, remove; make keys for their programs.")

SHOWN_ONCE = "It is shown this once. Programs send it as: Authorization: Bearer KEY"
KEY_BYTES, KEY_ID_BYTES = 32, 4

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.")]


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="learner, educator or owner.")] = "learner",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Add a user; the password is asked for."""
    from datetime import UTC, datetime
    from uuid import uuid4

    from assistant.accounts import Role

    password = _password(password_stdin)
    with _people(library) as people:
        account = people.accounts.add(
            name, password, cast("Role", role), user_id=uuid4().hex, at=datetime.now(UTC)
        )
    _say("added", account, json)


@app.command("list")
def list_users(json: JsonOption = False, library: LibraryOption = None) -> None:
    """List the users."""
    with _people(library) as people:
        found = people.accounts.list()
    if json:
        print_json({"users": [_facts(account) for account in found]})
        return
    shown = table("name", "role")
    for account in found:
        shown.add_row(plain(account.name), account.role)
    console().print(shown if found else "No users. On this machine alone, none is needed.")


@app.command()
def remove(name: Name, json: JsonOption = False, library: LibraryOption = None) -> None:
    """Remove a user with all that is theirs; what they answered stays in figures of items as nobody's."""
    from uuid import uuid4

    from assistant.leaving import leave

    with _people(library) as people:
        left = leave(people.engine, name, pseudonym=f"gone-{uuid4().hex}")
    if json:
        print_json({"removed": _facts(left.account), "kept_as_nobodys": left.kept, "rows": left.removed})
        return
    console().print(f"Removed {plain(left.account.name)}, {left.account.role}. {left_words(left)}")


@app.command()
def key(
    name: Name,
    list_keys: Annotated[bool, typer.Option("--list", help="List the keys there are instead.")] = False,
    revoke: Annotated[str | None, typer.Option(metavar="ID", help="End the key of this id instead.")] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> None:
    """Make a key with which a program asks in a user's name; it is shown once."""
    with _people(library) as people:
        account = people.accounts.named(name)
        if list_keys:
            _list_keys(people, account, json)
        elif revoke is not None:
            people.keys.revoke(account, revoke)
            _print({"revoked": revoke}, f"Ended the key {plain(revoke)} of {plain(account.name)}.", json)
        else:
            _make_key(people, account, json)


def left_words(left: "Left") -> str:
    """What became of what was kept of somebody."""
    kept = f"{counted(left.kept, 'answer')} stay in the figures of items as nobody's." if left.kept else ""
    return f"{counted(left.removed, 'record')} removed for good. {kept}".strip()


def _make_key(people: "People", account: "Account", json: bool) -> None:
    from datetime import UTC, datetime
    from secrets import token_hex, token_urlsafe

    key_id = token_hex(KEY_ID_BYTES)
    made = people.keys.make(account, token_urlsafe(KEY_BYTES), key_id=key_id, at=datetime.now(UTC))
    _print({"key": made, "id": key_id}, f"{made}\nKey {key_id} of {plain(account.name)}. {SHOWN_ONCE}", json)


def _list_keys(people: "People", account: "Account", json: bool) -> None:
    found = people.keys.of(account)
    if json:
        print_json({"keys": [one.model_dump(mode="json") for one in found]})
        return
    shown = table("id", "made")
    for one in found:
        shown.add_row(one.key_id, f"{one.created_at:%Y-%m-%d %H:%M}")
    console().print(shown if found else f"{plain(account.name)} has no keys.")


def _print(facts: dict[str, str], words: str, json: bool) -> None:
    if json:
        print_json(facts)
    else:
        console().print(words)


@contextmanager
def _people(folder: Path | None) -> "Iterator[People]":
    from assistant.home import open_people
    from assistant.settings import read_settings

    with open_people(read_settings(library=folder)) as people:
        yield people


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _say(done: str, account: "Account", json: bool) -> None:
    if json:
        print_json({done: _facts(account)})
    else:
        console().print(f"{done.capitalize()} {plain(account.name)}, {account.role}.")


def _facts(account: "Account") -> dict[str, str]:
    return {"name": account.name, "role": account.role, "user_id": account.user_id}
