"""What the page holds of the whole vault before any claim is read: names, numbers, edges and positions, in columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.model.claim import MODALITIES
from kg.model.entity_types import UNKNOWN, type_names, type_table
from kg.model.properties import dated, property_of
from kg.views.explorer import edges, shards
from kg.views.explorer.claim_rows import NONE
from kg.views.render.figures import COMPARATOR_SIGNS, unit_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store.ask.answer_rows import EntityRow
    from kg.views.explorer.gather import Gathered
    from kg.views.explorer.places import PlanePositions
    from kg.views.explorer.shards import ShardPart

VERSION = 1
SPEAKERS = 2_000  # listed by name, those who make most claims first; the rest are in the claims alone

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class VaultAbout:
    """What is said of the vault and the page itself.

    Attributes:
        vault: The vault's name.
        obsidian: Its name as Obsidian knows it, or None when it is no vault of Obsidian's.
        base: The base IRI.
        drawn: How many entities may be drawn.
        entities: How many there are; the other rows are key terms, which are never drawn.
        claims, bytes: Up to so many the page is one file.
    """

    vault: str
    obsidian: str | None
    base: str
    drawn: int
    entities: int
    claims: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """The three graphs that are drawn, with their positions."""

    entities: edges.Edges
    notes: Sequence[tuple[int, int]]
    channels: edges.Edges
    places: PlanePositions


def core(
    about: VaultAbout,
    rows: Sequence[EntityRow],
    found: Gathered,
    pictures: Pictures,
    parts: tuple[list[ShardPart], list[ShardPart]],
) -> Json:
    """Return the page's core as plain JSON values.

    Args:
        about: The page itself.
        rows: All entities, best first, then the key terms.
        found: What the notes hold.
        pictures: What is drawn, and where.
        parts: How notes and entities are divided among files; both empty when everything is in the page.
    """
    texts = found.texts
    conflicts = found.figures.conflicts(texts.units, texts.properties)
    return {
        "version": VERSION,
        "vault": about.vault,
        "obsidian": about.obsidian,
        "base": about.base,
        "totals": {
            "notes": len(found.notes.path),
            "claims": sum(found.notes.claims),
            "entities": about.entities,
            "recordings": len(set(found.notes.media) - {""}),
            "conflicts": len(conflicts),
        },
        "drawn": {
            "entities": min(about.drawn, about.entities),
            "limit": about.drawn,
            "edges": len(pictures.entities.source),
            "edgesLeftOut": pictures.entities.left_out,
        },
        "sharded": bool(parts[0]),
        "limits": {"claims": about.claims, "bytes": about.bytes},
        "types": list(type_names()),
        "typeIris": [each.iri for each in type_table().values()],
        "unknown": type_names().index(UNKNOWN),
        "colours": {
            "light": [each.light for each in type_table().values()],
            "dark": [each.dark for each in type_table().values()],
        },
        "modalities": list(MODALITIES),
        "speakers": _speakers(found),
        "callouts": texts.callouts.texts(),
        "units": _units(texts.units.texts()),
        "comparators": COMPARATOR_SIGNS,
        "properties": {
            "name": texts.properties.texts(),
            "label": [property_of(name).label for name in texts.properties.texts()],
            "dated": [name in dated() for name in texts.properties.texts()],
        },
        "folders": found.folders.texts(),
        "entities": _entities(rows, pictures.places, parts[1])
        | {"folder": found.traits.folders(), "year": found.traits.years()},
        "communities": pictures.places.communities,
        "edges": _edges(pictures.entities) | {"label": edges.labels(pictures.entities, found.stated)},
        "notes": _notes(found, pictures.places, parts[0]),
        "noteEdges": {"source": [one for one, _ in pictures.notes], "target": [other for _, other in pictures.notes]},
        "channels": _channels(found, pictures.places),
        "channelEdges": _edges(pictures.channels),
        "conflicts": conflicts,
    }


def channel_weights(found: Gathered) -> dict[tuple[int, int], int]:
    """Return how many entities each two folders share, where they share any."""
    shared = {(one, other): len(found.met[one] & found.met[other]) for one, other in combinations(sorted(found.met), 2)}
    return {pair: weight for pair, weight in shared.items() if weight}


def _entities(rows: Sequence[EntityRow], places: PlanePositions, parts: Sequence[ShardPart]) -> Json:
    rest = [None] * (len(rows) - len(places.entities.x))
    types = {name: place for place, name in enumerate(type_names())}
    return {
        "name": [row.name for row in rows],
        "type": [types.get(row.type, types[UNKNOWN]) for row in rows],
        "claims": [row.claims for row in rows],
        "notes": [row.notes for row in rows],
        "aliases": [list(row.aliases) for row in rows],
        "x": [*places.entities.x, *rest],
        "y": [*places.entities.y, *rest],
        "community": [*places.entities.community, *(NONE for _ in rest)],
        "shard": shards.numbers(parts) if parts else [NONE] * len(rows),
    }


def _speakers(found: Gathered) -> Json:
    ranked = sorted(found.speakers.items(), key=lambda item: (-item[1], item[0]))
    listed = ranked[:SPEAKERS]
    return {
        "name": [name for name, _ in listed],
        "claims": [claims for _, claims in listed],
        "left": len(ranked) - len(listed),
    }


def _units(names: Sequence[str]) -> Json:
    """Units, and what is written before a number of each and after it, as everywhere in kg."""
    forms = [unit_form(name) for name in names]
    return {
        "name": list(names),
        "before": [form.before for form in forms],
        "one": [form.one for form in forms],
        "many": [form.many for form in forms],
    }


def _notes(found: Gathered, places: PlanePositions, parts: Sequence[ShardPart]) -> Json:
    notes = found.notes
    return {
        "path": notes.path,
        "title": notes.title,
        "folder": notes.folder,
        "play": notes.play,
        "claims": notes.claims,
        "first": notes.first,
        "heard": notes.heard,
        "x": places.notes.x,
        "y": places.notes.y,
        "community": places.notes.community,
        "shard": shards.numbers(parts) if parts else [NONE] * len(notes.path),
    }


def _channels(found: Gathered, places: PlanePositions) -> Json:
    names = found.folders.texts()
    notes, claims = [0] * len(names), [0] * len(names)
    for folder, count in zip(found.notes.folder, found.notes.claims, strict=True):
        notes[folder] += 1
        claims[folder] += count
    return {"name": names, "notes": notes, "claims": claims, "x": places.channels.x, "y": places.channels.y}


def _edges(chosen: edges.Edges) -> Json:
    return {"source": chosen.source, "target": chosen.target, "weight": chosen.weight}
