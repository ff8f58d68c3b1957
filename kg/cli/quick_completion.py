"""Completes names of entities, notes, properties and queries without loading kg: a shell asks at each press of Tab.

It takes the lines that are typed most. What it does not know for certain it leaves to click.
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
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.files.database import Database

VARIABLE = "_KG_COMPLETE"  # as click derives it from the program's name
MOST = 100  # names offered at once
FISH = "fish_complete"
LINES = {"bash_complete": "plain,{}", "zsh_complete": "plain\n{}\n_", FISH: "plain,{}"}  # as click's scripts read them


def answered() -> bool:
    """Whether the shell's question was answered, and its answer printed."""
    shell = os.environ.get(VARIABLE, "")
    line = LINES.get(shell)
    names = None if line is None else _offered(shell)
    if line is None or names is None:
        return False
    sys.stdout.write("\n".join(line.format(name) for name in names if name.isprintable()) + "\n")
    return True


def _offered(shell: str) -> list[str] | None:
    """What fits the word that is typed; None where click must say."""
    try:
        words, last = _typed(shell)
    except ValueError:  # a quote that is still open
        return None
    command, before = words[:1], words[1:]
    option = before.pop() if before and before[-1].startswith("-") else ""
    if not command or any(word.startswith("-") for word in (*before, last)):
        return None
    if command == ["query"] and not before and not option:
        folder = Path(__file__).parent.parent / "store" / "queries"
        return sorted(path.stem for path in folder.glob("*.rq") if path.stem.startswith(last))
    asked = ASKED.get((command[0], option))
    return asked and _answer(lambda database: asked(database, [] if option else before, last))


def _typed(shell: str) -> tuple[list[str], str]:
    """The words after the program's name that are complete, and the one that is typed, as click reads them."""
    words, at = shlex.split(os.environ.get("COMP_WORDS", "")), os.environ.get("COMP_CWORD", "")
    if shell != FISH:
        return words[1 : int(at)], (words[int(at)] if int(at) < len(words) else "")
    last = shlex.split(at)[0] if at else ""
    return words[1:-1] if last and words[-1:] == [last] else words[1:], last


def _answer(question: Callable[[Database], list[str] | None]) -> list[str] | None:
    """What the search file of the nearest vault answers."""
    vault = nearest(Path.cwd())
    if vault is None:
        return None
    from kg.errors import KgError
    from kg.files.cache_seal import is_own
    from kg.files.database import FAILED
    from kg.files.open_database import open_database
    from kg.files.own_folder import own_folder

    try:
        with own_folder(vault / ".kg") as kg:
            if not is_own(kg):
                return []
            with closing(open_database(vault / ".kg" / "search.sqlite", write=False)) as database:
                return question(database)
    except (KgError, OSError, *FAILED):
        return None


def _entities(database: Database, before: Sequence[str], last: str) -> list[str]:
    from kg.store.engine.entity_names import NameTables

    return list(dict.fromkeys(beginning(NameTables(database).beginning, before, last)))[:MOST]


def _notes(database: Database, _: Sequence[str], last: str) -> list[str]:
    paths = (path for (path,) in database.execute("SELECT path FROM note ORDER BY path"))
    return [path for path in paths if path.lower().startswith(last.lower())][:MOST]


def _properties(database: Database, _: Sequence[str], last: str) -> list[str] | None:
    """Properties that claims give numbers for; None where the vault's table must say whether dates are values."""
    rows = database.execute("SELECT property, min(dated) FROM value GROUP BY property ORDER BY property")
    found = [(name, dated) for name, dated in rows if name.lower().startswith(last.lower())]
    return None if any(dated for _, dated in found) else [name for name, _ in found][:MOST]


# command and the option whose value is typed, if it is one -> what is offered
ASKED: Mapping[tuple[str, str], Callable[[Database, Sequence[str], str], list[str] | None]] = {
    ("claims", ""): _entities,
    ("conflicts", ""): _entities,
    ("view", "--entity"): _entities,
    ("claims", "--note"): _notes,
    ("conflicts", "--property"): _properties,
}


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
