"""The file read, and checked key by key."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from harvester.config.access import EVERYWHERE, OF_A_SOURCE, SiteAccess, beside, parted
from harvester.config.archives import OF_ARCHIVES, Archives, keys_beside
from harvester.config.checks import BadSetting
from harvester.config.keys import FETCH, RULE, SECTIONS, SOURCE, TOP, SettingKey
from harvester.config.notice_keys import OF_NOTICES, OF_NOTIFY
from harvester.config.notices import SECRET_KEYS, Notice, Notify, notices, resolved
from harvester.config.notices import beside as notice_beside
from harvester.config.settings import ARCHIVE_NAME, Settings, SourceSettings
from harvester.errors import ConfigError
from harvester.http.credentials import without_credentials
from harvester.scope import Scope
from harvester.site_rule import SiteRule

FILE_NAME = "harvester.toml"


def load(path: Path) -> Settings:
    """Return the settings in the file; all defaults when there is no such file.

    Raises ConfigError with the file, the line or key, what is wrong and what is allowed.
    """
    raw = _parsed(path)
    return Settings() if raw is None else _settings(raw, path)


def problems(path: Path) -> list[ConfigError]:
    """Return everything that is wrong with the file, in its order, where `load` raises the first."""
    try:
        raw = _parsed(path)
    except ConfigError as error:
        return [error]
    found = [*_problems(raw, path)] if raw is not None else []
    if raw is not None and not found:
        found += _noted(_settings, deepcopy(raw), path)  # what only the file as a whole shows
    return found


def _problems(raw: dict[str, Any], path: Path) -> Iterator[ConfigError]:
    """Yield what is wrong with each key, and with each table whose keys are right."""
    top = {name: value for name, value in raw.items() if name not in SECTIONS}
    yield from _of_keys(top, TOP, str(path), SECTIONS)
    fetch = raw.get("fetch", {})
    if isinstance(fetch, dict):
        yield from _of_keys(fetch, {**FETCH, **EVERYWHERE}, f"{path}: fetch")
    archives = raw.get("archives", {})
    if isinstance(archives, dict):
        yield from _of_keys(archives, OF_ARCHIVES, f"{path}: archives")
    folder = path.parent
    for number, table in enumerate(_known_tables(raw, "source"), 1):
        where = f"{path}: source {number}"
        found = [*_of_keys(table, {**SOURCE, **OF_A_SOURCE}, where)]
        yield from found or _noted(_source, deepcopy(table), where, folder)
    for number, table in enumerate(_known_tables(raw, "rule"), 1):
        where = f"{path}: rule {number}"
        yield from [*_of_keys(table, RULE, where)] or _noted(_rule, table, where)
    notify = raw.get("notify", {})
    if isinstance(notify, dict):
        yield from _of_keys(notify, OF_NOTIFY, f"{path}: notify")
    for number, table in enumerate(_known_tables(raw, "notice"), 1):
        where = f"{path}: notice {number}"
        yield from [*_of_keys(table, OF_NOTICES, where)] or _noted(_notice, table, where, path)


def _of_keys(
    table: Mapping[str, Any], keys: Mapping[str, SettingKey], where: str, others: tuple[str, ...] = ()
) -> Iterator[ConfigError]:
    for name, value in table.items():
        yield from _noted(_read, {name: value}, keys, where, others)


def _known_tables(raw: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the tables of that name; nothing for other values, which the check of the whole file reports."""
    tables = raw.get(name, [])
    return [each for each in tables if isinstance(each, dict)] if isinstance(tables, list) else []


def _noted(check: Callable[..., Any], *arguments: Any) -> list[ConfigError]:
    try:
        check(*arguments)
    except ConfigError as error:
        return [error]
    return []


def _parsed(path: Path) -> dict[str, Any] | None:
    """Return the file's tables, None if there is no file; raises ConfigError if it cannot be read as TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), f"is not TOML: {error}") from error
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read: {error.strerror}") from error


def _settings(raw: dict[str, Any], path: Path) -> Settings:
    fetch, archives, notify = (_section(raw, name, path) for name in ("fetch", "archives", "notify"))
    access = _access(fetch, EVERYWHERE, f"{path}: fetch", path.parent)
    sources, rules, told = (_tables(raw, name, path) for name in ("source", "rule", "notice"))
    top = _read(raw, TOP, str(path), others=SECTIONS)
    top["archive"] = path.parent / top.get("archive", ARCHIVE_NAME)
    if ("timestamp" in top) is not ("timestamp_root" in top):
        raise ConfigError(f"{path}: timestamp", "goes with timestamp_root, the authority's root certificate")
    top |= {name: path.parent / each for name, each in top.items() if name == "timestamp_root"}
    sending = _notify(notify, path)
    return Settings(
        **top,
        is_declared=True,
        **_read(fetch, FETCH, f"{path}: fetch", others=tuple(EVERYWHERE)),
        access=access,
        archives=keys_beside(Archives(**_read(archives, OF_ARCHIVES, f"{path}: archives")), path.parent),
        sources=_sources(sources, path),
        rules=tuple(_rule(each, f"{path}: rule {n}") for n, each in enumerate(rules, 1)),
        notices=notices(
            [_notice(each, f"{path}: notice {n}", path) for n, each in enumerate(told, 1)], sending, str(path)
        ),
        notify=sending,
    )


def _section(raw: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    section = raw.pop(name, {})
    if not isinstance(section, dict):
        raise ConfigError(f"{path}: {name}", "is not a table", f"Write [{name}].")
    return section


def _tables(raw: dict[str, Any], name: str, path: Path) -> list[dict[str, Any]]:
    tables = raw.pop(name, [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise ConfigError(f"{path}: {name}", "is not a list of tables", f"Write [[{name}]], once for each.")
    return tables


def _access(raw: dict[str, Any], keys: Mapping[str, SettingKey], where: str, folder: Path) -> SiteAccess:
    """Take how a site is asked out of a table."""
    return beside(SiteAccess(**_read(parted(raw, keys), keys, where)), folder)


def _sources(tables: list[dict[str, Any]], path: Path) -> tuple[SourceSettings, ...]:
    """Return the sources, each URL once; two that say different things of one URL are an error."""
    found: dict[str, tuple[SourceSettings, int]] = {}
    for number, table in enumerate(tables, 1):
        where = f"{path}: source {number}"
        source = _source(table, where, path.parent)
        known, first = found.setdefault(source.url, (source, number))
        if known != source:
            problem = f"{source.url} is source {first} too, which says otherwise of it"
            raise ConfigError(where, problem, "Leave one of them out.")
    return tuple(source for source, _ in found.values())


def _source(raw: dict[str, Any], where: str, folder: Path) -> SourceSettings:
    if "url" not in raw:
        raise ConfigError(where, "has no url", SOURCE["url"].allowed)
    access = _access(raw, OF_A_SOURCE, where, folder)
    source = SourceSettings(**_read(raw, SOURCE, where, others=tuple(OF_A_SOURCE)), access=access)
    if source.links and source.kind != "listing":
        raise ConfigError(f"{where}: links", 'goes with kind = "listing" only')
    if source.kind == "page" and source.scope != Scope():
        raise ConfigError(f"{where}: {next(iter(source.scope.limits()))}", 'does not go with kind = "page"')
    return source


def _rule(raw: dict[str, Any], where: str) -> SiteRule:
    if "hosts" not in raw:
        raise ConfigError(where, "has no hosts", RULE["hosts"].allowed)
    rule = SiteRule(**_read(raw, RULE, where))
    if not (rule.content or rule.question or rule.drop):
        raise ConfigError(where, "selects nothing", "Give at least one of content, question, drop.")
    if rule.answer and not rule.question:
        raise ConfigError(f"{where}: answer", "goes with question only")
    return rule


def _notice(raw: dict[str, Any], where: str, path: Path) -> Notice:
    for name in ("name", "to"):
        if name not in raw:
            raise ConfigError(where, f"has no {name}", OF_NOTICES[name].allowed)
    return notice_beside(Notice(**_read(raw, OF_NOTICES, where)), path.parent)


def _notify(raw: dict[str, Any], path: Path) -> Notify:
    found = Notify(**_read(raw, OF_NOTIFY, f"{path}: notify"))
    return replace(found, mail_password=resolved(found.mail_password, path.parent))


def _read(
    raw: Mapping[str, Any], keys: Mapping[str, SettingKey], where: str, others: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return {field: value} for the keys given, each checked."""
    values = {}
    for name, value in raw.items():
        if name not in keys:
            raise ConfigError(
                f"{where}: {name}", "is not a setting", f"Known are {', '.join([*keys, *others])}."
            )
        key = keys[name]
        try:
            values[key.field] = key.check(value)
        except (TypeError, ValueError) as error:
            why = f": {error}" if isinstance(error, BadSetting) else ""
            raise ConfigError(
                f"{where}: {name}", f"{_shown(name, value)} is not accepted{why}", key.allowed
            ) from error
    return values


def _shown(name: str, value: Any) -> str:
    """Return the value as a message may show it: nothing of what may be secret."""
    if name in OF_A_SOURCE or name in SECRET_KEYS or name == "wayback_keys":
        return "the value"
    return repr(without_credentials(value) if isinstance(value, str) else value)
