"""What is wrong in the notes, found, counted and reported with a fix: times, links, and unreadable files."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kg.views.render import figures
from kg.views.render.tables import Cell, Column, Table, note_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.model import Link, Note, Problem, Span, Timestamp


class FindingKind(NamedTuple):
    """What a code means: how bad it is (``error``, ``warning``, ``info``), what it means, and how to fix it."""

    severity: str
    meaning: str
    remedy: str


# this page's own findings; codes that the reader gives are explained by their own message
KINDS: dict[str, FindingKind] = {
    "times-repaired": FindingKind(
        "info",
        "times that cannot be right as written; links play the repaired second",
        "correct the note, or leave it: the graph already uses the repaired times",
    ),
    "time-conflict": FindingKind("warning", "data-t and the text name different seconds", "make both say the same"),
    "time-shifted": FindingKind(
        "warning", "looks like MM:SS:xx written as HH:MM:SS, and nothing proves it", "listen to one of them to check"
    ),
    "time-reversed": FindingKind("warning", "a range that ends before it begins", "swap its two times"),
    "time-low-confidence": FindingKind(
        "info",
        "may not be a time: written oddly, or in a note that names no recording",
        "if it is one, write it as 0:54:21, and add videoId to the properties",
    ),
    "link-unresolved": FindingKind("warning", "no such note", "write the note, or use a suggestion"),
    "graph-misfit": FindingKind(
        "error",
        "what the graph holds of the note breaks its own rules, so another program may misread it",
        "run 'kg build --full'; if it stays, report it to the makers of the installed plugins, or as a bug of kg",
    ),
    "time-beyond": FindingKind(
        "warning",
        "a time far beyond what the other notes of the recording reach",
        "listen there, and correct the time",
    ),
    "language-unsupported": FindingKind(
        "info",
        "passages in other languages than English, which give no claims",
        "name a spaCy pipeline for the language in the setting languages, or leave it",
    ),
    "language-partly": FindingKind(
        "info",
        "passages in other languages, of which a pipeline reads names, links, numbers and times alone",
        "nothing is to be done: English rules do not read them",
    ),
    "time-unreached": FindingKind(
        "info",
        "times that reach no claim, so nothing plays them",
        "write a sentence beside them, or leave them: the reason is told at each place",
    ),
    "folder-not-prose": FindingKind(
        "info",
        "most blocks of the folder's notes are tasks, templates, links and the like, which give no claims",
        "leave the folder out with the setting extract.exclude, or ignore this",
    ),
    "mention-unlinked": FindingKind(
        "info",
        "the text names a note without linking to it",
        "link it, or leave it: kg sync --annotate --link links them",
    ),
    "transcript-alone": FindingKind(
        "info",
        "transcripts of no note's recording: they are searchable, and nothing else",
        "give the file the note's name, or name it in a property 'transcript' of the note",
    ),
    "transcript-several": FindingKind(
        "info",
        "a recording has several transcripts in one language; one of them counts for times and context",
        "keep one, or leave them: all are searchable",
    ),
    "transcript-overlap": FindingKind(
        "info", "cues that begin before the one before them ends", "leave them if people talk at once"
    ),
    "transcript-order": FindingKind(
        "info", "cues that are not in the order of their times", "nothing: kg reads them in order"
    ),
    "link-ambiguous": FindingKind("warning", "several notes fit equally well", "write the whole path in the link"),
}
DEAD = "link-unresolved"
UNPROVEN = "time-shifted"  # told once for a note, and not at all when the note's times are repaired
OTHERWISE = "warning"
ERRORS = {  # codes of the reader that cost it something; its others are warnings
    "binary", "canvas-invalid", "encoding", "frontmatter-unclosed", "name-encoding", "settings", "too-large",
    "unreadable", "vanished", "yaml-duplicate-key", "yaml-invalid", "yaml-limit", "yaml-not-a-map",
}  # fmt: skip
TOLD_ALREADY = frozenset(["invalid"])  # flags of times that the reader tells as a problem, too
LONGEST_QUOTE = 80  # characters of a place that are shown as written
SEVERITIES = ("error", "warning", "info")
NO_LINK = "external"  # links that lead out of the vault are not looked up

BEFORE_ALL = (-1, -1)
TAG = re.compile(r"<[^<>]*>")
DATA_T = re.compile(r"data-t=[\"']?([^\"'> ]*)")
LINE_END = re.compile(r"\r\n|\r|\n")

SUMMARY_COLUMNS = (
    Column("Finding", "name"),
    Column("Severity", "code"),
    Column("Times", "count"),
    Column("Notes", "count"),
    Column("What it means, and how to fix it", "text"),
)
DETAIL_COLUMNS = (
    Column("Line", "count"),
    Column("Finding", "code"),
    Column("Written", "quote"),
    Column("What is wrong", "text"),
    Column("Note", "note"),
)
NOTE_COLUMN = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Attributes:
        code: A dashed word: one of ``KINDS``, or a code of the reader.
        note: Path of the file in the vault.
        line: Counted from 1, or None when the whole file is meant.
        span: Place in the file, or None.
        text: As written, or "".
        message: What is wrong, for a person.
        suggestions: What could be there instead, best first.
        times: How many places of the note the finding stands for.
        target: What a link wants to lead to, or None.
    """

    code: str
    note: str
    line: int | None
    span: Span | None
    text: str
    message: str
    suggestions: tuple[str, ...] = ()
    times: int = 1
    target: str | None = None

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``info``."""
        if self.code in KINDS:
            return KINDS[self.code].severity
        return "error" if self.code in ERRORS else OTHERWISE

    def to_dict(self) -> dict[str, Any]:
        """The finding as the JSON of ``kg doctor``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "note": self.note,
            "line": self.line,
            "span": None if self.span is None else list(self.span),
            "text": self.text,
            "message": self.message,
            "suggestions": list(self.suggestions),
            "times": self.times,
            "target": self.target,
        }


class LinkResolution(Protocol):
    """Where a link leads."""

    @property
    def path(self) -> str | None:
        """The file, or None."""

    @property
    def ambiguous(self) -> bool:
        """Whether another file fits as well."""


class Links(Protocol):
    """Finds what a link leads to."""

    def resolve(self, target: str, source: str) -> LinkResolution:
        """Where ``target``, written in the note ``source``, leads."""


class Shift(NamedTuple):
    """The repair of one note's times: how many changed, why, one of them as written, and the second it plays at."""

    times: int
    reason: str
    written: str
    plays: float


def examine(note: Note, links: Links) -> tuple[Finding, ...]:
    """Everything to look at in one note, in the order of the text, what concerns the whole note first."""
    line_of = _lines(note.text)
    found = (
        *_of_problems(note.problems, line_of, note.text),
        *_of_times(note, line_of),
        *_of_links(note, links, line_of),
    )
    return tuple(sorted(found, key=_place))


def completed(
    findings: Iterable[Finding], shifts: Mapping[str, Shift], suggest: Callable[[str], Sequence[str]]
) -> tuple[Finding, ...]:
    """All findings by note and place, with what only the whole vault shows.

    Args:
        findings: Of all notes, in any order.
        shifts: The notes whose times are repaired, by path; that they look shifted needs no telling any more.
        suggest: Paths that a dead link may have meant, best first.
    """
    told = [finding for finding in findings if not (finding.code == UNPROVEN and finding.note in shifts)]
    told = [
        replace(finding, suggestions=tuple(suggest(finding.target)))
        if finding.code == DEAD and finding.target is not None
        else finding
        for finding in told
    ]
    told += [_of_shift(path, shift) for path, shift in shifts.items()]
    return tuple(sorted(told, key=lambda finding: (finding.note, *_place(finding))))


def of_problems(problems: Iterable[Problem], text: str | None = None) -> tuple[Finding, ...]:
    """Problems with a file; without its text, of one that could not be read as a note at all, they have no lines."""
    return tuple(_of_problems(problems) if text is None else _of_problems(problems, _lines(text), text))


def summary(findings: Iterable[Finding]) -> Table:
    """How often each kind was found, the worst first, with what it means."""
    groups = _by_code(findings)
    rows = (
        (
            Cell(code),
            Cell(group[0].severity),
            Cell(f"{sum(finding.times for finding in group):,}"),
            Cell(f"{len({finding.note for finding in group}):,}"),
            Cell(_explained(code, group)),
        )
        for code, group in groups.items()
    )
    return Table(SUMMARY_COLUMNS, tuple(rows))


def details(findings: Iterable[Finding], limit: int | None = None) -> Table:
    """The places themselves, by note, those that read alike in one row; at most ``limit`` rows of each kind."""
    alike: defaultdict[tuple[str, str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.note, finding.code, finding.text, finding.message].append(finding)
    shown: Counter[str] = Counter()
    rows = []
    for group in alike.values():
        shown[group[0].code] += 1
        if limit is None or shown[group[0].code] <= limit:
            rows.append(_detail(group))
    return Table(DETAIL_COLUMNS, tuple(rows), group=NOTE_COLUMN)


def _by_code(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code].append(finding)
    order = sorted(groups, key=lambda code: (SEVERITIES.index(groups[code][0].severity), code))
    return {code: groups[code] for code in order}


def _explained(code: str, group: Sequence[Finding]) -> str:
    kind = KINDS.get(code)
    return f"{kind.meaning}; {kind.remedy}" if kind else group[0].message


def _detail(group: Sequence[Finding]) -> tuple[Cell, ...]:
    first = group[0]
    hint = f"; did you mean {', '.join(map(note_name, first.suggestions))}?" if first.suggestions else ""
    more = f" ({len(group)} times)" if len(group) > 1 else ""
    return (
        Cell("" if first.line is None else str(first.line)),
        Cell(first.code),
        Cell(first.text),
        Cell(f"{first.message}{hint}{more}"),
        Cell(note_name(first.note)),
    )


def _of_problems(
    problems: Iterable[Problem], line_of: Callable[[int], int] | None = None, text: str = ""
) -> Iterator[Finding]:
    for problem in problems:
        line, quote = None, ""
        if problem.span is not None and line_of is not None:
            line = line_of(problem.span.start)
            written = text[problem.span.start : problem.span.end]
            quote = _seen(written) if len(written) <= LONGEST_QUOTE and not LINE_END.search(written) else ""
        yield Finding(problem.code, problem.path, line, problem.span, quote, problem.message)


def _of_times(note: Note, line_of: Callable[[int], int]) -> Iterator[Finding]:
    flagged: defaultdict[str, list[Timestamp]] = defaultdict(list)
    for stamp in note.timestamps:
        for flag in sorted(frozenset(stamp.flags) - TOLD_ALREADY):
            flagged[f"time-{flag}"].append(stamp)
    for code, stamps in flagged.items():
        meaning = KINDS[code].meaning if code in KINDS else code
        for stamp in stamps[:1] if code == UNPROVEN else stamps:
            times = len(stamps) if code == UNPROVEN else 1
            yield Finding(
                code, note.path, line_of(stamp.span.start), stamp.span, _seen(stamp.raw), meaning, times=times
            )


def _place(finding: Finding) -> tuple[Span | tuple[int, int], str, str]:
    """What findings of one note are sorted by: the whole note first, then by place."""
    return finding.span or BEFORE_ALL, finding.code, finding.text


def _seen(written: str) -> str:
    """A place as a reader of the note sees it: without html, but for the time that an anchor gives."""
    return TAG.sub(lambda tag: _data_t(tag[0]), written).strip()


def _data_t(tag: str) -> str:
    found = DATA_T.search(tag)
    return f"data-t={found[1]} " if found else ""


def _of_shift(path: str, shift: Shift) -> Finding:
    message = (
        f"{figures.counted(shift.times, 'time')} repaired ({shift.reason}): "
        f"{shift.written} plays at {figures.clock(shift.plays)}"
    )
    return Finding("times-repaired", path, None, None, "", message, times=shift.times)


def _of_links(note: Note, links: Links, line_of: Callable[[int], int | None]) -> Iterator[Finding]:
    for link in note.links:
        if link.kind == NO_LINK:
            continue
        led = links.resolve(link.target, note.path)
        place = (note.path, line_of(link.span.start), link.span, _written(link))
        if led.path is None:
            yield Finding(DEAD, *place, "no such note", target=link.target)
        elif led.ambiguous:
            message = f"several notes fit; read as {led.path}"
            yield Finding("link-ambiguous", *place, message, (led.path,), target=link.target)


def _written(link: Link) -> str:
    subpath = f"#{link.subpath}" if link.subpath else ""
    return f"[[{link.target}{subpath}]]" if link.kind != "markdown" else f"[…]({link.target}{subpath})"


def _lines(text: str) -> Callable[[int], int]:
    """A function from offset to line number, counted from 1; the line ends are found on its first use."""
    starts: list[int] = []

    def line_of(offset: int) -> int:
        if not starts:
            starts.extend((0, *(end.end() for end in LINE_END.finditer(text))))
        return bisect_right(starts, offset)

    return line_of
