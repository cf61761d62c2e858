"""``harvester lineage``: which questions of one version are which of another, as JSON lines."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import click

from harvester.cli.wording import safe
from harvester.diff import Matching, match
from harvester.errors import BadInput, ExitCode
from harvester.model import Pair

MAX_LINE_BYTES = 64 * 1024 * 1024
"""The verb refuses a longer line. The largest page that a run keeps is 50 MB."""


@click.command()
@click.argument("file", type=click.File("rb"), default="-", metavar="[FILE]")
@click.pass_context
def command(ctx: click.Context, file: BinaryIO) -> None:
    """Link the questions of two versions of a page, without an archive.

    Each line of FILE, or of standard input, is one JSON object with two versions:
    {"old": {"pairs": [{"question": "…", "answer": "…"}, …]}, "new": {"pairs": […]}}

    Each line of the output says how the newer version continues the older one; positions count from 0:
    {"links": [[old, new, confidence], …], "splits": [[old, [new, …]], …], "merges": [[[old, …], new], …]}

    A line that cannot be read gives {"error": "…"} in its place, and the exit code is then 6. Blank lines and
    lines that begin with # are left out.
    """
    failed = False
    for each in _answers(file):
        failed = failed or "error" in each
        click.echo(json.dumps(each, ensure_ascii=False))
    ctx.exit(ExitCode.BAD_INPUT if failed else ExitCode.DONE)


def answer(matching: Matching) -> dict[str, Any]:
    """Return the matching as the verb prints it; the members of a split or merge include what goes on."""
    after = dict(matching.links)
    before = {new: old for old, new in matching.links}
    splits: dict[int, list[int]] = {}
    for old, new, _ in matching.splits:
        splits.setdefault(old, [after[old]]).append(new)
    merges: dict[int, list[int]] = {}
    for old, new, _ in matching.merges:
        merges.setdefault(new, [before[new]]).append(old)
    return {
        "links": [[old, new, matching.confidences.get(new, 1.0)] for old, new in matching.links],
        "splits": [[old, sorted(news)] for old, news in splits.items()],
        "merges": [[sorted(olds), new] for new, olds in merges.items()],
    }


def _answers(file: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield the answer to each line; a line that cannot be read is also named on stderr."""
    for number, line in enumerate(iter(lambda: file.readline(MAX_LINE_BYTES + 1), b""), 1):
        if not line.strip() or line.startswith(b"#"):
            continue
        try:
            yield answer(match(*_versions(f"line {number}", line)))
        except BadInput as error:
            click.echo(f"harvester: {safe(str(error))}", err=True)
            yield {"error": str(error)}
            if len(line) > MAX_LINE_BYTES:  # what follows is the rest of this line
                return


def _versions(source: str, line: bytes) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of the older and the newer version; raises BadInput."""
    if len(line) > MAX_LINE_BYTES:
        raise BadInput(source, f"is longer than {MAX_LINE_BYTES >> 20} MiB; the lines after it are not read")
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(source, f"is not JSON ({error})") from error
    try:
        old, new = (
            [Pair(pair["question"], pair["answer"]) for pair in given[side]["pairs"]]
            for side in ("old", "new")
        )
    except (TypeError, LookupError) as error:
        raise BadInput(
            source, 'must have "old" and "new", each with "pairs" of "question" and "answer"'
        ) from error
    if not all(isinstance(text, str) for pair in (*old, *new) for text in (pair.question, pair.answer)):
        raise BadInput(source, "has a question or an answer that is not a string")
    return old, new
