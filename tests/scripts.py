"""Scripts of the project that stand in no package, as modules."""

import importlib.util


def loaded(path):
    """Return the module that the file is."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
