"""Where the SQL of db/ is found: beside the checkout, inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "db"
SQL_DIR = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "db"


def scripts(folder: str) -> dict[str, str]:
    """Return the SQL files of ``db/<folder>`` as {stem: text}, in file-name order."""
    paths = sorted((SQL_DIR / folder).glob("*.sql"))
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in paths}
