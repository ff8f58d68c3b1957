"""What the notes of the vault say of the names of terms, kept in the build state, and which notes a change touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.assembly.state.batches import batches
from kg.extract.terms.term_variants import term_key
from kg.extract.terms.vault_terms import STEPS, VariantCount, VaultTerms, followed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from kg.assembly.state.build_state import BuildState
    from kg.extract.terms.term_variants import Variant

ASKED = 900  # values asked for in one query: SQLite before 3.32 takes 999
COUNTED = "SELECT key, name, why, count(*) FROM variant WHERE {} IN ({}) GROUP BY key, name, why"


@dataclass(slots=True)
class TermNames:
    """Gathers what changed notes say now and said before.

    Args:
        state: The build state.
        mark: Gives the mark of a key.
    """

    state: BuildState
    mark: Callable[[str], bytes]
    _keys: set[str] = field(default_factory=set)

    def change(self, note: int, before: Sequence[Variant], after: Sequence[Variant]) -> None:
        """Keep what one note says now instead of what it said before."""
        old, new = set(before), set(after)
        self._keys |= {each.key for each in old ^ new}
        self.state.change(
            "DELETE FROM variant WHERE key = ? AND name = ? AND why = ? AND note = ?",
            ((*each, note) for each in sorted(old - new)),
        )
        self.state.change(
            "INSERT OR REPLACE INTO variant (key, name, why, note, mark, target) VALUES (?, ?, ?, ?, ?, ?)",
            ((*each, note, self.mark(each.key), term_key(each.name)) for each in sorted(new - old)),
        )

    def touched(self) -> set[str]:
        """The keys of spellings that may mean something else now: those changed, and those that lead to them."""
        found, last = set(self._keys), self._keys
        for _ in range(STEPS):
            rows = _asked(self.state, "SELECT DISTINCT key FROM variant WHERE target IN ({})", last)
            last = {key for (key,) in rows} - found
            found |= last
        return found


def terms_of(state: BuildState, marks: Collection[bytes]) -> VaultTerms:
    """What the spellings with these marks mean, and those that they lead to."""

    def counted(column: str, values: Collection[str] | Collection[bytes]) -> Iterator[VariantCount]:
        return (VariantCount(*row) for row in _asked(state, COUNTED.format(column, "{}"), values))

    return followed(counted("mark", marks), lambda keys: counted("key", keys))


def _asked(state: BuildState, query: str, values: Collection[str] | Collection[bytes]) -> list[tuple[Any, ...]]:
    return [
        row
        for some in batches(sorted(values), ASKED)
        for row in state.rows(query.format(", ".join("?" * len(some))), some)
    ]
