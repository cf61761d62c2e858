"""Imports go downwards only; the pure part knows no network, database, command line or clock."""

import ast
from pathlib import Path

import harvester

PACKAGE = Path(harvester.__file__).parent

LAYERS = (  # top to bottom; parts on one line may not import each other
    ("__main__",),
    ("cli",),
    ("export", "api", "notify"),
    ("web",),
    ("demo",),
    ("harvest", "view"),
    ("config",),
    ("fetch", "archive", "interop"),
    ("reading", "history"),
    ("diff", "parse", "discover", "search", "pace"),
    ("normalise",),
    ("http", "languages", "result"),
    ("scope",),
    ("chromium",),
    ("model", "change", "rendering", "site_rule", "remembered", "text", "sql", "extras"),
    ("errors",),
    ("__init__",),
)
LEVEL = {part: depth for depth, layer in enumerate(LAYERS) for part in layer}
PURE = (
    "reading", "history", "diff", "parse", "discover", "search", "pace", "normalise", "http", "languages",
    "result", "scope", "model", "change", "rendering", "site_rule", "remembered", "text", "errors",
)  # fmt: skip
EDGE_MODULES = {"requests", "urllib3", "sqlite3", "pysqlite3", "sqlite_utils", "click"} | {
    "time",
    "socket",
    "os",
    "threading",
    "logging",
}


def part_of(path):
    """The first word of the path below harvester/: the package or module that the file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """(module, whether it stands inside a function) for each import of the file, ours as harvester.part."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        id(node)
        for scope in ast.walk(tree)
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(scope)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            whole = node.module == "harvester"
            names = [f"harvester.{alias.name}" for alias in node.names] if whole else [node.module]
        else:
            continue
        for name in names:
            yield name, id(node) in inside


FILES = sorted(PACKAGE.rglob("*.py"))


def test_every_part_has_a_layer():
    assert {part_of(path) for path in FILES} <= set(LEVEL)


def test_imports_go_downwards():
    for path in FILES:
        part = part_of(path)
        for name, _ in imports(path):
            if name.startswith("harvester."):
                other = name.split(".")[1]
                if other.startswith("__"):  # harvester.__version__
                    continue
                assert other == part or LEVEL[other] > LEVEL[part], f"{path}: {part} imports {other}"


def test_imports_stand_at_the_top():
    for path in FILES:
        for name, inside in imports(path):
            assert not inside, f"{path}: {name} is imported inside a function"


def test_the_pure_part_touches_no_edge():
    for path in FILES:
        if part_of(path) in PURE:
            for name, _ in imports(path):
                assert name.split(".")[0] not in EDGE_MODULES, f"{path}: {name}"


def test_files_and_functions_fit_a_screen():
    """Budgets of the house style: a file 300 lines, a function 40; flat tables are data and do not count."""
    for path in FILES:
        source = path.read_text("utf-8")
        assert len(source.splitlines()) <= 300, f"{path}: {len(source.splitlines())} lines"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                doc = ast.get_docstring(node, clean=False)
                length = node.end_lineno - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)
                assert length <= 40, f"{path}: {node.name} has {length} lines"


def test_no_strategy_knows_another():
    """A strategy imports no other, and only the parser imports any: else there is an order among them."""
    strategies = "harvester.parse.strategies"
    for path in FILES:
        known = [name for name, _ in imports(path) if name.startswith(strategies)]
        assert not known or path == PACKAGE / "parse" / "parser.py", f"{path}: {known}"
