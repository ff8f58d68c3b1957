"""Corrects an entity's page as if its user had typed it: planned, written and taken back as every sync is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import InvalidArgument, PageChanged, SyncRefused, UnknownName
from kg.files.safe_folder import Folder
from kg.model.entity_types import type_names
from kg.rdf.terms import entity_iri
from kg.reader import frontmatter
from kg.reader.read_note import BOM, decode, newline
from kg.sync.pages import page_properties
from kg.sync.pages.entity_pages import claim_key
from kg.sync.pages.page_facts import GraphKnowledge
from kg.sync.plan import sync_memory
from kg.sync.plan.compose import Wanted, compose
from kg.sync.plan.desired_pages import Wishes, shown_aliases, wanted_of
from kg.sync.plan.plan import Edit, Manner, Plan, digest
from kg.sync.plan.typed_corrections import TypedCorrection, property_changes
from kg.sync.plan.vault_survey import look, page_key
from kg.sync.vault_sync import recently
from kg.sync.write import history
from kg.sync.write.apply import apply
from kg.sync.write.undo import undo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.config import Config
    from kg.graph import EntityRow, Graph
    from kg.sync.plan.sync_memory import Memory
    from kg.sync.write.undo import Undone

LONGEST = 300  # characters of a value


@dataclass(frozen=True, slots=True)
class PageNow:
    """An entity's page as it is.

    Attributes:
        path: Vault path; "" when there is none, or none that is known.
        data: Its bytes; None when there is none.
        values: Its properties.
    """

    path: str = ""
    data: bytes | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The sha256 of its bytes, which is what a correction is made against; "" when there is none."""
        return "" if self.data is None else digest(self.data)


class WrittenCorrection(NamedTuple):
    """A correction that was written: the page, whether it is new, and its number in sync's history."""

    page: str
    created: bool
    number: int


class LatestApply(NamedTuple):
    """What can be taken back: its number, when it was written, and the pages."""

    number: int
    when: str
    pages: tuple[str, ...]


class PageCorrector:
    """Reads and corrects the pages of one vault.

    Args:
        root: The vault.
        config: Its settings.
        now: The clock, in seconds since 1970.
    """

    def __init__(self, root: Path, config: Config, now: Callable[[], float] = time.time) -> None:
        self._root = root
        self._config = config
        self._now = now
        self._moved: dict[str, str] = {}  # pages that sync's memory does not know, by key

    def page(self, entity: str) -> PageNow:
        """The page of an entity where sync wrote it, or where a correction found it.

        Raises:
            OSError: It cannot be read.
        """
        key = self._key(entity)
        with Folder(self._root) as vault:
            known = sync_memory.load(vault).files.get(key)
            for path in filter(None, (known.path if known else "", self._moved.get(key))):
                data = None if vault.obstacle(path) else vault.read(path)
                values = frontmatter.read(decode(data)[0]).values if data is not None else {}
                if page_key(values) == key:
                    return PageNow(path, data, values)
        return PageNow()

    def correct(self, graph: Graph, entity: str, asked: TypedCorrection, version: str) -> WrittenCorrection:
        """Write a correction into the page of an entity; one that has no page gets it.

        Args:
            graph: The vault's graph.
            entity: Name of the entity.
            asked: What is corrected.
            version: ``PageNow.version`` of the page that was looked at.

        Raises:
            UnknownName: No entity or claim is called so.
            InvalidArgument: The value means nothing here, or the page says so already.
            PageChanged: The page is another than was looked at.
            SyncRefused: The page cannot be corrected as it is, or another sync is at work.
        """
        row = graph.entity(entity)
        asked = self._settled(graph, row, asked)
        there = self.page(row.name)
        with Folder(self._root) as vault:
            known = sync_memory.load(vault)
        wanted = Wanted(self._key(row.name), there.path, "page", "")
        base = there.data
        if base is None:
            wanted = self._new(graph, row, known)
            base = compose(wanted, None).after
        if there.version != version:
            raise PageChanged(wanted.path, "changed since it was shown")
        edit = Edit(
            wanted.path, "update" if there.data else "create", there.data, _corrected(wanted.path, base, asked), wanted
        )
        return self._written(edit, known)

    def latest(self) -> LatestApply | None:
        """The latest apply of this user, a sync's or a correction's; None when there is nothing to take back."""
        with Folder(self._root) as vault:
            entry = history.latest(vault)
            if entry is None:
                return None
            record = history.record_of(vault, entry)
            return LatestApply(
                entry.number, history.when(record), tuple(dict.fromkeys(step.path for step in record.steps))
            )

    def undo(self, number: int) -> Undone:
        """Take the latest apply back, if it has this number.

        Raises:
            SyncRefused: It has another.
        """
        done = undo(self._root, number)
        if done is None:
            raise SyncRefused("there is nothing to undo")
        return done

    def _key(self, entity: str) -> str:
        return entity_iri(entity, self._config.base_iri)

    def _settled(self, graph: Graph, row: EntityRow, asked: TypedCorrection) -> TypedCorrection:
        """The correction with its value as the page is to say it."""
        if len(asked.value) > LONGEST:
            raise InvalidArgument("value", f"{asked.value[:20]}…", "is too long", f"at most {LONGEST} characters")
        return SETTLED[asked.kind](self, graph, row, asked.value) if asked.kind in SETTLED else asked

    def _new(self, graph: Graph, row: EntityRow, known: Memory) -> Wanted:
        """What a new page is to hold.

        Raises:
            PageChanged: The entity has a page after all, which somebody moved.
            SyncRefused: No Obsidian ever opened the folder, and sync never wrote into it.
        """
        key = self._key(row.name)
        seen = look(self._root, known)
        if key in seen.pages:
            self._moved[key] = seen.pages[key].path
            raise PageChanged(seen.pages[key].path, "is the page, and was moved")
        if not (self._root / ".obsidian").is_dir() and not seen.pages:
            raise SyncRefused("the folder never was an Obsidian vault", "run 'kg sync --apply --force' once")
        wishes = Wishes(self._config.sync_folder, self._config.sync_min_claims)
        return wanted_of(GraphKnowledge(graph, self._config.base_iri), row, seen, known, wishes)

    def _written(self, edit: Edit, known: Memory) -> WrittenCorrection:
        recent = recently(self._root, self._now)
        written = known.files.get(edit.wanted.key)
        if edit.before is not None and recent(edit.path) and (written is None or written.sha256 != edit.sha256):
            raise PageChanged(edit.path, "was changed just now", "try again in a few seconds")
        manner = Manner(once=True)
        done = apply(self._root, Plan((edit,), (), 0, known, 0), manner, recent=recent, now=self._now)
        if not done.written:
            raise PageChanged(edit.path, done.left[0].detail if done.left else "was saved meanwhile")
        latest = self.latest()
        return WrittenCorrection(edit.path, edit.before is None, latest.number if latest else 0)


def _corrected(path: str, data: bytes, asked: TypedCorrection) -> bytes:
    """A page's bytes with a correction among its properties; everything else is as it was."""
    text, bom, valid = decode(data)
    found = frontmatter.read(text)
    if not valid or found.issue is not None:
        raise SyncRefused(f"{path!r} has text or properties that cannot be read", "mend it in your editor")
    after = page_properties.with_values(text, property_changes(found.values, asked), newline(text))
    if after is None:
        raise SyncRefused(f"{path!r} has properties in a form that cannot be changed line by line", "correct it there")
    return (BOM if bom else b"") + after.encode()


def _type(_: PageCorrector, __: Graph, ___: EntityRow, value: str) -> TypedCorrection:
    name = {name.lower(): name for name in type_names()}.get(value.strip().lower())
    if name is None:
        raise UnknownName("entity type", value, known=type_names())
    return TypedCorrection("type", name)


def _alias(_: PageCorrector, __: Graph, ___: EntityRow, value: str) -> TypedCorrection:
    name = value.strip()
    if not name or shown_aliases([name]) != (name,):
        raise InvalidArgument("name", value, "cannot be an alias", "write one line without [[, %% and <%")
    return TypedCorrection("alias", name)


def _merge(pages: PageCorrector, graph: Graph, row: EntityRow, value: str) -> TypedCorrection:
    into = graph.entity(value.strip())
    if into.name == row.name:
        raise InvalidArgument("entity", value, "is this entity", "name another one")
    return TypedCorrection("merge", into.name, pages.page(into.name).path)


def _reject(_: PageCorrector, graph: Graph, row: EntityRow, value: str) -> TypedCorrection:
    claim = graph.explain(value).claim
    if row.name not in {mention.entity for mention in claim.mentions}:
        raise InvalidArgument("claim", value, f"does not mention {row.name!r}", "reject it where it is listed")
    return TypedCorrection("reject", claim_key(claim))


# kind of correction -> what makes its value one that the page can say; the others are taken as they are
SETTLED: dict[str, Callable[[PageCorrector, Graph, EntityRow, str], TypedCorrection]] = {
    "type": _type,
    "alias": _alias,
    "merge": _merge,
    "reject": _reject,
}
