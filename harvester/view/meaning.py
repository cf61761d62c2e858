"""A model of meanings: it finds a question in other words that share no letters with it.

The extra ``related`` brings the library (model2vec: static embeddings, no network, no accelerator). The model
is a folder that the user names; none is shipped or downloaded.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from harvester.errors import ConfigError
from harvester.extras import library

Meanings = Callable[[str, Sequence[str]], list[float]]
"""It returns how near other texts are to a text in meaning, -1 to 1, in their order."""


def meanings(folder: Path) -> Meanings:
    """Return the model in a folder; raises ConfigError if there is none, or if the library is missing."""
    model2vec = library("related", "model2vec")
    if not (folder / "config.json").is_file():
        raise ConfigError(str(folder), "has no model", "Name a folder with a model for model2vec.")
    try:
        model = model2vec.StaticModel.from_pretrained(folder, normalize=True)
    except Exception as error:
        raise ConfigError(str(folder), f"its model cannot be read ({type(error).__name__})") from error

    def nearness(text: str, others: Sequence[str]) -> list[float]:
        own, *rest = model.encode([text, *others], use_multiprocessing=False)
        return [float(each @ own) for each in rest]

    return nearness
