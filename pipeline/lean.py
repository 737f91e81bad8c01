"""spaCy without its command line: `import spacy` loads it for one function, with two HTTP clients behind it.

That is a third of the time to the first claim. The function (`spacy.info`) is put off until someone calls it.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

NAME = "spacy.cli.info"


def _info(*arguments: Any, **named: Any) -> Any:
    """`spacy.info`, loaded when it is called."""
    return import_module(NAME).info(*arguments, **named)


class _Later(ModuleType):
    """Stands for the module until spaCy has taken the function from it; then the real one can be imported."""

    def __getattr__(self, name: str) -> Any:
        if name != "info":
            raise AttributeError(name)
        sys.modules.pop(NAME, None)
        return _info


def put_off_command_line() -> None:
    """Call before spaCy is first imported; does nothing afterwards."""
    if "spacy" not in sys.modules:
        sys.modules.setdefault(NAME, _Later(NAME))
