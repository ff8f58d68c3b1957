"""Who takes part in a note's recording, from its properties: hosts, guests, speakers, authors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Note

# property -> role
ROLES = {
    "host": "host", "hosts": "host", "interviewer": "host", "moderator": "host", "presenter": "host",
    "guest": "guest", "guests": "guest", "interviewee": "guest",
    "speaker": "speaker", "speakers": "speaker", "lecturer": "speaker", "presenters": "speaker",
    "author": "author", "authors": "author", "channel": "channel",
}  # fmt: skip
GENERIC = re.compile(
    r"(?:(?:unknown |unidentified )?(?:speaker|participant|interviewer|interviewee|panelist)"
    r"(?: ?#?[0-9]{1,2}| [A-Z])?"
    r"|(?:host|guest|moderator|narrator|announcer|questioner|caller|presenter|lecturer|audience(?: member)?)"
    r"(?: [0-9]{1,2})?"
    r"|[QA][0-9]{0,3}|question|answer)",
    re.IGNORECASE,
)
QUESTION = re.compile(r"(?:q[0-9]*|question|interviewer|questioner)", re.IGNORECASE)
ANSWER = re.compile(r"(?:a[0-9]*|answer|interviewee)", re.IGNORECASE)
_APART = re.compile(r"\s*(?:,|;|&|\band\b|/)\s*")
_WIKI = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")
_MOST = 60  # code points of a name


@dataclass(slots=True)
class Cast:
    """Who takes part, as properties and labels name them.

    Attributes:
        roles: Names by role: ``host``, ``guest``, ``speaker``, ``author``.
        names: All of them, in order.
    """

    roles: dict[str, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    _spelled: dict[str, set[str]] = field(default_factory=dict)  # names by whole, first and last name, folded

    def add(self, name: str, role: str = "") -> None:
        """Take one more name."""
        if name not in self._spelled.get(name.casefold(), ()):
            self.names.append(name)
            for spelling in {name.casefold(), *_edges(name.casefold().split())}:
                self._spelled.setdefault(spelling, set()).add(name)
        if role and name not in self.roles.setdefault(role, []):
            self.roles[role].append(name)

    def only(self, *roles: str) -> str | None:
        """The one name of some roles, or None when they have none or several."""
        found = list(dict.fromkeys(name for role in roles for name in self.roles.get(role, ())))
        return found[0] if len(found) == 1 else None

    def single(self) -> tuple[tuple[str, str], ...]:
        """(role, name) of each role that one person alone has."""
        return tuple((role, names[0]) for role, names in sorted(self.roles.items()) if len(names) == 1)

    def parts(self) -> tuple[tuple[str, str], ...]:
        """(role, name) of everybody, "" for no role; ``add`` takes them back."""
        in_role = [(role, name) for role, names in sorted(self.roles.items()) for name in names]
        known = {name for _, name in in_role}
        return (*in_role, *(("", name) for name in self.names if name not in known))

    def people(self) -> tuple[str, ...]:
        """Those named by more than one word, channels apart."""
        channels = self.roles.get("channel", ())
        return tuple(name for name in self.names if " " in name and name not in channels)

    def full(self, written: str) -> str | None:
        """The full name that a label, or a first or last name, stands for; None for a stranger."""
        fits = self._spelled.get(written.casefold(), set())
        if written in fits:
            return written
        return next(iter(fits)) if len(fits) == 1 else None

    def speaker(self, label: str) -> str | None:
        """Who speaks after a label: a full name, the person in a role, or a numbered speaker; None for "Q" alone."""
        if QUESTION.fullmatch(label):
            return self.only("host")
        if ANSWER.fullmatch(label):
            return self.only("guest") or self.only("speaker", "author")
        role = re.sub(r"\W*[0-9]*$", "", label).lower()
        if GENERIC.fullmatch(label):
            return self.only("host" if role in {"moderator", "presenter"} else role) or label[:1].upper() + label[1:]
        return self.full(label) or label


def cast_of(properties: Mapping[str, object]) -> Cast:
    """The people whom a note's properties name."""
    cast = Cast()
    for key, value in properties.items():
        role = ROLES.get(key.lower().strip())
        for name in _names(value) if role else ():
            if role != "channel" or len(name.split()) > 1:
                cast.add(name, role or "")
    return cast


def cast_of_note(note: Note) -> Cast:
    """The people whom a note's properties, or its inline fields, name."""
    return cast_of({**{field.key: field.value for field in note.fields}, **note.properties})


def _names(value: object) -> Iterator[str]:
    if isinstance(value, str):
        for part in _APART.split(_WIKI.sub(r"\1", value)):
            name = " ".join(part.rpartition("/")[2].split()).strip("@\"' ")
            if 0 < len(name) <= _MOST and name[0].isupper() and not any(map(str.isdigit, name)):
                yield name
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)


def _edges(parts: Sequence[str]) -> tuple[str, str]:
    return parts[0], parts[-1]
