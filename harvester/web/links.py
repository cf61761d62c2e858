"""The addresses of all pages. Those that cite something go by time, question and key, which a rebuild keeps.

Every part is quoted, and every address begins with one slash and a word of ours: none leads to another host.
"""

from urllib.parse import quote, urlencode

TABLES = "/data/"
"""Datasette shows all tables at this address."""


def _path(*parts: str) -> str:
    return "/" + "/".join(quote(part, safe=":") for part in parts)


def _asking(path: str, arguments: dict[str, object]) -> str:
    given = {name: value for name, value in arguments.items() if value not in (None, "", ())}
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def article(article_id: str, **arguments: object) -> str:
    """Return the address of an article's newest state and history."""
    return _asking(_path("article", article_id), arguments)


def at(article_id: str, moment: str, **arguments: object) -> str:
    """Return the address of an article as it stood at a time: the permanent one of a version."""
    return _asking(_path("article", article_id, "at", moment), arguments)


def numbered(article_id: str, version: int) -> str:
    """Return the address of a version by its number, which leads on to the permanent one."""
    return _path("article", article_id, "v", str(version))


def step(article_id: str, version: int) -> str:
    """Return the address of what changed in a version, which leads on to the permanent one."""
    return _path("article", article_id, "v", str(version), "changes")


def between(article_id: str, older: str, newer: str, **arguments: object) -> str:
    """Return the address of the comparison of what stood at two times."""
    return _asking(_path("article", article_id, "from", older, "to", newer), arguments)


def question(article_id: str, question_id: str, moment: str = "") -> str:
    """Return the address of a question with all its wordings and answers, or as it stood at a time."""
    return _path("article", article_id, "question", question_id, *(("at", moment) if moment else ()))


def alike(article_id: str, question_id: str) -> str:
    """Return the address of the questions of other articles that are most like one."""
    return _path("article", article_id, "question", question_id, "alike")


def answer(article_id: str, question_id: str, moment: str) -> str:
    """Return the address of the whole answer that stood at a time, as plain text."""
    return _path("article", article_id, "question", question_id, "answer", moment)


def capture(key: str) -> str:
    """Return the address of a capture."""
    return _path("capture", key)


def body(key: str) -> str:
    """Return the address of the bytes that came with a capture."""
    return _path("capture", key, "body")


def run(key: str) -> str:
    """Return the address of a run."""
    return _path("run", key)


def source(url: str, **arguments: object) -> str:
    """Return the address of a source, which goes by its URL."""
    return _asking("/source", {"url": url, **arguments})


def listed(name: str, **arguments: object) -> str:
    """Return the address of a list, such as "articles" or "changes.atom", with the given arguments."""
    return _asking(_path(name) if name else "/", arguments)


def cite(path: str, form: str = "") -> str:
    """Return the address of the citation of what has that address, or of a file of it: bib, json or ris."""
    return f"{path}/cite.{form}" if form else f"{path}/cite"


def question_at(article_id: str, question_id: str, moment: str) -> str:
    """Return the address of a question as it stood at a time, in the version that has it."""
    return f"{at(article_id, moment)}#question-{quote(question_id)}"


def plot(name: str, form: str = "", **arguments: object) -> str:
    """Return the address of a plot, or of its numbers in a form: "svg", "csv" or "json"."""
    return _asking(_path("plots", f"{name}.{form}" if form else name), arguments)


def narrowed(words: str, given: dict[str, str], name: str, value: str = "") -> str:
    """Return the address of a search whose filter of that name has another value; ``""`` takes it away."""
    return _asking("/search", {"q": words, **given, name: value})


def static(name: str) -> str:
    """Return the address of a file of the interface itself."""
    return _path("static", name)
