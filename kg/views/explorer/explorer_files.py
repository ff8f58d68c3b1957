"""From an open store to the files of the explorer: one page, or beyond a threshold a page and the files it loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.rdf.terms import clean
from kg.store.ask import overview
from kg.store.engine.store_files import trouble
from kg.views.explorer import bundle, note_texts, shards
from kg.views.explorer.edges import chosen, links_of, without_hubs
from kg.views.explorer.explorer_page import Loads, packed, page, shard
from kg.views.explorer.gather import Extent, gather
from kg.views.explorer.heard_words import HeardWords, part_numbers
from kg.views.explorer.page_core import Pictures, VaultAbout, channel_weights, core
from kg.views.explorer.places import places
from kg.views.explorer.row_spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.config import Config
    from kg.model import Claim, NoteFacts
    from kg.store.ask.answer_rows import EntityRow
    from kg.store.engine.store import Store
    from kg.views.explorer.bundle import Bundle
    from kg.views.explorer.gather import Gathered
    from kg.views.explorer.heard_words import Row
    from kg.views.explorer.note_texts import Passages
    from kg.views.explorer.shards import ShardPart

    Notes = Iterable[tuple[NoteFacts, Sequence[Claim]]]

PAGE = "index.html"
MEGABYTE = 1_000_000


class File(NamedTuple):
    """A file of the explorer: its name in the explorer's folder, and its content."""

    name: str
    data: Iterable[bytes]


class _Subject(NamedTuple):
    """What the page is made of, once the notes are gathered."""

    about: VaultAbout
    rows: Sequence[EntityRow]
    found: Gathered
    pictures: Pictures
    spool: Spool
    texts: Spool | None
    heard: HeardWords
    words: Sequence[dict[str, list[Row]]]


def files(
    store: Store, notes: Notes, config: Config, media: str = "", passages: Passages | None = None
) -> Iterator[File]:
    """Yield the explorer's files, each to be written before the next is asked for; the page itself comes last.

    The same graph gives the same bytes. Memory is bounded by the number of entities, notes and drawn edges, and by one
    file; claims go through a file on disk.

    Args:
        store: The store, open.
        notes: Facts and claims of every note of the store, by path; taken once.
        config: Tells how much is drawn, and from where on the claims have files of their own.
        media: Where the vault is, from the page's folder: there the recordings lie; "" where that is not known.
        passages: Gives the text of a note around its claims; None where the page is to have none.

    Raises:
        BundleMissing: The page's script was not made when kg was installed.
        StoreError: The store cannot be read.
    """
    app = bundle.load()
    about = _about(store, config)
    entities = ranked(overview.entity_rows(store))
    rows = [*entities, *ranked(overview.key_term_rows(store))]
    extent = Extent(min(about.drawn, len(entities)), len(entities))
    with Spool() as spool, Spool() as texts:
        heard = HeardWords(store.search.cues)
        with trouble(store.folder):
            read = notes if passages is None else note_texts.kept(notes, passages, texts)
            found = gather(read, rows, extent, spool, media, heard=heard)
            words = list(heard.parts())
        pictures = _pictures(rows, found, extent.drawn)
        subject = _Subject(about, rows, found, pictures, spool, None if passages is None else texts, heard, words)
        whole = _whole(subject, app)
        yield from _divided(subject, app) if whole is None else [whole]


def ranked(rows: Iterable[EntityRow]) -> list[EntityRow]:
    """Return entities best first: by claims, then by notes, then by name."""
    return sorted(rows, key=lambda row: (-row.claims, -row.notes, row.name))


def _about(store: Store, config: Config) -> VaultAbout:
    name = clean(store.vault.name)
    with trouble(store.folder):
        entities = store.search.names.number()
    return VaultAbout(
        name,
        name if (store.vault / ".obsidian").is_dir() else None,
        store.base,
        config.view_entities,
        entities,
        config.view_claims,
        config.view_megabytes * MEGABYTE,
    )


def _pictures(rows: Sequence[EntityRow], found: Gathered, drawn: int) -> Pictures:
    best = rows[:drawn]
    between = chosen(found.shared, len(best))
    numbers = {path: number for number, path in enumerate(found.notes.path)}
    links = without_hubs(links_of(found.notes.references, numbers), len(numbers))
    channels = chosen(channel_weights(found), len(found.folders.known))
    where = places(best, between, found.notes, len(found.folders.known))
    return Pictures(between, links, channels, where)


def _whole(subject: _Subject, app: Bundle) -> File | None:
    """The page with all its claims inside, or None when it would pass a limit."""
    about = subject.about
    if len(subject.spool) > about.claims:
        return None
    claims = packed(shards.claims_json(subject.spool, range(len(subject.spool))))
    words = {f"kg-words-{number}": packed(_encoded(part)) for number, part in enumerate(subject.words)}
    data = _data(subject, app, ([], [])) | {"kg-claims": claims} | words
    if subject.texts is not None:
        data["kg-texts"] = packed(note_texts.texts_json(subject.texts, range(len(subject.texts))))
    pieces = list(page(about.vault, data, app, _loads(subject, sharded=False)))
    return File(PAGE, pieces) if sum(map(len, pieces)) <= about.bytes else None


def _divided(subject: _Subject, app: Bundle) -> Iterator[File]:
    """The claims by note and by entity, and then the page that loads them."""
    columns, claims_of = subject.found.notes, subject.found.claims_of
    notes, entities = shards.divided(columns.claims), shards.divided(list(map(len, claims_of)))
    for number, part in enumerate(notes):
        end = columns.first[part.end] if part.end < len(columns.first) else len(subject.spool)
        yield _shard(f"n{number}", shards.claims_json(subject.spool, range(columns.first[part.begin], end)))
    if subject.texts is not None:
        for number, part in enumerate(notes):
            yield _shard(f"t{number}", note_texts.texts_json(subject.texts, range(part.begin, part.end)))
    for number, part in enumerate(entities):
        yield _shard(f"e{number}", shards.entities_json(subject.spool, part, claims_of))
    for number, words in enumerate(subject.words):
        yield _shard(f"w{number}", _encoded(words))
    data = _data(subject, app, (notes, entities))
    yield File(PAGE, page(subject.about.vault, data, app, _loads(subject, sharded=True)))


def _loads(subject: _Subject, *, sharded: bool) -> Loads:
    """What the page loads from its folder: claims, and recordings that are files of the vault."""
    return Loads(sharded, any(link.startswith(".") for link in subject.found.notes.play))


def _encoded(words: dict[str, list[Row]]) -> bytes:
    """The words of transcripts as the page reads them: ``{"words":{"7":[…]}}``."""
    return msgspec.json.encode({"words": words})


def _shard(name: str, data: bytes) -> File:
    return File(f"shards/{name}.js", [shard(name, data)])


def _data(subject: _Subject, app: Bundle, parts: tuple[list[ShardPart], list[ShardPart]]) -> dict[str, str]:
    held = core(subject.about, subject.rows, subject.found, subject.pictures, parts)
    held["texts"] = subject.texts is not None
    held["transcripts"] = {"path": subject.heard.paths.texts(), "part": part_numbers(subject.words)}
    return {"kg-core": packed(msgspec.json.encode(held)), "kg-licences": packed(app.licences)}
