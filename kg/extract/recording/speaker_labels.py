"""Reads the label of a speaker before speech: who speaks, and where the label ends; and which labels name speakers.

``Alice Smith: …``, ``**Alice Smith** 00:01:12: …``, ``Alice Smith  0:12``, ``Speaker 1: …``, ``Q: …``, ``### Alice``.
An attribute (``Revenue: $2 billion``) looks the same, so a label counts by what the whole note shows of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.recording.cast import GENERIC
from kg.extract.words.word_data import word_list
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kg.extract.recording.cast import Cast

LONGEST = 90  # code points of a label
LOWER_WORDS = 1  # words in lower case that credentials may hold, small ones apart
MOST_WORDS = 5  # of a name
COLON = re.compile(r"[^:\n]{1,90}?:(?=\s|$)")
QUOTED = re.compile(r"\W{0,3}[\"“„«‘].*[\"”“»’]\W*", re.DOTALL)
TAIL = re.compile(r"\s*[,;(|/–—]|\s-\s")  # credentials follow: "Jane Roe, PhD", "Jane Roe (host)"
JOINT = re.compile(r"[\s:|\-–—()\[\],]*")
NAME_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*[\w.])?", re.UNICODE)
KEY = re.compile(r"[qa][0-9]*")  # of a keyboard or a list rather than a question or an answer
WORD = re.compile(r"\w")
ENDS, CLOSES = (".", "!", "?", "…"), "\"'”’)]"  # of a sentence, and what may come after its end
DIALOGUE = re.compile(r"\b(?:I|I['’]\w+|me|my|we|we['’]\w+|our|us|you|you['’]\w+|your)\b")
SPEECH_SHARE = 0.3  # of a label's lines that must talk in the first or second person
FEWEST_WORDS = 3  # of what follows a label for it to be speech


class SpeakerLabel(NamedTuple):
    """A label before speech: the name as written, where it ends in the text, whether a time or a colon stands at it."""

    name: str
    end: int
    stamped: bool
    colon: bool = False


class Heard(NamedTuple):
    """A label, what follows it, and whether it stands in a list."""

    label: SpeakerLabel
    rest: str
    listed: bool


def read(text: str, stamp: int | None) -> SpeakerLabel | None:
    """The label that opens a line, or None.

    Args:
        text: The line as a reader sees it.
        stamp: Offset of the first time in it, or None.
    """
    if stamp is not None and (before := text[:stamp].strip(" :|-–—·•([")):
        name = _name(before) if len(before) <= LONGEST else None
        if name is None:
            return _colon(text, stamped=False)
        joint = JOINT.match(text, stamp)
        end = joint.end() if joint else stamp
        if (":" not in text[len(before) : end] and text[end : end + 1].islower()) or text[stamp : stamp + 1] == ",":
            return None  # a sentence goes on
        return SpeakerLabel(name, end, stamped=True, colon=":" in text[len(before) : end])
    return _colon(text, stamped=stamp is not None)


def _colon(text: str, *, stamped: bool) -> SpeakerLabel | None:
    start = len(text) - len(text.lstrip(" -–—:|"))
    found = COLON.match(text, start)
    if found is None:
        return None
    name = _name(found[0][:-1])
    if name is None:
        return None
    joint = JOINT.match(text, found.end())
    return SpeakerLabel(name, joint.end() if joint else found.end(), stamped, colon=True)


def _name(written: str) -> str | None:
    """The name in a label, without credentials and honorifics; None for what is no name."""
    plain, *tail = TAIL.split(written.strip(), maxsplit=1)
    plain = plain.strip(" *_.")
    if (
        tail
        and sum(word.islower() and word not in word_list("speaker_small_words") for word in tail[0].split())
        > LOWER_WORDS
    ):
        return None
    if GENERIC.fullmatch(plain):
        return None if KEY.fullmatch(plain) else plain
    parts = plain.split()
    while len(parts) > 1 and parts[0].lower().rstrip(".") in words().titles:
        del parts[0]
    if (
        not 0 < len(parts) <= MOST_WORDS
        or not all(map(_may_be_named, parts))
        or parts[0] in word_list("name_particles")
    ):
        return None
    return " ".join(parts)


def _may_be_named(part: str) -> bool:
    return part in word_list("name_particles") or (part[0].isupper() and NAME_WORD.fullmatch(part) is not None)


def plain_name(text: str) -> str | None:
    """The name that a whole text is, as in a signature; None for what is no name, or made of ordinary words."""
    name = _name(text) if len(text) <= LONGEST else None
    return None if name is None or GENERIC.fullmatch(name) or _ordinary(name.split()) else name


def is_person_like(name: str) -> bool:
    """Whether a text has the shape of a person's full name and is not made of ordinary words."""
    parts = name.split()
    return len(parts) > 1 and _name(name) == name and not GENERIC.fullmatch(name) and not _ordinary(parts)


def _ordinary(parts: Iterable[str]) -> bool:
    lists = words()
    whole = (part for part in parts if part not in word_list("name_particles"))
    return any(part.lower() in lists.common and part not in lists.given for part in whole)


def speaking(heard: Iterable[Heard], cast: Cast) -> frozenset[str]:
    """The labels of a note that name speakers.

    Args:
        heard: The note's labels, in order.
        cast: Who takes part; full names that speak are added to it.
    """
    said: defaultdict[str, list[Heard]] = defaultdict(list)
    for each in heard:
        said[each.label.name].append(each)
    found = {name for name in said if _speaks(name, said, cast)}
    for name in sorted(found):
        if is_person_like(name):
            cast.add(name)
    return frozenset(found | {name for name in said if name not in found and cast.full(name)})


def _speaks(name: str, said: Mapping[str, list[Heard]], cast: Cast) -> bool:
    heard = said[name]
    rests = [each.rest for each in heard]
    if GENERIC.fullmatch(name):
        return _converses(name, said, cast) and any(map(_is_speech, rests))
    if cast.full(name):
        return any(rest and plain_name(rest.strip(" .")) is None for rest in rests)
    if words().types.get(name, "Person") != "Person" or _ordinary(name.split()):
        return False
    return any(rule(name, heard, said) for rule in EVIDENCE_OF_SPEECH)


def _is_timed(name: str, heard: Sequence[Heard], said: Mapping[str, list[Heard]]) -> bool:
    """A time stands at the label, and speech below or behind it."""
    timed = [each for each in heard if each.label.stamped and each.rest and not each.listed]
    spoken = [each for each in timed if _is_speech(each.rest)]
    return bool(spoken) and (len(name.split()) > 1 or _several(said, lambda each: each.label.stamped))


def _is_quoted(name: str, heard: Sequence[Heard], _: Mapping[str, list[Heard]]) -> bool:
    """What follows a person's name stands in quotation marks."""
    parts = name.split()
    return (len(parts) > 1 or name in words().given) and all(QUOTED.fullmatch(each.rest) for each in heard)


def _converses_with_you(name: str, heard: Sequence[Heard], _: Mapping[str, list[Heard]]) -> bool:
    """What follows is told in the first or second person."""
    spoken = [each.rest for each in heard if _is_speech(each.rest)]
    talks = sum(DIALOGUE.search(each.rest) is not None for each in heard) >= SPEECH_SHARE * len(heard)
    person = name.split(maxsplit=1)[0] in words().given
    return len(spoken) * 2 >= len(heard) and talks and (person or (len(heard) > 1 and len(name.split()) > 1))


def _takes_turns(name: str, heard: Sequence[Heard], said: Mapping[str, list[Heard]]) -> bool:
    """A full name that heads paragraphs of its own, in turn with another one."""
    if any(each.listed for each in heard) or len(name.split()) == 1 or name.split(maxsplit=1)[0] not in words().given:
        return False
    given = words().given
    in_turn = len(heard) > 1 or _several(said, lambda each: each.label.name.split()[0] in given)
    return in_turn and all(_is_speech(each.rest) for each in heard)


def _several(said: Mapping[str, list[Heard]], fits: Callable[[Heard], bool]) -> bool:
    """Whether more than one of a note's labels fits."""
    return len(list(islice((each for heard in said.values() for each in heard if fits(each)), 2))) > 1


# what shows that a label names who speaks rather than what is spoken of
EVIDENCE_OF_SPEECH = (_is_timed, _is_quoted, _converses_with_you, _takes_turns)


def _converses(name: str, said: Mapping[str, list[Heard]], cast: Cast) -> bool:
    """Whether a label such as "Q", "Host" or "Speaker 1" has a partner or a person behind it, or comes again."""
    if len(name) == 1:
        return {"Q", "A"} <= {label[:1].upper() for label in said}
    if cast.speaker(name) in cast.names or name[-1:].isdecimal():
        return True
    return not any(each.listed for each in said[name]) and len(said) > 1


def _is_speech(rest: str) -> bool:
    shown = rest.rstrip().rstrip(CLOSES)
    return shown.endswith(ENDS) and WORD.search(shown) is not None and len(rest.split()) >= FEWEST_WORDS
