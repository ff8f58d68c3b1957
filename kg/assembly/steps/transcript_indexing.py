"""Brings the transcripts in the search file up to date; one that is as it was costs a look at its key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from kg.assembly.state import transcript_table
from kg.store.engine.cue_index import IndexedTranscript
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.assembly.notes.vault_transcripts import VaultTranscripts
    from kg.assembly.steps.build_context import BuildContext
    from kg.model.transcript import Cue


def index_transcripts(site: BuildContext, vault: VaultTranscripts) -> None:
    """Have the search file hold the vault's transcripts, and what they are joined to; lines of notes are left alone."""
    wanted = {each.path: each for each in _rows(site, vault)}
    with trouble(site.store.folder):
        stored = site.store.search.cues.keys()
    differing = [each for path, each in wanted.items() if stored.get(path) != each.key]

    def read() -> Iterator[tuple[IndexedTranscript, tuple[Cue, ...]]]:
        for each in differing:
            yield each, transcript_table.unpacked_cues(transcript_table.cues(site.state, each.path))

    site.store.replace_transcripts(read(), sorted(stored.keys() - wanted.keys()))


def _rows(site: BuildContext, vault: VaultTranscripts) -> Iterator[IndexedTranscript]:
    keys = transcript_table.keys(site.state)
    for path, facts in vault.facts.items():
        joined = vault.joined[path]
        row = IndexedTranscript(
            path, "", facts.format, facts.language, facts.length, joined.media, joined.notes, vault.rank(path)
        )
        yield row._replace(key=hashlib.sha256(keys[path].encode() + msgspec.msgpack.encode(row)).hexdigest())
