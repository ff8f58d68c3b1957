"""Completes names of entities, and of queries, without loading kg: a shell asks at each press of the tab key.

It takes the lines that are typed most, and only in bash and zsh. What it does not know for certain it leaves to click.
"""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.nearest_vault import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

VARIABLE = "_KG_COMPLETE"  # as click derives it from the program's name
ENTITIES = {"claims", "conflicts"}  # commands whose words are names of entities
MOST = 100  # names offered at once
LINES = {"bash_complete": "plain,{}", "zsh_complete": "plain\n{}\n_"}  # as click's scripts read them


def answered() -> bool:
    """Whether the shell's question was answered, and its answer printed."""
    line = LINES.get(os.environ.get(VARIABLE, ""))
    names = None if line is None else _offered()
    if line is None or names is None:
        return False
    sys.stdout.write("\n".join(line.format(name) for name in names if name.isprintable()) + "\n")
    return True


def _offered() -> list[str] | None:
    """What fits the word that is typed; None where click must say."""
    words, at = os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")
    try:
        typed = shlex.split(words)
        place = int(at)
    except ValueError:  # a quote that is still open
        return None
    command, before, last = typed[1:place][:1], typed[2:place], (typed[place] if place < len(typed) else "")
    if not command or any(word.startswith("-") for word in (*before, last)):
        return None
    if command == ["query"] and not before:
        folder = Path(__file__).parent.parent / "store" / "queries"
        return sorted(path.stem for path in folder.glob("*.rq") if path.stem.startswith(last))
    return _names(before, last) if command[0] in ENTITIES else None


def _names(before: list[str], last: str) -> list[str] | None:
    """Names of entities that begin so; words before the last may be the beginning of the same name."""
    vault = nearest(Path.cwd())
    if vault is None:
        return None
    from kg.errors import KgError
    from kg.files.cache_seal import is_own
    from kg.files.database import FAILED
    from kg.files.open_database import open_database
    from kg.files.own_folder import own_folder
    from kg.store.engine.entity_names import NameTables

    try:
        with own_folder(vault / ".kg") as kg:
            if not is_own(kg):
                return []
            with closing(open_database(vault / ".kg" / "search.sqlite", write=False)) as database:
                found = list(beginning(NameTables(database).beginning, before, last))
    except (KgError, OSError, *FAILED):
        return None
    return list(dict.fromkeys(found))[:MOST]


def beginning(names: Callable[[str, int], Iterable[str]], before: Sequence[str], last: str) -> Iterator[str]:
    """Names that begin so; words before the last may be the beginning of the same name, of which the rest is given.

    Args:
        names: Gives names that begin so, a number of them at most.
        before: The words before.
        last: The word that is typed.
    """
    yield from names(last, MOST)
    for start in range(len(before)):
        words = " ".join((*before[start:], ""))
        yield from (name[len(words) :] for name in names(words + last, MOST))
