"""``harvester init``: an archive and its settings."""

from pathlib import Path

import click

from harvester.archive.writing import open_archive
from harvester.config import ARCHIVE_NAME, FILE_NAME, TEMPLATE, load
from harvester.errors import ArchiveUnwritable, ConfigError


@click.command()
@click.argument("folder", type=click.Path(file_okay=True, path_type=Path), default=".")
@click.option(
    "--contact",
    default="",
    help="Your e-mail address or web page; goes into the User-Agent of every request.",
)
def command(folder: Path, contact: str) -> None:
    """Make an archive and a harvester.toml in FOLDER (default: here).

    What already exists is kept as it is.
    """
    if any(character in contact for character in '"\\\n\r'):
        raise ConfigError("--contact", "has a quote, a backslash or a line break in it", "Leave that out.")
    settings = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with settings.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.format(contact=contact))
        click.echo(f"made {settings}")
    except FileExistsError as error:
        if not settings.is_file():
            raise ConfigError(str(folder), "is not a folder") from error
        click.echo(f"kept {settings}")
    except OSError as error:
        raise ArchiveUnwritable(
            folder / ARCHIVE_NAME, f"cannot be made: {error.strerror}", "Choose another folder."
        ) from error
    archive = load(settings).archive
    verb = "kept" if archive.exists() else "made"
    open_archive(archive, create=True).close()
    click.echo(f"{verb} {archive}")
    known = load(settings).contact
    if contact and contact != known:
        click.echo(f"{settings} is kept as it is, so write the contact into it: {contact}", err=True)
    elif not known:
        click.echo(f"No contact is set, so sites cannot reach you; set it in {settings}.", err=True)
