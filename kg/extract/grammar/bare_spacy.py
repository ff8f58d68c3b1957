"""Imports spaCy without its command line, which brings two HTTP clients and a third of what the import takes."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

COMMAND = "spacy.cli.info"  # the only one that ``import spacy`` asks for, to hand it on as ``spacy.info``


def bare_spacy() -> Any:
    """Return spaCy; its command line is imported by whoever asks for it later, as if nothing had been left out."""
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    stand_in = ModuleType(COMMAND)
    stand_in.__dict__["info"] = _info
    sys.modules[COMMAND] = stand_in
    try:
        import spacy
    finally:
        del sys.modules[COMMAND]
    return spacy


def _info(*arguments: Any, **named: Any) -> Any:
    """What ``spacy.info`` does, with the command line imported only now."""
    from spacy.cli.info import info

    return info(*arguments, **named)
