"""``kg doctor``: what is wrong in the notes, from the notes themselves; with ``--shapes`` also what is in the graph."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kg import config
from kg.cli import find_vault, output, progress
from kg.cli.command import Command, format_option, limit_option, vault_option
from kg.cli.transcript_findings import TranscriptFindings
from kg.model import Problem
from kg.views.page import vault_findings
from kg.views.page.vault_findings import Finding, Shift
from kg.views.render import tables
from kg.views.render.figures import clock, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.assembly.steps.build_result import Progress
    from kg.extract.time_repair import NoteTimes, Repair
    from kg.model import CorrectionsPage
    from kg.rdf.shape_check import Misfit
    from kg.reader.resolver import Resolver

FOLDER = ".kg"
ENTITIES = ""  # the path of findings in the graph of all entities, which is no note's
UNKNOWN = frozenset({"merge-unknown"})  # takes the names of the whole vault to tell
SOME = 5  # places of each kind that a table shows unless --limit asks for others
WRONG = {"error", "warning"}  # what --strict counts


@click.command(
    cls=Command,
    short_help="What is wrong in the notes: times, links, properties, files.",
    examples=(
        "kg doctor                                 # a summary, and some places of each kind",
        "kg doctor --only link-unresolved --limit 0",
        "kg doctor -f jsonl | jq -r 'select(.suggestions != []) | [.note, .text, .suggestions[0]] | @tsv'",
        "kg doctor --shapes --only graph-misfit    # the graph of the last build, for other programs",
        "kg doctor --mentions --only mention-unlinked",
        "kg doctor --strict > report.txt           # exits with 1 if something is wrong",
    ),
)
@click.option("--only", "codes", multiple=True, metavar="FINDING", help="Only this kind of finding; repeatable.")
@click.option("--note", metavar="GLOB", help="In notes whose path matches, such as 'allin/*'.")
@click.option("--shapes", is_flag=True, help="Check the built graph against kg's SHACL shapes, too (needs pyshacl).")
@click.option("--mentions", is_flag=True, help="List where a note's name or alias is written without a link, too.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there is an error or a warning.")
@limit_option("places of each kind in a table (5 unless given)")
@format_option("table", "jsonl", "json", "md")
@vault_option
def command(
    codes: Sequence[str],
    note: str | None,
    vault: Path | None,
    limit: int | None,
    form: str,
    *,
    strict: bool,
    shapes: bool,
    mentions: bool,
) -> int:
    """Check the notes: times that cannot be right, links that lead nowhere or to several notes, broken properties.

    Also lists files that cannot be read, and the notes whose times are repaired in the graph, and why. Changes nothing.
    """
    root = find_vault.find(vault)
    from kg.reader.gc_pause import seldom_collected

    with progress.telling(passing=True) as told, seldom_collected():
        misfits = tuple(_misfits(root, note, told)) if shapes else ()
        unlinked = tuple(_unlinked(root, told)) if mentions else ()
        everything = (*misfits, *unlinked, *examined(root, told, config.load(root, os.environ)))
    found = [
        finding
        for finding in everything
        if (not codes or finding.code in codes) and (note is None or _fits(finding.note, note))
    ]
    _print(found, form, SOME if limit is None else limit or None, root)
    return int(strict and any(finding.severity in WRONG for finding in found))


def _misfits(root: Path, note: str | None, told: Progress) -> Iterator[Finding]:
    """What in the graphs of the notes, and in that of the entities, does not fit the shapes and the ontology.

    Raises:
        ExtraMissing: pyshacl is not installed.
        StoreError: Nothing was built for the vault yet, or it cannot be read.
    """
    from kg.rdf.shape_check import ShapeCheck
    from kg.store.ask.overview import entity_graphs, note_lines, note_places
    from kg.store.engine.store import Store

    check = ShapeCheck()
    with Store.open(root / FOLDER, read_only=True) as store:
        places = [(path, iri) for path, iri in note_places(store) if note is None or _fits(path, note)]
        told.phase("Checking", len(places), "graphs of notes")
        for path, iri in places:
            yield from (_of_misfit(path, misfit) for misfit in check.misfits(note_lines(store, iri)))
            told.advance()
        for _, lines in entity_graphs(store) if note is None else ():
            yield from (_of_misfit(ENTITIES, misfit) for misfit in check.misfits(lines))


def _of_misfit(path: str, misfit: Misfit) -> Finding:
    words = f": {misfit.text}" if misfit.text else ""
    where = f" (claim #{misfit.claim.rpartition('#')[2]}{words})" if misfit.claim else ""
    return Finding("graph-misfit", path, None, None, misfit.node, f"{misfit.message}{where}")


def _unlinked(root: Path, told: Progress) -> Iterator[Finding]:
    """Where the text of a note names another note without a link."""
    from kg.cli.names_of_notes import names_of_notes, own_notes

    notes = dict(own_notes(root))
    names = names_of_notes(notes)
    told.phase("Searching", len(notes), "notes")
    for path, note in notes.items():
        told.advance()
        for each in names.find(note):
            line = note.text.count("\n", 0, each.span.start) + 1
            message = f"names {each.note.removesuffix('.md')}"
            yield Finding("mention-unlinked", path, line, each.span, each.text, message, (f"[[{each.note}]]",))


def examined(vault: Path, told: Progress, settings: config.Config) -> tuple[Finding, ...]:
    """Everything that there is to say of a vault's notes, by note and place; ``told`` hears how far it is."""
    from kg.cli.unread_blocks import UnreadBlocks
    from kg.extract import time_repair
    from kg.extract.grammar.other_pipelines import OtherPipelines
    from kg.extract.recording.note_media import note_media
    from kg.reader import vault_folder as reader
    from kg.reader.corrections_page import read_page
    from kg.reader.read_note import read_note
    from kg.reader.resolver import Resolver
    from kg.sync.pages.managed_blocks import without_ours

    scan = reader.selected(reader.scan(vault), settings.include, settings.exclude)
    paths = (*scan.notes, *scan.canvases, *scan.others)
    links = Resolver(paths)
    heard = TranscriptFindings(scan, links)
    found = list(vault_findings.of_problems(scan.problems))
    times: list[NoteTimes] = []
    pages: dict[str, CorrectionsPage] = {}
    texts: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    unread = UnreadBlocks(settings.model, OtherPipelines(settings.languages))
    told.phase("Examining", len(scan.notes), "notes")
    for path in scan.notes:
        told.advance()
        data = reader.read_bytes(vault, path)
        if isinstance(data, Problem):
            found.extend(vault_findings.of_problems([data]))
            continue
        note = read_note(path, data)
        if note.conflict_copy and not settings.conflict_copies:
            found.extend(vault_findings.of_problems(note.problems))
            continue
        page, faults = read_page(note) or (None, ())
        if page is not None:
            pages[path], texts[path] = page, note.text
        found.extend(vault_findings.examine(replace(note, problems=(*note.problems, *faults)), links))
        if page is None and path not in scan.excluded:
            found.extend(unread.of(note if (own := without_ours(data)) == data else read_note(path, own)))
            heard.of(note)
        times.append(time_repair.note_times(note, note_media(note)))
        aliases[path] = note.aliases
    for each in _contradictions(pages, links, settings.base_iri):
        found.extend(vault_findings.of_problems([each], texts[each.path]))
    found.extend(unread.folders())
    found.extend(vault_findings.of_problems(heard.problems(vault)))
    repairs = heard.repairs(vault, times)
    found.extend(_beyond(vault, times, repairs))
    shifts = dict(_shifts(times, repairs))
    return vault_findings.completed(found, shifts, Resolver(paths, aliases).suggest)


def _contradictions(pages: Mapping[str, CorrectionsPage], links: Resolver, base: str) -> Iterator[Problem]:
    """What generated pages say against one another; whether what they name exists, only a build knows."""
    if pages:
        from kg.assembly.notes.vault_corrections import VaultCorrections

        told = VaultCorrections.of(pages, lambda _: None, links, base).problems
        yield from (each for each in told if each.code not in UNKNOWN)


def _beyond(vault: Path, times: Iterable[NoteTimes], repairs: dict[str, Repair]) -> Iterator[Finding]:
    """The times that lie far beyond their recording, each at its place."""
    from kg.extract.time_repair import beyond
    from kg.reader.read_note import read_note
    from kg.reader.vault_folder import read_bytes

    places: dict[str, list[tuple[int, int]]] = {}
    for path, index, length in beyond(times, repairs):
        places.setdefault(path, []).append((index, length))
    for path, late in places.items():
        data = read_bytes(vault, path)
        if isinstance(data, bytes):
            note = read_note(path, data)
            told = (
                Problem(path, "time-beyond", f"the other notes of the recording reach {clock(length)}", stamp.span)
                for index, length in late
                for stamp in note.timestamps[index : index + 1]
            )
            yield from vault_findings.of_problems(told, note.text)


def _shifts(times: Iterable[NoteTimes], repairs: dict[str, Repair]) -> Iterator[tuple[str, Shift]]:
    """The notes whose times play at other seconds than written, with the first such time as example."""
    for note in times:
        repair = repairs[note.path]
        moved = [
            (index, stamp, second)
            for index, (stamp, second) in enumerate(zip(note.stamps, repair.seconds, strict=True))
            if second is not None and second != stamp.second
        ]
        if moved:
            index, stamp, second = moved[0]
            written = ":".join(f"{field:02}" for field in stamp.fields or ()) or clock(stamp.second or 0)
            yield note.path, Shift(len(moved), repair.why(index).reason, written, second)


def _print(found: Sequence[Finding], form: str, limit: int | None, vault: Path) -> None:
    if form == "jsonl":
        output.lines(tables.json_line(finding.to_dict()) for finding in found)
        return
    if form == "json":
        output.document([finding.to_dict() for finding in found])
        return
    if not found:
        output.lines(["Nothing wrong found."])
        return
    summary, details = vault_findings.summary(found), vault_findings.details(found, limit)
    if form == "md":
        output.lines(tables.markdown(summary))
        output.lines([""])
        output.lines(tables.markdown(details))
        return
    output.show(summary)
    output.lines([""])
    output.show(details, vault=vault)
    hidden = len(vault_findings.details(found).rows) - len(details.rows)
    if hidden:
        output.note(f"{counted(hidden, 'more place')} not shown; --limit 0 shows all, --only FINDING one kind.")


def _fits(path: str, pattern: str) -> bool:
    from kg.store.ask.claim_reader import takes_note

    return takes_note(pattern, path)
