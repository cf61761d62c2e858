"""Where web archives are asked, by ``[archives]``, for `backfill` and for `run --save-to`."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from harvester.config import checks
from harvester.config.access import GIVEN_ELSEWHERE, IndirectValue, secret
from harvester.config.keys import SettingKey


@dataclass(frozen=True, slots=True)
class Archives:
    """The addresses of archives, without a slash at their end.

    wayback: the Wayback Machine, for its index, its mementos and for saving. commoncrawl: the indexes of
    Common Crawl; commoncrawl_files: its WARC files. wayback_keys: "ACCESS:SECRET" of an account there, by
    which pages are saved; ``Given()`` for none. save_to: "wayback" if new versions are to be saved there,
    else ``""``; the command line says so, not the file.
    """

    wayback: str = "https://web.archive.org"
    commoncrawl: str = "https://index.commoncrawl.org"
    commoncrawl_files: str = "https://data.commoncrawl.org"
    wayback_keys: IndirectValue = field(default_factory=IndirectValue)
    save_to: str = ""


OF_ARCHIVES = {
    "wayback": SettingKey(
        "wayback", checks.base, checks.AN_ADDRESS, "The Wayback Machine is asked here, and saves here."
    ),
    "commoncrawl": SettingKey(
        "commoncrawl", checks.base, checks.AN_ADDRESS, "The indexes of Common Crawl are asked here."
    ),
    "commoncrawl_files": SettingKey(
        "commoncrawl_files", checks.base, checks.AN_ADDRESS, "The WARC files of Common Crawl are here."
    ),
    "wayback_keys": SettingKey(
        "wayback_keys",
        secret,
        f"Give {GIVEN_ELSEWHERE}.",
        'Pages are saved by these keys of an account of the Wayback Machine: "ACCESS:SECRET".',
    ),
}
"""``[archives]`` may have these keys."""


def keys_beside(archives: Archives, folder: Path) -> Archives:
    """Return the settings with the path of the file with the keys resolved against the folder."""
    keys = archives.wayback_keys
    return replace(archives, wayback_keys=replace(keys, file=folder / keys.file)) if keys.file else archives
