"""preceptor users: who may log in when the app is reachable from other machines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json, table

if TYPE_CHECKING:
    from assistant.accounts import Account, Accounts

app = typer.Typer(help="Say who may log in: add, list, remove.")

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
    with _accounts(library) as accounts:
        account = accounts.add(name, password, cast("Role", role), user_id=uuid4().hex, at=datetime.now(UTC))
    _say("added", account, json)


@app.command("list")
def list_users(json: JsonOption = False, library: LibraryOption = None) -> None:
    """List the users."""
    with _accounts(library) as accounts:
        found = accounts.list()
    if json:
        print_json({"users": [_facts(account) for account in found]})
        return
    shown = table("name", "role")
    for account in found:
        shown.add_row(plain(account.name), account.role)
    console().print(shown if found else "No users. On this machine alone, none is needed.")


@app.command()
def remove(name: Name, json: JsonOption = False, library: LibraryOption = None) -> None:
    """Remove a user; logins of that user end."""
    with _accounts(library) as accounts:
        account = accounts.remove(name)
    _say("removed", account, json)


@contextmanager
def _accounts(folder: Path | None) -> "Iterator[Accounts]":
    from assistant.home import open_accounts
    from assistant.settings import read_settings

    with open_accounts(read_settings(library=folder)) as accounts:
        yield accounts


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
