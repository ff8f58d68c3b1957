"""What the name of a transcript file says: which note or recording it belongs to, its language, a recording's id."""

from __future__ import annotations

import re
import unicodedata
from posixpath import basename
from typing import NamedTuple

from kg.model.media import SOUND_AND_VIDEO, find
from kg.model.transcript import ENDINGS

LANGUAGE = re.compile(r"\.([a-z]{2}(?:-(?:[A-Za-z]{2,4}|orig|[0-9]{3}))?)$")
# what programs add to a recording's name
ADDED = re.compile(
    r"[ ._-]*[(\[]?(?:transcripts?|transcription|captions?|subtitles?|subs|diari[sz]ed|aligned|auto)[)\]]?$",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"[ _]*[\[(]([\w-]{5,40})[\])]$")
DASHED = re.compile(r"-([A-Za-z0-9_-]{11})$")
WHOLE = re.compile(r"[A-Za-z0-9_-]{5,40}")


class TranscriptName(NamedTuple):
    """What a name says.

    Attributes:
        stems: Names that the note or recording may bear, as ``folded`` gives them.
        ids: Ids of a recording that it may hold.
        language: Code of its language, or "".
    """

    stems: frozenset[str]
    ids: frozenset[str]
    language: str


def read_name(path: str) -> TranscriptName:
    """Read the name of a transcript file."""
    name = basename(path)
    ending = next((each for each in ENDINGS if name.lower().endswith(each)), "")
    stem, language = name[: len(name) - len(ending)], ""
    stems = {stem}
    ids = set()
    while True:
        shorter = ADDED.sub("", stem)
        if shorter == stem and not language and (code := LANGUAGE.search(stem)):
            shorter, language = stem[: code.start()], code[1].removesuffix("-orig")
        if shorter == stem and stem.rpartition(".")[2].lower() in SOUND_AND_VIDEO:
            shorter = stem.rpartition(".")[0]
        if shorter == stem or not shorter:
            break
        stem = shorter
        stems.add(stem)
    for marked in (BRACKETED.search(stem), DASHED.search(stem)):
        if marked and stem[: marked.start()]:
            ids.add(marked[1])
            stems.add(stem[: marked.start()].rstrip())
    if WHOLE.fullmatch(stem):
        ids.add(stem)
    return TranscriptName(frozenset(map(folded, stems)), frozenset(ids), language)


def folded(stem: str) -> str:
    """A name as it is compared: NFC, lower case, each run of white space or underscores one space."""
    return re.sub(r"[\s_]+", " ", unicodedata.normalize("NFC", stem)).strip().casefold()


def id_of(media: str) -> str | None:
    """The id by which the host of a recording names it; None for files and unknown hosts."""
    known = find(media)
    if known is None:
        return None
    named = known[1].groupdict()
    return None if "/" in (named.get("id") or "/") else named["id"]
