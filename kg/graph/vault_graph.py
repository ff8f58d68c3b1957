"""One opened graph: the questions that Python and every command ask it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kg.errors import StoreVersion, UnknownName
from kg.graph.graph_conversions import GraphConversions, GraphSession
from kg.graph.store_copy import KEPT, StoreCopy
from kg.model.claim import MODALITIES
from kg.own_words import vault_words
from kg.rdf.terms import safe_iri
from kg.store.ask import overview, sparql
from kg.store.ask.answer_rows import Claims, Entities, EntityRow, Notes, SearchHit, SearchHits, Stats, Terms
from kg.store.ask.attribute_values import known_property, properties_with_values
from kg.store.ask.claim_reader import ClaimFilter
from kg.store.ask.lookup import evidence, known_claim
from kg.store.ask.name_suggestions import known_entity
from kg.store.ask.named_queries import NamedQuery, named_queries, named_query
from kg.store.ask.narrowing import narrowed
from kg.store.ask.sandbox import answer
from kg.store.engine.search_index import marks
from kg.store.engine.store import Store
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.config import Config
    from kg.store.engine.query_results import QueryResult
    from kg.store.remote.transfer_progress import TransferProgress
    from kg.views.compare.value_pairs import Conflicts
    from kg.views.page.explanation import Explanation

FOLDER = KEPT


@dataclass(frozen=True, slots=True)
class Graph(GraphConversions):
    """What the last build of a vault found; opened with :meth:`open`, and a context manager.

    It shows one generation, whole, whatever builds do meanwhile, until ``refresh`` or ``follow`` go on to the next.
    Names of entities may be given as name or alias, in upper or lower case. Results are frozen; each has
    ``to_dicts()``.
    """

    @classmethod
    def open(cls, vault: Path, config: Config | None = None, told: TransferProgress | None = None) -> Graph:
        """Open the graph of a vault as its last build left it, also while another build is at work.

        Where the settings name a SPARQL store, it is what that holds, and the vault need not be there.

        Args:
            vault: Its folder.
            config: Its settings.
            told: Hears how far a fetch from a SPARQL store is.

        Raises:
            StoreMissing: Nothing was built yet.
            StoreVersion: Another version of kg built it, or with another base IRI than the settings now have.
            RemoteStoreError: The SPARQL store cannot be asked, or holds no finished load.
            StoreError: It cannot be read.
        """
        copy = StoreCopy(vault, config, told) if config is not None and config.store_url else None
        folder = vault / FOLDER
        if copy is not None:
            copy.bring_up_to_date()
            folder = copy.folder
        store = Store.open(folder, read_only=True)
        if config is not None and config.base_iri != store.base:
            store.close()
            raise StoreVersion(folder, store.base, config.base_iri)
        fetch = None
        if copy is not None:
            store.vault, fetch = copy.vault, copy.bring_up_to_date
        return cls(GraphSession(store, partial(vault_words.load, vault), fetch))

    def claims(  # noqa: PLR0913 - each is one condition that a user may set by name
        self,
        *names: str,
        about: str | Sequence[str] | bool | None = None,
        mentions: str | Sequence[str] | None = None,
        note: str | None = None,
        callout: str | None = None,
        modality: str | None = None,
        start: float | None = None,
        end: float | None = None,
        with_: str | None = None,
        limit: int | None = None,
    ) -> Claims:
        """Find claims; all conditions must hold.

        Args:
            names: Entities that the claim mentions, and terms that it is about, each of them.
            about: Entities that its main proposition is about; True means the ``names``.
            mentions: Further entities that it mentions.
            note: A glob on the note's path (``allin/*``) or file name.
            callout: Type of the innermost callout around it (``warning``).
            modality: One of ``MODALITIES``.
            start: Earliest second in the recording.
            end: The second to stop before.
            with_: A number it holds: ``60 percent``, ``>=1e9 USD``, ``$30 billion``, or a unit alone.
            limit: At most so many; ``total`` of the answer says how many there are.

        Returns:
            The claims by note path, then by place in the note.

        Raises:
            UnknownName: An entity or modality that does not exist; close names are offered.
        """
        if modality is not None and modality not in MODALITIES:
            raise UnknownName("modality", modality, known=MODALITIES)
        topics = names if about is True else _listed(about or None)
        wanted = ClaimFilter(
            mentions=tuple(known_entity(self._store, name) for name in (*names, *_listed(mentions))),
            about=tuple(known_entity(self._store, name) for name in topics),
            note=note,
            callout=callout.lower() if callout is not None else None,
            modality=modality,
        )
        if start is not None or end is not None or with_ is not None:
            found = narrowed(Claims(tuple(self._reader.find(wanted)), self._reader.claims), start, end, with_)
            return replace(found[:limit], found=len(found))
        ids = tuple(self._reader.find(wanted, limit))
        return Claims(ids, self._reader.claims, self._reader.number(wanted) if len(ids) == limit else 0)

    def stating(self, iri: str) -> Claims:
        """Find the claims that say something with a relation or a phrase, given by IRI, or that it is the source of.

        Returns:
            The claims by note path, then by place in the note; none where the graph does not hold the IRI.
        """
        return Claims(tuple(self._reader.stating(safe_iri(iri))), self._reader.claims)

    def entity(self, name: str) -> EntityRow:
        """Return the entity that a name or alias means.

        Raises:
            UnknownName: There is none; close names are offered.
        """
        return overview.entity_row(self._store, known_entity(self._store, name))

    def entities(
        self,
        type: str | None = None,  # noqa: A002 - the field's public name
        min_claims: int = 0,
        limit: int | None = None,
    ) -> Entities:
        """Return entities, those with most claims first, then by name.

        Args:
            type: Of this type only.
            min_claims: Claims that they are in at least.
            limit: At most so many; ``total`` of the answer says how many there are.

        Raises:
            UnknownName: The type does not exist.
        """
        known = _known_type(type, self.own.types.names)
        rows = overview.entity_rows(self._store, known, min_claims, limit)
        return Entities(rows, overview.number_of_entities(self._store, known, min_claims) if len(rows) == limit else 0)

    def names(self, beginning: str = "", limit: int = 100) -> list[str]:
        """Return names and aliases of entities that begin so, upper or lower case; the most claimed about first."""
        with trouble(self._store.folder):
            return self._store.search.names.beginning(beginning, limit)

    def terms(self, min_claims: int = 0, limit: int | None = None) -> Terms:
        """Return the concepts, key terms and entities alike; those with most claims first, then by name.

        Args:
            min_claims: Claims that they are in at least.
            limit: At most so many; ``total`` of the answer says how many there are.
        """
        rows = overview.term_rows(self._store, min_claims, limit)
        return Terms(rows, overview.number_of_terms(self._store, min_claims) if len(rows) == limit else 0)

    def search(self, text: str, limit: int = 20) -> SearchHits:
        """Find claims by their words: all of them, ``"as a phrase"``, or by ``beginning*``; best first."""
        with trouble(self._store.folder):
            hits = {hit.claim: hit for hit in self._store.search.search(text, limit)}
        claims = self._reader.claims(list(hits))
        return SearchHits(
            tuple(SearchHit(claim, marks(hits[claim.id].marked), hits[claim.id].rank) for claim in claims)
        )

    def conflicts(
        self,
        name: str | None = None,
        *,
        verdict: str | None = None,
        property: str | None = None,  # noqa: A002
        limit: int | None = None,
    ) -> Conflicts:
        """Hold the values that the notes give for one attribute against each other, pair by pair; nothing is resolved.

        Args:
            name: The entity that has the attribute, or that it is with regard to; None for all entities.
            verdict: Only pairs with this verdict: ``conflict``, ``differ in kind``, ``differ in time``, ``refine``,
                ``agree`` or ``not comparable``; without it, all pairs but those that cannot be compared.
            property: Only values of this property (``valuation``).
            limit: At most so many; ``total`` and ``verdicts`` of the answer count all.

        Returns:
            The pairs by entity, property and unit; within these those that need a reader most first.

        Raises:
            UnknownName: An entity, verdict or property that does not exist.
        """
        from kg.views.compare.value_pairs import AskedPairs, find
        from kg.views.compare.verdicts import SHOWN, VERDICTS

        if verdict is not None and verdict not in VERDICTS:
            raise UnknownName("verdict", verdict, known=VERDICTS)
        entity = None if name is None else known_entity(self._store, name)
        chosen = None if property is None else known_property(self._store, property)
        with vault_words.using(self.own):
            asked = AskedPairs(frozenset({verdict}) if verdict else SHOWN, entity, chosen, self.own.rules)
            return find(self._store, self._reader, asked, limit)

    def explain(self, claim: str) -> Explanation:
        """Return which rule or model gave each field of a claim.

        Args:
            claim: Its IRI, ``#c-38a6…`` or the beginning of that.

        Raises:
            UnknownName: There is no such claim.
            AmbiguousName: Several claims are meant; they are listed.
        """
        from kg.views.page.explanation import explain

        iri = known_claim(self._store, claim)
        found = self._reader.claims([iri])
        if not found:
            raise UnknownName("claim", claim)
        return explain(found[0], evidence(self._store, (mention.entity for mention in found[0].mentions)))

    def query(self, sparql_or_name: str, *, timeout: float | None = None, **parameters: object) -> QueryResult:
        """Answer a SPARQL query, or a named query with its parameters; ``queries`` lists those.

        Args:
            sparql_or_name: The query's text or name.
            timeout: Seconds after which to give up: the query then runs in a process of its own, limited in memory
                too. The first one costs least while there are no other threads. Without it the query takes as long as
                it takes.
            parameters: Of a named query, by name.

        Raises:
            QueryError: The query does not parse, asks another server, wants to change something, or takes too long.
            UnknownName: No query, parameter or entity of that name.
        """
        text = sparql_or_name
        if not sparql.is_sparql(text):
            chosen = named_query(text.strip())
            entities = {one.name for one in chosen.parameters if one.kind == "entity"}
            given = {
                name: known_entity(self._store, str(value)) if name in entities else value
                for name, value in parameters.items()
            }
            text = chosen.bind(given, self._store.base)
        elif parameters:
            raise UnknownName("parameter of a SPARQL text", min(parameters))
        return sparql.run(self._store, text) if timeout is None else answer(self._store, text, timeout)

    def notes(self) -> Notes:
        """Return all notes by path."""
        return Notes(overview.note_rows(self._store))

    def stats(self) -> Stats:
        """Return how much the graph holds."""
        return overview.stats(self._store)

    @property
    def queries(self) -> tuple[NamedQuery, ...]:
        """The named queries that ``query`` takes."""
        return tuple(named_queries().values())

    @property
    def properties(self) -> list[str]:
        """The properties for which claims give numbers or dates: those that ``conflicts`` takes."""
        return properties_with_values(self._store)


def _listed(names: str | Sequence[str] | None) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names or ())


def _known_type(name: str | None, types: Sequence[str]) -> str | None:
    known = {type_.lower(): type_ for type_ in types}
    if name is not None and name.lower() not in known:
        raise UnknownName("entity type", name, known=types)
    return name and known[name.lower()]
