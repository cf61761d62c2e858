"""``harvester.toml``: what it may say, checked key by key, as one frozen value."""

from harvester.config.checks import SOURCE_KINDS, duration
from harvester.config.file import FILE_NAME, load, problems
from harvester.config.settings import ARCHIVE_NAME, Settings, SourceSettings, as_setting
from harvester.config.template import TEMPLATE

__all__ = [
    "ARCHIVE_NAME",
    "FILE_NAME",
    "SOURCE_KINDS",
    "TEMPLATE",
    "Settings",
    "SourceSettings",
    "as_setting",
    "duration",
    "load",
    "problems",
]
