"""What of an opened graph goes to other libraries, programs and pages: rdflib, networkx, pictures, exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from kg.config import Config
from kg.errors import UnknownName
from kg.own_words import vault_words
from kg.store.ask import overview
from kg.store.ask.answer_rows import Claims
from kg.store.ask.claim_reader import ClaimFilter
from kg.store.ask.name_suggestions import known_entity
from kg.store.ask.session import Session
from kg.store.ask.transcript_reader import TranscriptQuestions
from kg.views.notebook.results import BEST, graph_card

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib import Dataset

    from kg.own_words.vault_words import VaultWords
    from kg.plugins import Format, Plugin
    from kg.store.engine.store import Store
    from kg.views.explorer.explorer_files import File
    from kg.views.explorer.note_texts import Passages
    from kg.views.page.neighbourhood import Neighbourhood
    from kg.views.render.network import EntityNetwork


class GraphSession(Session):
    """An open generation, with the vault's own words.

    Attributes:
        own: The vault's own words, properties and types as they were when it was opened.
    """

    def __init__(
        self,
        store: Store,
        words: Callable[[], VaultWords] = vault_words.current,
        fetch: Callable[[], None] | None = None,
    ) -> None:
        self._words = words
        super().__init__(store, fetch)

    def begin(self, store: Store) -> None:
        """Go on with another store; who still reads from the one before keeps it open."""
        super().begin(store)
        self.own = self._words()


@dataclass(frozen=True, slots=True)
class GraphConversions(TranscriptQuestions):
    """What of a graph goes to other libraries, programs and pages."""

    _session: GraphSession = field(repr=False)

    @property
    def own(self) -> VaultWords:
        """The vault's own words, properties and types, with which the graph is shown and compared."""
        return self._session.own

    def to_rdflib(self, *, note: str | None = None, entity: str | None = None) -> Dataset:
        """Return the graph as an rdflib Dataset: a named graph for each note, and one for the entities.

        A query sees the union of all of them, and kg's prefixes are bound. rdflib holds everything in memory.

        Args:
            note: A glob on the note's path (``allin/*``) or file name: only the graphs of these notes.
            entity: A name or alias: only what describes the entity, and the claims that mention it.

        Raises:
            UnknownName: No note or entity of that name.
        """
        from kg.rdf.rdflib_graphs import dataset
        from kg.store.ask.graph_parts import parts

        return dataset(parts(self._store, self._reader, note, entity), self._store.base)

    def _repr_html_(self) -> str:
        best = overview.entity_rows(self._store)[:BEST]
        return graph_card(self._store.vault.name, overview.stats(self._store), best)

    def as_rdflib(self) -> Dataset:
        """Return the graph as a read-only rdflib Dataset that reads from the store when it is asked.

        Nothing is copied. Queries see the union of all graphs, kg's prefixes are bound, and the store's engine answers
        SPARQL, not rdflib. It shows the generation that the graph now shows, also after ``refresh``. What would change
        it raises ``QueryRefused``.

        Raises:
            StoreError: The graph cannot be opened.
        """
        from kg.rdf.rdflib_store import read_only_dataset
        from kg.store.ask.sparql import rdflibs_answer
        from kg.store.engine.store_files import trouble

        store = self._store
        with trouble(store.folder):
            graph = store.engine.graph
        return read_only_dataset(graph, partial(rdflibs_answer, store), store.base)

    def to_networkx(self) -> EntityNetwork:
        """Return the entity graph; networkx's own functions work on it.

        Nodes are names with ``type`` and ``claims`` (how many); edges have ``weight`` and ``claims`` (IRIs).
        """
        from kg.views.render.network import entity_network

        return entity_network(overview.entity_rows(self._store), overview.pairs(self._store))

    def neighbourhood(self, name: str) -> Neighbourhood:
        """Return the picture of an entity among those it shares claims with; a notebook shows it by itself.

        Raises:
            UnknownName: There is no such entity; close names are offered.
        """
        from kg.views.page.neighbourhood import Neighbourhood

        types = {row.name: row.type for row in overview.entity_rows(self._store)}
        entity = overview.entity_row(self._store, known_entity(self._store, name))
        said = Claims(tuple(self._reader.find(ClaimFilter(mentions=(entity.name,)))), self._reader.claims)
        with vault_words.using(self.own):
            return Neighbourhood.around(entity, types, overview.pairs(self._store, entity.name), said)

    def explorer(
        self, config: Config | None = None, media: str = "", passages: Passages | None = None
    ) -> Iterator[File]:
        """Yield the files of the explorer, the page last; the same graph gives the same bytes.

        Args:
            config: Tells how much is drawn, and from where on the claims have files of their own; default settings.
            media: Where the vault is, from the page's folder, so that its recordings can be played; "" plays none.
            passages: Gives the text of a note around its claims; without it the page shows claims alone.

        Raises:
            BundleMissing: The page's script was not made when kg was installed.
        """
        from kg.views.explorer.explorer_files import files

        made = files(self._store, self._reader.notes(), config or Config(), media, passages)
        for file in vault_words.within(self.own, made):
            yield file._replace(data=vault_words.within(self.own, iter(file.data)))

    def export(self, format: str) -> Iterator[bytes]:  # noqa: A002 - the field's public name
        """Yield the whole graph in a format, piece by piece; the same notes give the same bytes.

        Raises:
            UnknownName: The format does not exist; all are listed.
            PluginError: A format that an installed package adds cannot be used.
        """
        from kg.views.render.exports import ENDINGS, FORMATS, export

        if format in FORMATS:
            return export(self._store, format)
        from kg import plugins

        added = {plugin.name: plugin for plugin in plugins.installed("format", FORMATS)}
        if format not in added:
            raise UnknownName("export format", format, known=(*FORMATS, *added))
        return self._written(added[format], plugins.load_format(added[format], ENDINGS))

    def _written(self, plugin: Plugin, form: Format) -> Iterator[bytes]:
        """What a format of an installed package writes."""
        with plugin.blamed("fails"):
            for piece in form.write(self):
                if not isinstance(piece, bytes):
                    raise TypeError(f"it writes {type(piece).__name__}, not bytes")
                yield piece
