"""``harvester rules``: what the site rules of harvester.toml find on real pages. Changes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from harvester.archive.captures import read_capture
from harvester.archive.connection import sqlite3
from harvester.cli.articles import opened
from harvester.cli.options import archive_options, rows_format
from harvester.cli.rows import ROW_FORMATS, Row, print_rows
from harvester.cli.wording import safe
from harvester.config import load
from harvester.errors import BadInput, ConfigError, ExitCode
from harvester.harvest.reader import with_rendering
from harvester.http.urls import host_of
from harvester.model import Capture, NormalDocument, Outcome, Snapshot
from harvester.parse import parse
from harvester.reading import Received, RuledReading, examine, is_for, received
from harvester.site_rule import SiteRule
from harvester.view.articles import article_named
from harvester.view.captures import newest
from harvester.view.wording import counted, moment


@click.group()
def command() -> None:
    """Try the site rules of harvester.toml."""


class SamplePage(NamedTuple):
    """A page to try the rules on, and what the user calls it."""

    source: str
    received: Received


@command.command(short_help="Try the rules on the newest capture of each ARTICLE.")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]…")
@click.option("--file", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="A saved page.")
@click.option("--url", default="", help="Where the saved page is from; its host chooses the rule.")
@rows_format(*ROW_FORMATS)
@archive_options
@click.pass_context
def check(ctx: click.Context, /, articles: tuple[str, ...], form: str, **options: Any) -> None:
    """Try the rules on the newest capture of each ARTICLE, or of all whose host has a rule.

    A rule with valid_until is tried on the newest up to that day as well.

    Shown are the rule, how many elements each selector matches, and how many questions the page has with
    the rule and without. The exit code is 1 where a selector matches nothing: drop on none of the pages
    that its rule reads, any other on one of them. Nothing is changed; a run then reads the archive anew.
    """
    config: Path = options["config"]
    if bool(options["file"]) != bool(options["url"]):
        raise click.UsageError("--file and --url go together.")
    rules = load(config).rules
    if not rules:
        raise ConfigError(str(config), "has no rules", "Write [[rule]] with hosts and CSS selectors.")
    if options["file"]:
        tried = [
            _tried(rules, SamplePage(str(options["file"]), received(_saved(options["file"], options["url"]))))
        ]
    else:
        tried = list(_stored(rules, articles, options["archive"], config))
    print_rows(tried, form, _for_a_person)
    problems = list(_problems(rules, tried))
    untried = () if options["file"] or articles else _untried(rules, tried)
    for words in (*problems, *_emptied(tried), *untried):
        click.echo(f"harvester: {safe(words)}", err=True)
    ctx.exit(ExitCode.SOME_FAILED if problems else ExitCode.DONE)


def _stored(
    rules: Sequence[SiteRule], articles: Sequence[str], archive: Path | None, config: Path
) -> Iterator[dict[str, Any]]:
    """Yield a row for each article named, or that a rule is for; more where a rule of its has ended."""
    done: set[int] = set()
    with opened(archive, config) as conn:
        wanted: list[str | None] = [article_named(conn, article) for article in articles]
        for row, until in _candidates(rules, conn, wanted or [None]):
            if row["id"] in done or not (articles or _names(rules, row["url"])):
                continue
            page = with_rendering(conn, row["id"], received(read_capture(conn, row["id"])))
            tried = _tried(rules, SamplePage(row["article_id"], page))
            if until is None or tried["valid_until"] == str(until):
                done.add(row["id"])
                yield tried


def _names(rules: Sequence[SiteRule], url: str) -> bool:
    return any(is_for(rule, host_of(url)) for rule in rules)


def _saved(path: Path, url: str) -> Capture:
    """Return the file as if it had been captured from the URL just now."""
    if not host_of(url):
        raise BadInput(url, "is not an address with a host, such as https://news.example/faq")
    now = datetime.now(UTC)
    return Capture(url, now, Outcome.OK, status=200, body=path.read_bytes())


def _candidates(
    rules: Sequence[SiteRule], conn: sqlite3.Connection, articles: Sequence[str | None]
) -> Iterator[tuple[dict[str, Any], date | None]]:
    """Yield the newest capture of each article, then the newest of each rule's last days, with that day."""
    ends = sorted({rule.valid_until for rule in rules if rule.valid_until}, reverse=True)
    for until in (None, *ends):
        for article in articles:
            yield from ((row, until) for row in newest(conn, article, until))


def _tried(rules: Sequence[SiteRule], page: SamplePage) -> dict[str, Any]:
    """Return what the rule for that capture finds on it; rule is None where none is for it.

    Where the page is no article, no selector was tried: matches is empty, and the note says why.
    """
    answer = page.received
    examined = examine(answer, rules)
    rule, judgement = examined.rule, examined.judgement
    ruled = examined.ruled or RuledReading(
        NormalDocument(), Snapshot(), note=f"not an article: {judgement.verdict}: {judgement.reason}"
    )
    return {
        "source": page.source,
        "url": answer.url,
        "captured_at": answer.captured_at.isoformat(timespec="seconds"),
        "rule": next((n for n, each in enumerate(rules, 1) if each is rule), None),
        "hosts": list(rule.hosts) if rule else [],
        "valid_until": str(rule.valid_until) if rule and rule.valid_until else None,
        "ended": [n for n, each in enumerate(rules, 1) if not rule and is_for(each, host_of(answer.url))],
        "matches": dict(ruled.matches),
        "unanswered": ruled.matches["question"] - len(ruled.turns) if ruled.turns else 0,
        "pairs": len(ruled.snapshot.pairs),
        "pairs_without": len(parse(examined.document).pairs) if examined.ruled else 0,
        "note": ruled.note,
    }


def _for_a_person(row: Row) -> str:
    lines = [
        click.style(safe(row["url"]), bold=True),
        f"  captured {moment(row['captured_at'])}, {safe(row['source'])}",
    ]
    if row["rule"] is None:
        ended = ", ".join(map(str, row["ended"]))
        why = f"no rule is for it: rule {ended} ended before that day" if ended else "no rule is for its host"
        return "\n".join([*lines, f"  {why}", ""])
    until = f", valid until {row['valid_until']}" if row["valid_until"] else ""
    matches = ", ".join(f"{name} {number}" for name, number in row["matches"].items())
    lines.append(f"  rule {row['rule']} for {', '.join(row['hosts'])}{until}")
    if matches:
        questions = counted(row["pairs"], "question")
        lines += [f"  matches: {matches}", f"  {questions} with the rule, {row['pairs_without']} without"]
    if row["unanswered"]:
        lines.append(f"  left out: {counted(row['unanswered'], 'question')} that no answer follows")
    return "\n".join([*lines, *([f"  {safe(row['note'])}"] if row["note"] else []), ""])


def _problems(rules: Sequence[SiteRule], tried: Sequence[Row]) -> Iterator[str]:
    """Yield what the rules do not find: drop is looked for on all pages of a rule together."""
    dropped: Counter[int] = Counter()
    for row in tried:
        if row["rule"] is None:
            continue
        if not row["matches"]:
            yield f"{row['url']}: {row['note']}"
            continue
        dropped[row["rule"]] += row["matches"].get("drop", 0)
        missing = [name for name, number in row["matches"].items() if not number and name != "drop"]
        for name in missing:
            yield f"{row['url']}: {_nothing(rules, row['rule'], name)}{_left(row['matches'], name)}"
        if row["note"] and not missing and list(row["matches"]) != ["drop"]:
            yield f"{row['url']}: {row['note']}"
    for number in sorted(dropped):
        if rules[number - 1].drop and not dropped[number]:
            yield _nothing(rules, number, "drop")


def _nothing(rules: Sequence[SiteRule], number: int, name: str) -> str:
    return f'rule {number}: {name} = "{getattr(rules[number - 1], name)}" matches nothing'


def _left(matches: Mapping[str, int], name: str) -> str:
    """Return where a selector was looked for in vain, after the selectors that come before it."""
    drop = "of what drop leaves" if matches.get("drop") else ""
    content = "in the content" if name != "content" and matches.get("content") else ""
    return f" {drop or content}" if drop or content else ""


def _emptied(tried: Sequence[Row]) -> Iterator[str]:
    """Yield the pages whose questions a rule takes away, which may be what it is for."""
    for row in tried:
        if row["rule"] and not row["pairs"] and row["pairs_without"]:
            yield f"{row['url']}: rule {row['rule']} leaves none of its {row['pairs_without']} questions"


def _untried(rules: Sequence[SiteRule], tried: Sequence[Row]) -> Iterator[str]:
    """Yield the rules that no capture tried is read by, and the rule that reads their pages, if one does."""
    used = {row["rule"] for row in tried}
    for number, rule in enumerate(rules, 1):
        if number not in used:
            others = {row["rule"] for row in tried if row["rule"] and is_for(rule, host_of(row["url"]))}
            instead = f", but by rule {', '.join(map(str, sorted(others)))}" if others else ""
            yield f"rule {number} for {', '.join(rule.hosts)}: no capture is read by it{instead}"
