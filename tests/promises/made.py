"""What is promised from 1.0.0 on, as lists: ``python tests/promises/made.py`` adds what is new to them.

A list is a text file beside this one, a name on each line. What was promised once is never taken out by this
program, so that a removal cannot pass unseen.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import click

import harvester
from harvester import errors
from harvester.api import Archive, Filters, Rows
from harvester.archive.decisions import DecisionKind
from harvester.archive.differences import OPERATION
from harvester.archive.writing import open_archive
from harvester.change import ChangeKind, EditClass
from harvester.cli import cli
from harvester.config.access import EVERYWHERE, OF_A_SOURCE
from harvester.config.archives import OF_ARCHIVES
from harvester.config.keys import FETCH, RULE, SOURCE, TOP
from harvester.config.notice_keys import OF_NOTICES, OF_NOTIFY
from harvester.errors import ExitCode, HarvesterError
from harvester.history.state import EventKind
from harvester.model import Outcome, Pair, Snapshot, Verdict
from harvester.reading import Reading
from harvester.view.tables import TABLES
from harvester.view.warning import WARNINGS
from harvester.web.routes import PAGES

FOLDER = Path(__file__).parent
TABLES_OF_THE_FILE = {
    "": TOP,
    "fetch.": {**FETCH, **EVERYWHERE},
    "source.": {**SOURCE, **OF_A_SOURCE},
    "rule.": RULE,
    "archives.": OF_ARCHIVES,
    "notify.": OF_NOTIFY,
    "notice.": OF_NOTICES,
}


def commands() -> Iterator[str]:
    """Yield each verb with its options, and with the words that an option takes."""
    yield from _of_command(cli, "harvester")


def _of_command(command: click.Command, path: str) -> Iterator[str]:
    yield path
    context = click.Context(command, info_name=path)
    for each in command.params:
        if not isinstance(each, click.Option):
            continue
        for name in (*each.opts, *each.secondary_opts):
            yield f"{path} {name}"
            if isinstance(each.type, click.Choice):
                yield from (f"{path} {name}={word}" for word in each.type.choices)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            verb = command.get_command(context, name)
            assert verb is not None
            yield from _of_command(verb, f"{path} {name}")


def settings() -> Iterator[str]:
    """Yield each key of harvester.toml."""
    yield from (f"{table}{key}" for table, keys in TABLES_OF_THE_FILE.items() for key in keys)


def exit_codes() -> Iterator[str]:
    """Yield each exit code with its name."""
    yield from (f"{int(each)} {each.name.lower()}" for each in ExitCode)


def schema() -> Iterator[str]:
    """Yield each column of the views, and of the tables that are evidence or derived."""
    with TemporaryDirectory() as folder, closing(open_archive(Path(folder) / "a.db", create=True)) as db:
        named = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow'"
        for (table,) in db.execute(named).fetchall():
            if table in OPERATION or table.startswith(("sqlite_", "_")):
                continue
            for (column,) in db.execute("SELECT name FROM pragma_table_info(?)", [table]):
                yield f"{table}.{column}"


def exports() -> Iterator[str]:
    """Yield each column of the tables that are exported, and that Python gives."""
    yield from (f"{table.name}.{field.name}" for table in TABLES.values() for field in table.fields)


def names() -> Iterator[str]:
    """Yield the Python names with their parameters, fields and errors."""
    for function in (harvester.open, harvester.read_page):
        yield from _parameters(f"harvester.{function.__name__}", function)
    for owner in (Archive, Rows):
        for name, method in vars(owner).items():
            if callable(method) and not name.startswith("_"):
                yield from _parameters(f"{owner.__name__}.{name}", method)
    yield from (f"Filters.{name}" for name in Filters.__annotations__)
    for value in (Reading, Snapshot, Pair):
        yield from (f"{value.__name__}.{each.name}" for each in fields(value))
    for name, each in vars(errors).items():
        if isinstance(each, type) and issubclass(each, HarvesterError):
            yield f"harvester.errors.{name}"


def _parameters(name: str, function: Callable[..., object]) -> Iterator[str]:
    yield name
    yield from (f"{name}({each})" for each in inspect.signature(function).parameters if each != "self")


def words() -> Iterator[str]:
    """Yield the words of the closed lists that stand in rows and in messages to monitors."""
    lists = (Outcome, Verdict, ChangeKind, EditClass, EventKind, DecisionKind)
    yield from (f"{each.__name__}: {word}" for each in lists for word in each)
    yield from (f"warning: {word}" for word in WARNINGS)


def addresses() -> Iterator[str]:
    """Yield the addresses of `harvester serve`."""
    yield from PAGES


LISTS = {
    each.__name__: each for each in (commands, settings, exit_codes, schema, exports, names, words, addresses)
}


def promised(name: str) -> set[str]:
    """Return the lines of a list, as they are committed."""
    path = FOLDER / f"{name}.txt"
    return set(path.read_text("utf-8").splitlines()) if path.exists() else set()


if __name__ == "__main__":
    for name, made in LISTS.items():
        lines = sorted(promised(name) | set(made()))
        (FOLDER / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
