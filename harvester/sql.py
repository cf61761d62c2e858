"""Where the SQL of db/ is found: beside the checkout, inside an installed wheel."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "db"
SQL_DIR = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "db"


@cache
def scripts(folder: str) -> Mapping[str, str]:
    """Return the SQL files of ``db/<folder>`` as {stem: text}, in file-name order.

    They are read once: opening an archive asks for those of the views a dozen times.
    """
    paths = sorted((SQL_DIR / folder).glob("*.sql"))
    return MappingProxyType({path.stem: path.read_text(encoding="utf-8").strip() for path in paths})
