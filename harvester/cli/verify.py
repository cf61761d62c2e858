"""``harvester verify``: whether everything in the archive is as it was stored."""

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from harvester.archive.connection import open_readonly
from harvester.archive.integrity import Check
from harvester.archive.proofs import proof
from harvester.cli.checks import show
from harvester.cli.options import archive_options, archive_path
from harvester.config import load
from harvester.errors import ConfigError, ExitCode
from harvester.harvest.repairing import repair as make_again
from harvester.harvest.verifying import Verification, noted_head, verify
from harvester.harvest.verifying_wacz import verify_wacz
from harvester.view.captures import capture_named
from harvester.view.wording import counted


@click.command()
@click.option("--sample", type=click.IntRange(min=1), help="Check only about this many of each kind.")
@click.option("--repair", is_flag=True, help="Derive everything again; evidence is not touched.")
@click.option("--against", metavar="HEAD", default="", help="Prove that nothing up to this head changed.")
@click.option("--prove", metavar="CAPTURE", default="", help="Print the proof of one capture as JSON.")
@click.option(
    "--wacz",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Check this WACZ file instead: digests, signature, records, index and list of pages.",
)
@archive_options
@click.pass_context
def command(  # noqa: PLR0913  one for each option
    ctx: click.Context,
    *,
    sample: int | None,
    repair: bool,
    against: str,
    prove: str,
    wacz: Path | None,
    archive: Path | None,
    config: Path,
) -> None:
    """Check everything in the archive: pages, digests, keys, the chain of manifests, history, search index.

    With --sample, it checks this many payloads, rows and articles, drawn at random, and the whole file for
    some seconds. It lists what it did not check.

    Nothing is changed without --repair. If something is damaged, it is named, with what to do, and the exit
    code is 5. The exit code is 1 if something could not be checked, because captures wait to be read. With
    --wacz it checks that file instead of an archive, and the exit code is 6 if the file is damaged.
    """
    if wacz:
        shown = [show(each) for each in verify_wacz(wacz)]
        ctx.exit(ExitCode.BAD_INPUT if any(each.problems for each in shown) else ExitCode.DONE)
    if prove:
        click.echo(json.dumps(_proof(archive_path(archive, config), prove), ensure_ascii=False, indent=2))
        return
    wanted = Verification(
        archive_path(archive, config), load(config).rules, sample, noted_head(against) if against else b""
    )
    checks = [show(each) for each in verify(wanted)]
    click.echo(_advice(checks), err=True)
    if repair and any(each.problems and each.is_derived for each in checks):
        make_again(wanted.path, wanted.rules, evidence_is_whole=_is_whole(checks))
        click.echo("harvester: indexes and everything derived were made again", err=True)
        checks = [show(each) for each in verify(wanted)]
        click.echo(_advice(checks), err=True)
    ctx.exit(_exit_code(checks))


def _proof(path: Path, text: str) -> dict[str, Any]:
    with closing(open_readonly(path)) as conn:
        found = proof(conn, bytes.fromhex(capture_named(conn, text)["key"]))
    if found is None:
        raise ConfigError(text, "is not covered by a manifest yet", "The next run covers it.")
    return found


def _advice(checks: Iterable[Check]) -> str:
    """Return what was found, and what to do."""
    damaged = [each for each in checks if each.problems]
    if not damaged:
        return "harvester: no damage found"
    number = counted(sum(len(each.problems) for each in damaged), "problem")
    if _is_whole(damaged):
        return (
            f"harvester: {number} found, none in the evidence."
            " 'harvester verify --repair' makes again what is damaged."
        )
    return (
        f"harvester: {number} found, in the evidence too. What is not named above is whole. Keep this file,"
        " and restore a backup that 'harvester verify' finds whole."
    )


def _is_whole(checks: Iterable[Check]) -> bool:
    """Return whether the evidence is whole."""
    return not any(each.problems and not each.is_derived for each in checks)


def _exit_code(checks: Iterable[Check]) -> ExitCode:
    checks = list(checks)
    if any(each.problems for each in checks):
        return ExitCode.DAMAGED
    waits = any(each.left_out and each.name == "history" for each in checks)
    return ExitCode.SOME_FAILED if waits else ExitCode.DONE
