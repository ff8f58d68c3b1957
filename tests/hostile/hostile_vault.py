"""What a hostile vault is: a name, what it starts from, what is done to it, and what may go on while kg is at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hostile.ground import Ground

NEW, BUILT, STRANGERS = (
    "new",
    "built",
    "a stranger's",
)  # what it starts from: three notes, with the user's own .kg, or not


class Attack(Protocol):
    """Makes a vault hostile."""

    def __call__(self, ground: Ground) -> None: ...


@dataclass(frozen=True, slots=True)
class HostileVault:
    """One vault of the table.

    Attributes:
        attack: Makes it hostile.
        start: What it starts from.
        inside: Whether kg is started in the vault, as ``cd VAULT; kg build``, and writes its outputs there.
        meanwhile: Done over and over while kg is at work.
    """

    attack: Attack
    start: str = NEW
    inside: bool = False
    meanwhile: Callable[[Ground], None] | None = None
