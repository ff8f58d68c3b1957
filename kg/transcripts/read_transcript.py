"""Reads one file of the vault as a transcript: bytes in, cues out; by its ending and its content."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from kg.model import Span
from kg.model.transcript import Transcript
from kg.reader.problems import problem
from kg.transcripts.cue_labels import labelled
from kg.transcripts.cue_order import in_order, told
from kg.transcripts.file_names import read_name
from kg.transcripts.found_cues import FoundCues
from kg.transcripts.json_transcripts import read_json
from kg.transcripts.labelled_text import read_labelled
from kg.transcripts.subtitle_files import ARROW, is_vtt, read_subtitles
from kg.transcripts.text_decoding import decoded
from kg.transcripts.word_places import placed

if TYPE_CHECKING:
    from kg.model.transcript import Cue
    from kg.transcripts.text_decoding import Decoded

MAX_BYTES = 32 * 1024 * 1024  # a larger file is not read: ten hours of speech with each word's time take a third
SURE = (".vtt", ".srt", ".json3")  # endings of transcripts alone
JSON = frozenset({"whisper", "json3"})  # formats
SPOKEN = re.compile(r"\w")


def read_transcript(path: str, data: bytes, *, with_places: bool = False) -> Transcript | None:
    """Read a file; None where its content is no transcript's and its ending does not say that it must be.

    Args:
        path: Its path in the vault.
        data: Its bytes.
        with_places: Whether to find where each word lies in the file's text.
    """
    file = decoded(data)
    text, encoding, _ = file
    found = _found(path.lower(), text)
    if found is None or not any(SPOKEN.search(cue.text) for cue in found.cues):
        if not path.lower().endswith(SURE):
            return None
        found = FoundCues("vtt" if found is None else found.format)
        found.fault("transcript-empty", "it is empty" if not text.strip() else "")
    if encoding:
        found.fault("transcript-encoding", encoding)
    found.cues = labelled(found.cues)
    if with_places:
        found.cues = [_in_file(cue, file) for cue in placed(text, found.cues, in_json=found.format in JSON)]
    cues, length = in_order(found)
    return Transcript(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format=found.format,
        language=found.language or read_name(path).language,
        cues=cues,
        length=length,
        problems=tuple(problem(path, code, None, told(places)) for code, places in sorted(found.faults.items())),
    )


def _in_file(cue: Cue, file: Decoded) -> Cue:
    """A cue with the places of its words in the file, whose line ends the decoded text may have shortened."""
    if not file.dropped:
        return cue
    return cue._replace(words=tuple(Span(file.place(start), file.place(end - 1) + 1) for start, end in cue.words))


def _found(name: str, text: str) -> FoundCues | None:
    """What the parser finds that fits the file's ending and its content."""
    if name.endswith((".vtt", ".srt")):
        if ARROW not in text:
            return None
        return read_subtitles(text, "vtt" if is_vtt(text) else "srt")
    if name.endswith((".json", ".json3")):
        return read_json(text)
    return read_subtitles(text, "vtt") if is_vtt(text) and ARROW in text else read_labelled(text)
