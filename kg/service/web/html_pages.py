"""Pages for people: entities, notes, claims and searches, good without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.rdf.terms import encode_segment, entity_iri, note_iri
from kg.service.answer_lines import key_of
from kg.service.web.correction_forms import reject_button
from kg.service.web.recordings import PLAYS, heard
from kg.views.render import figures
from kg.views.render.markup import Markup, items, joined, link, outside, table, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.model import Claim
    from kg.service.web.correction_forms import CorrectionForms
    from kg.store.ask.answer_rows import CorrectionRow, EntityRow, NoteRow, Stats
    from kg.views.compare.value_pairs import Conflict, Value
    from kg.views.page.explanation import Explanation
    from kg.views.render.markup import Child

BASE = "/"  # pages have the paths that IRIs have behind the base IRI
# suffix of a page's other forms -> what people call it
OTHER_FORMS = {".ttl": "Turtle", ".jsonld": "JSON-LD", ".json": "JSON"}


def whole(title: str, *content: Child, forms: str | None = None) -> str:
    """A whole page.

    Args:
        title: Of the browser's tab.
        content: What is in it.
        forms: The page's own path, if it can be had in other forms.
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href="data:,"),
        tag("link", rel="stylesheet", href="/style.css"),
        tag("title", title),
    )
    search = tag(
        "form",
        tag("label", "Search claims", for_="text"),
        tag("input", type="search", name="text", id="text", required=""),
        tag("button", "Search"),
        action="/search",
        role="search",
    )
    top = tag(
        "header",
        tag("nav", link("Start", "/"), link("Explorer", "/explorer/"), link("Query", "/query"), aria_label="Pages"),
        search,
    )
    others = (link(name, f"{forms}{suffix}") for suffix, name in OTHER_FORMS.items()) if forms else ()
    foot = tag("footer", *_spaced(others), " made by claimgraph")
    inside = tag("main", *content)
    script = tag("script", src="/player.js", defer="") if PLAYS in inside.text else None
    body = tag("body", top, inside, foot, script)
    return f"<!doctype html>\n{tag('html', head, body, lang='en').text}\n"


def _spaced(children: Iterable[Child]) -> Iterator[Child]:
    for child in children:
        yield child
        yield " "


def entity_link(name: str) -> Markup:
    """A link to an entity's page."""
    return link(name, entity_iri(name, BASE))


def note_link(path: str, claim: str = "") -> Markup:
    """A link to a note's page, or to a claim on it."""
    return link(path.removesuffix(".md"), note_iri(path, BASE) + (f"#{claim}" if claim else ""))


def claim_path(claim: str) -> str:
    """The path of a claim's own page, given its IRI."""
    note, _, key = claim.rpartition("#")
    return f"/claim/{encode_segment(f'{note}#{key}')}"


def start(vault: str, stats: Stats, entities: Sequence[EntityRow]) -> str:
    """The first page: how much there is, and the entities with most claims."""
    counts = table(
        ("What", "Count"), ((name.replace("_", " "), f"{count:,}") for name, count in stats.to_dict().items())
    )
    return whole(
        vault,
        tag("h1", vault),
        tag("h2", "Most claims"),
        _entities(entities),
        tag("h2", "How much there is"),
        counts,
        tag("h2", "For programs"),
        items((
            joined(("SPARQL 1.1 Protocol: ", tag("code", "/sparql"))),
            joined(("JSON: ", link("description", "/api/openapi.json"))),
        )),
        tag("script", src="/live.js", defer=""),
    )  # fmt: skip


def _entities(rows: Iterable[EntityRow]) -> Markup:
    heads = ("Name", "Type", "Claims", "Notes", "Other names")
    cells = (
        (entity_link(row.name), row.type, f"{row.claims:,}", f"{row.notes:,}", ", ".join(row.aliases)) for row in rows
    )
    return table(heads, cells)


def entity(
    row: EntityRow,
    claims: Sequence[Claim],
    pairs: Sequence[Conflict],
    following: str | None,
    forms: CorrectionForms | None = None,
) -> str:
    """An entity's page: its claims, page by page, and where notes differ about it; with forms that correct it."""
    also = tag("p", f"Also: {', '.join(row.aliases)}") if row.aliases else None
    counts = f"{row.type}, {figures.counted(row.claims, 'claim')} in {figures.counted(row.notes, 'note')}"
    differ = (tag("h2", "Where notes differ or agree"), _pairs(pairs)) if pairs else ()
    return whole(
        row.name,
        tag("h1", row.name),
        tag("p", counts),
        also,
        tag("p", link("Correct this entity", "#correct")) if forms else None,
        tag("h2", "Claims"),
        forms.rejecting(_claims(claims, button=reject_button)) if forms else _claims(claims),
        _more(entity_iri(row.name, BASE), following),
        *differ,
        forms.section() if forms else None,
        forms=entity_iri(row.name, BASE),
    )


def note(row: NoteRow, claims: Sequence[Claim], following: str | None) -> str:
    """A note's page: its claims in reading order."""
    recording = tag("p", outside(row.media, row.media)) if row.media else None
    path = note_iri(row.path, BASE)
    return whole(
        row.title,
        tag("h1", row.title),
        tag("p", row.path),
        recording,
        tag("h2", "Claims"),
        _claims(claims, named=True),
        _more(path, following),
        forms=path,
    )


def words(said: str, path: str, claims: Sequence[Claim], total: int, following: str | None) -> str:
    """The page of a relation or a phrase: the claims that say something with it."""
    return whole(
        said,
        tag("h1", said),
        tag("p", figures.counted(total, "claim")),
        tag("h2", "Claims"),
        _claims(claims),
        _more(path, following),
        forms=path,
    )


def claim(found: Explanation) -> str:
    """A claim's page: its text, where it is, and where each field comes from."""
    one = found.claim
    reasons = (
        (each.field, each.value, each.rule, "" if each.confidence is None else f"{each.confidence:.2f}")
        for each in found.reasons
    )
    return whole(
        one.text,
        tag("h1", "Claim"),
        tag("blockquote", one.text),
        tag("p", *_spaced((*_heard(one), note_link(one.note, key_of(one.id))))),
        _chips(one),
        tag("h2", "Where it comes from"),
        table(("Field", "Value", "Rule", "Sure"), reasons),
        forms=claim_path(one.id),
    )


def found(text: str, claims: Sequence[Claim], total: int, following: str | None) -> str:
    """What a search found."""
    return whole(
        f"{text} – search",
        tag("h1", f"Claims with “{text}”"),
        tag("p", figures.counted(total, "claim")),
        _claims(claims),
        _more(f"/search?{urlencode({'text': text})}", following),
    )


def problem(status: int, message: str) -> str:
    """A page that says what went wrong."""
    return whole(f"Error {status}", tag("h1", f"Error {status}"), tag("p", message))


def corrections(rows: Sequence[CorrectionRow], undo: Markup | None) -> str:
    """What was corrected, with the form that takes the latest back, if the server may write."""
    heads = ("Entity", "Correction", "Value", "Before", "Page", "Effect")
    cells = ((each.entity, each.kind, each.value, each.old, each.page, each.idle or "in force") for each in rows)
    found = table(heads, cells) if rows else tag("p", "The last build found no correction on any page.")
    return whole("Corrections", tag("h1", "Corrections"), found, tag("h2", "Take back") if undo else None, undo)


def _claims(claims: Iterable[Claim], *, named: bool = False, button: Callable[[Claim], Markup] | None = None) -> Markup:
    rows = (
        tag(
            "li",
            tag("p", each.text),
            tag(
                "p", *_spaced((*_heard(each), note_link(each.note, key_of(each.id)), link("why", claim_path(each.id))))
            ),
            button(each) if button else None,
            _chips(each),
            id=key_of(each.id) if named else None,
        )
        for each in claims
    )
    return tag("ol", *rows, class_="claims")


def _heard(claim: Claim) -> Iterator[Markup]:
    if claim.source is not None:
        yield heard(claim.source)
    elif claim.timestamps:
        yield tag("span", figures.clock(claim.timestamps[0]))


def _chips(claim: Claim) -> Markup:
    """What a claim mentions, and what limits it."""
    names = dict.fromkeys(mention.entity for mention in claim.mentions)
    limits = [
        claim.modality if claim.modality != "asserted" else None,
        "negated" if claim.negated else None,
        f"said by {claim.attribution}" if claim.attribution else None,
        claim.callout,
    ]
    said = ", ".join(each for each in limits if each)
    chips = [*map(entity_link, names), *([tag("span", said)] if said else [])]
    return tag("p", *_spaced(chips), class_="chips")


def _pairs(pairs: Iterable[Conflict]) -> Markup:
    heads = ("Attribute", "Verdict", "One value", "Another value")
    cells = (
        (f"{pair.property} {pair.what}", f"{pair.verdict}: {pair.reason}", _value(pair.first), _value(pair.second))
        for pair in pairs
    )
    return table(heads, cells)


def _value(value: Value) -> Markup:
    return joined((value.text, *_heard(value.claim), note_link(value.claim.note, key_of(value.claim.id))), " ")


def _more(path: str, following: str | None) -> Markup | None:
    if following is None:
        return None
    separator = "&" if "?" in path else "?"
    return tag("p", link("More", f"{path}{separator}{urlencode({'cursor': following})}"))
