"""What a parser of one format finds in a file: cues in the file's order, and what it could not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model.transcript import Cue

LONGEST_LABEL = 90  # code points of a speaker's label


@dataclass(slots=True)
class FoundCues:
    """What was found so far.

    Attributes:
        format: A key of ``kg.model.transcript.FORMATS``.
        cues: In the file's order.
        language: Code that the file itself gives, or "".
        rolls: Whether cues of this format overlap by design.
        faults: Code of each kind of fault -> where it was met, for a person.
    """

    format: str
    cues: list[Cue] = field(default_factory=list)
    language: str = ""
    rolls: bool = False
    faults: dict[str, list[str]] = field(default_factory=dict)

    def fault(self, code: str, where: str) -> None:
        """Note a fault."""
        self.faults.setdefault(code, []).append(where)


def tidy(text: str) -> str:
    """Words with white space folded."""
    return " ".join(text.split())
