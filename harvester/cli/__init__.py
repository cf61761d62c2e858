"""The command line: each verb is a module, imported when it is called, so that no verb slows another down.

Data goes to stdout, everything else to stderr. Only this package prints.
"""

import importlib
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from io import BufferedWriter, RawIOBase, TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from harvester import __version__
from harvester.cli.wording import safe
from harvester.errors import ExitCode, HarvesterError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

VERBS = {
    "init": "Make an archive and its harvester.toml.",
    "add": "Follow articles, feeds, sitemaps or listing pages.",
    "run": "Capture what is due; cron calls this verb.",
    "list": "List the articles, with what was last seen of each.",
    "show": "Show an article's questions and answers, or the bytes of a capture.",
    "log": "List what changed and what happened, newest first.",
    "search": "Find words in all questions and answers of all versions.",
    "diff": "Show what changed between two versions, word by word.",
    "status": "Show how the sources and the last run are doing.",
    "schedule": "Print, install or remove the schedule of runs: a systemd timer or a cron line.",
    "config": "Check harvester.toml, and list everything that is wrong with it.",
    "runs": "List the runs, or the captures of one run by what came of them.",
    "serve": "Show the archive in a browser.",
    "notify": "Send messages about what changed; preview, test and list them.",
    "politeness": "Show how politely hosts were asked, proved from the captures.",
    "pause": "Stop asking for articles or sources until they are resumed.",
    "resume": "Ask again for articles or sources that were paused.",
    "end": "Stop asking for articles or sources.",
    "accept": "Confirm that a capture shows the article as it is.",
    "reject": "Record that a capture does not show the article.",
    "join": "Treat two URLs as one article.",
    "part": "Treat a URL as an article of its own.",
    "retime": "Correct the times of a run whose clock was wrong.",
    "takedown": "Remove the bytes and the text of captures from the archive.",
    "import": "Add pages that somebody saved, as captures made at that time.",
    "backfill": "Add past captures of articles from a web archive.",
    "parse": "Split files or URLs into questions and answers, without an archive.",
    "lineage": "Link the questions of two versions, given as JSON lines, without an archive.",
    "rules": "Try the site rules of harvester.toml on stored captures.",
    "related": "List the questions of all articles that are most like one.",
    "export": "Export the archive, or a part of it, to files for other programs.",
    "query": "Run an SQL query over several exported archives.",
    "rebuild": "Derive everything again from the captures.",
    "backup": "Copy the archive to another file, also while a run writes to it.",
    "merge": "Take the captures and decisions of other archives into this one.",
    "shard": "Split an archive into several; merge joins them again.",
    "verify": "Check that everything in the archive is as it was stored.",
    "doctor": "Check the installation and the archive.",
    "demo": "Harvest an embedded press site edition by edition, and show the changes.",
}
"""Each verb with its line in the help, in the order that a newcomer needs; its module has its name."""


class UnbrokenHelp(click.HelpFormatter):
    """Help whose lines never end at a hyphen, so that a reader copies ``--by 0s`` and not ``-- by 0s``."""

    _KEPT = "\u2011"
    """The wrapping of text breaks at hyphens, and not at this one, which is as wide."""

    def write_text(self, text: str) -> None:
        """Write a text in lines."""
        super().write_text(text.replace("-", self._KEPT))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names, and what they mean in lines beside them."""
        unbroken = [(name, meaning.replace("-", self._KEPT)) for name, meaning in rows]
        super().write_dl(unbroken, col_max, col_spacing)

    def write(self, string: str) -> None:
        """Write what is in lines already."""
        super().write(string.replace(self._KEPT, "-"))


class VerbContext(click.Context):
    """What a verb is called with."""

    formatter_class = UnbrokenHelp


def _with_help(command: click.Command) -> None:
    command.context_class = VerbContext
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        _with_help(each)


class Verbs(click.Group):
    """A group that imports a verb's module when it is called, and turns our errors into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of `VERBS`."""
        del ctx
        return [*VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the verb's command, None where there is no such verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"harvester.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        command.name = cmd_name  # click took it from the function, and pages are made of it
        _with_help(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return what click does, and name the verbs that are spelt like one that there is not."""
        if args[0] not in VERBS and (near := get_close_matches(args[0], VERBS)):
            message = f"No such command {args[0]!r}. Did you mean {' or '.join(map(repr, near))}?"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([*VERBS.items()])  # list is harvester.cli.list, once that was called

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb; a HarvesterError becomes one sentence and its exit code.

        So does whatever else an archive makes a verb raise: it may be damaged, or come from anybody.
        """
        if os.environ.get("NO_COLOR"):  # https://no-color.org; click itself looks for a terminal only
            ctx.color = False
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, OSError):
            raise
        except HarvesterError as error:
            told = error
        except Exception as error:
            if interruption := _interruption_in(error):
                raise interruption from error
            if not self._opens_an_archive(ctx):
                raise
            told = importlib.import_module("harvester.cli.odd").as_damage(error)
        click.echo(f"harvester: {safe(' '.join(str(told).split()))}", err=True)
        raise click.exceptions.Exit(told.exit_code)

    def _opens_an_archive(self, ctx: click.Context) -> bool:
        verb = self.get_command(ctx, ctx.invoked_subcommand or "")
        verbs = [verb, *verb.commands.values()] if isinstance(verb, click.Group) else [verb]
        return any(each.name == "archive" for one in verbs if one for each in one.params)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="harvester", message="%(prog)s %(version)s")
@click.option(
    "--local-time",
    is_flag=True,
    envvar="HARVESTER_LOCAL_TIME",
    help="Show times in the zone of this machine; data and options stay in UTC.",
)
@click.pass_context
def cli(ctx: click.Context, *, local_time: bool) -> None:
    """Archive question-and-answer explainers and keep every version of every question.

    \b
    Begin with:
      harvester demo                      see what it does, on a press site of its own
      harvester parse URL                 see what it makes of a page of yours
      harvester init; harvester add URL   follow it, then harvester run, by hand or by cron

    \b
    Exit codes:
      0    done
      1    done, but some URLs failed or were left for later; they are listed on stderr
      2    usage or configuration
      3    another run holds the archive
      4    the archive cannot be written
      5    the archive is damaged, or an earlier or later program made it
      6    some input was bad; the good part was done
      7    everything was refused by policy
      130  interrupted by Ctrl-C; what was stored is kept
      143  the same by SIGTERM
    """  # noqa: D301  click wants the character \\b, not its name
    if local_time:
        ctx.with_resource(importlib.import_module("harvester.view.wording").local_times())


class Log(RawIOBase):
    """Where messages go. What cannot be written is left out: a log on a full disk must not stop a run."""

    def __init__(self, handle: int) -> None:
        """Write to that handle, which is left open."""
        self._handle = handle

    def fileno(self) -> int:
        """Return the handle."""
        return self._handle

    def isatty(self) -> bool:
        """Return whether a person reads it."""
        return os.isatty(self._handle)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: "Buffer") -> int:
        """Write all of it; return how many bytes that were, written or left out."""
        left = memoryview(text)
        with suppress(OSError):
            while left:
                left = left[os.write(self._handle, left) :]
        return memoryview(text).nbytes


class Terminated(SystemExit):
    """SIGTERM has come: leave as for Ctrl-C, through every ``finally``.

    It is a SystemExit, which asyncio lets through where it only logs whatever else a callback raises.
    """


def _terminated(signum: int, frame: FrameType | None) -> None:
    del signum, frame
    raise Terminated(ExitCode.TERMINATED)


def _interruption_in(error: BaseException | None) -> BaseException | None:
    """Return the interruption that an error came of, None for none.

    If a signal comes between two steps of a lock of the standard library, the library releases a lock that is
    not held, and raises RuntimeError while it handles the interruption.
    """
    while error and not isinstance(error, Terminated | KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error


def main() -> None:
    """Run the program and leave with its exit code."""
    # sqlite-utils imports pandas wherever it is installed: half a second at each start, and nothing needs it.
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # None: it cannot be imported
    signal.signal(signal.SIGTERM, _terminated)
    _open_streams()
    try:
        code = cli.main(prog_name="harvester", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        code = _interrupted(ExitCode.INTERRUPTED)
    except Terminated:
        code = _interrupted(ExitCode.TERMINATED)
    except OSError as error:
        code = _unwritten(error)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    sys.exit(code)


def _open_streams() -> None:
    """Have somewhere to print to where the shell closed it, and a way to print what a terminal has not."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  as long as the program
    if sys.stderr is None:
        sys.stderr = sys.stdout
    elif isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.flush()
        log = BufferedWriter(Log(sys.stderr.fileno()))
        sys.stderr = TextIOWrapper(log, sys.stderr.encoding, "backslashreplace", line_buffering=True)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _interrupted(code: ExitCode) -> ExitCode:
    click.echo("harvester: interrupted; what was stored is kept", err=True)
    return code


def _unwritten(error: OSError) -> ExitCode:
    """Leave where a file fails that no verb answers for: stdout, when nobody reads on or the disk is full."""
    if error.filename:
        click.echo(f"harvester: {error.filename}: {error.strerror}", err=True)
        return ExitCode.SOME_FAILED
    if not isinstance(error, BrokenPipeError):
        click.echo(f"harvester: the output cannot be written: {error.strerror or error}", err=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
    return ExitCode.SOME_FAILED
