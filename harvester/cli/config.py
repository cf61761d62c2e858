"""``harvester config check``: a list of everything that is wrong with harvester.toml."""

from collections.abc import Iterator
from pathlib import Path

import click

from harvester.chromium import BrowserEngine, NoEngine, program_of
from harvester.cli.options import CONFIG
from harvester.cli.wording import safe
from harvester.config import Settings, load, problems
from harvester.errors import ConfigError, ExitCode
from harvester.notify.matching import check_words
from harvester.view.wording import counted


@click.group()
def command() -> None:
    """Check harvester.toml."""


@command.command(short_help="List everything that is wrong with harvester.toml.")
@CONFIG
@click.pass_context
def check(ctx: click.Context, config: Path) -> None:
    """List everything that is wrong with harvester.toml, with table and key. No URL is requested.

    The exit code is 2 if something is wrong.
    """
    found = problems(config)
    found = found or [*_problems_of_notices(load(config))]
    for each in found:
        click.echo(f"harvester: {safe(' '.join(str(each).split()))}", err=True)
    if found:
        ctx.exit(ExitCode.USAGE)
    settings = load(config)
    if not settings.is_declared:
        click.echo(f"{config}: there is none, so the defaults hold; 'harvester init' makes one")
        return
    named = ((settings.sources, "source"), (settings.rules, "site rule"), (settings.notices, "notice"))
    declared = ", ".join(counted(len(tables), noun) for tables, noun in named)
    click.echo(f"{config}: nothing is wrong; {declared}")
    if problem := _engine_problem(settings):
        click.echo(f"harvester: {config}: no page can be rendered. {problem}", err=True)
    if not settings.contact:
        click.echo(f"harvester: {config}: no contact is set, so sites cannot reach you", err=True)


def _engine_problem(settings: Settings) -> str:
    """Return why no browser can render the articles of sources that want one; ``""`` for no problem."""
    if not any(each.access.browser for each in settings.sources):
        return ""
    try:
        program_of(BrowserEngine(settings.chromium, settings.chromium_sandbox))
    except NoEngine as error:
        return str(error)
    return ""


def _problems_of_notices(settings: Settings) -> Iterator[ConfigError]:
    """Yield the words of notices that the file itself does not know."""
    for notice in settings.notices:
        try:
            check_words(notice)
        except ConfigError as error:
            yield error
