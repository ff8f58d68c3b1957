"""Any notes and claims that keep to the model's contract, with the oddest of texts in them."""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import strategies as st

from kg.model import Claim, DateRef, Entity, Mention, NoteFacts, Part, Quantity, Source, Span, Statement
from kg.model.claim import COMPARATORS, FACTUALITIES, MENTION_KINDS, MODALITIES, POLARITIES
from kg.model.entity_types import ENTITY_TYPES
from kg.model.media import moment
from kg.rdf.terms import claim_keys, note_iri

ODD = (
    '"',
    "\\",
    "\n",
    "\r",
    "\t",
    "\b",
    "\f",
    "\0",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2068",
    "\ufffe",
    "é",
    "e\u0301",
    "😀",
    " <x> .",
)
texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from([*" abc:#%/.;,&<>{}"])), max_size=12
)
odd_texts = st.one_of(texts, st.lists(st.sampled_from(ODD), max_size=4).map("".join))
full_texts = odd_texts.map(lambda text: text + "x")
names = full_texts.map(lambda text: normalize("NFC", text))
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15).map(lambda n: n + 0)
places = st.integers(0, 500)
shares = st.floats(0, 1)
paths = st.lists(names.map(lambda name: name.replace("/", "_")), min_size=1, max_size=3).map(
    lambda steps: "/".join(steps) + ".md"
)
medias = st.sampled_from(
    ["https://www.youtube.com/watch?v=RBoGJlpSdpY", "https://vimeo.com/42", "https://x.example/a#t=3"]
)


@st.composite
def parts(draw: st.DrawFn) -> tuple[Part, ...]:
    found: list[Part] = []
    children: dict[str, int] = {}
    for _ in range(draw(st.integers(0, 12))):
        parent = draw(st.sampled_from(["", *(part.id for part in found)]))
        children[parent] = children.get(parent, 0) + 1
        own = f"{parent}.{children[parent]}".lstrip(".")
        kind = draw(st.sampled_from(["section", "callout"]))
        found.append(Part(own, kind, draw(odd_texts), draw(odd_texts) if kind == "callout" else "", parent))
    return tuple(sorted(found, key=lambda part: [int(step) for step in part.id.split(".")]))


@st.composite
def sources(draw: st.DrawFn) -> Source:
    media, start = draw(medias), draw(places)
    end = draw(st.none() | st.integers(start, start + 10_000))
    url = draw(st.one_of(st.just(moment(media, start)), st.just(moment(media, start, end)), odd_texts))
    return Source(media, start, url, draw(st.booleans()), draw(odd_texts), draw(shares), end)


@st.composite
def mentions(draw: st.DrawFn, length: int, begin: int) -> Mention:
    start = draw(st.integers(0, length - 1))
    text = draw(full_texts)
    entity = draw(names)
    span = Span(begin + start, begin + start + draw(st.integers(1, 3)))
    kind, method = draw(st.sampled_from(MENTION_KINDS)), draw(odd_texts)
    return Mention(text, start, start + len(text), span, kind, entity, "Concept", method, draw(shares))


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    text, start, most = draw(full_texts), draw(places), draw(st.none() | numbers)
    unit, comparator = draw(odd_texts), draw(st.sampled_from(COMPARATORS))
    return Quantity(text, start, start + len(text), draw(numbers), unit, comparator, most, draw(odd_texts))


@st.composite
def dates(draw: st.DrawFn) -> DateRef:
    text, start = draw(full_texts), draw(places)
    return DateRef(text, start, start + len(text), draw(odd_texts), draw(odd_texts))


@st.composite
def statements(draw: st.DrawFn, held: int) -> Statement:
    return Statement(
        subject=draw(odd_texts),
        predicate=draw(odd_texts),
        object=draw(odd_texts),
        property=draw(names),
        subject_entity=draw(st.none() | names),
        object_entity=draw(st.none() | names),
        quantity=draw(st.none() | st.integers(0, held - 1)) if held else None,
        date=draw(st.none() | odd_texts),
        method=draw(odd_texts),
        polarity=draw(st.sampled_from(POLARITIES)),
        factuality=draw(st.sampled_from(FACTUALITIES)),
        confidence=draw(shares),
    )


@st.composite
def claims(draw: st.DrawFn, path: str, text: str, key: str, note_parts: tuple[Part, ...]) -> Claim:
    begin = draw(places)
    numbers_held = tuple(draw(st.lists(quantities(), max_size=12)))
    return Claim(
        id=f"{note_iri(path)}#{key}",
        note=path,
        span=Span(begin, begin + draw(st.integers(1, 50))),
        text=text,
        section=tuple(draw(st.lists(odd_texts, max_size=3))),
        callout=draw(st.none() | odd_texts),
        part=draw(st.sampled_from(["", *(part.id for part in note_parts)])),
        timestamps=tuple(draw(st.lists(places, max_size=4))),
        source=draw(st.none() | sources()),
        mentions=tuple(draw(st.lists(mentions(len(text), begin), max_size=4))),
        about=tuple(draw(st.lists(names, max_size=3))),
        statements=tuple(draw(st.lists(statements(len(numbers_held)), max_size=12))),
        unsure=tuple(draw(st.lists(statements(len(numbers_held)), max_size=3))),
        quantities=numbers_held,
        dates=tuple(draw(st.lists(dates(), max_size=3))),
        modality=draw(st.sampled_from(MODALITIES)),
        modality_rule=draw(odd_texts),
        negated=draw(st.booleans()),
        attribution=draw(st.none() | odd_texts),
        about_rule=draw(odd_texts),
        negation_rule=draw(odd_texts),
        attribution_rule=draw(odd_texts),
        candidates=tuple(draw(st.lists(mentions(len(text), begin), max_size=2))),
        terms=tuple(draw(st.lists(names, max_size=3))),
        refused=tuple(draw(st.lists(full_texts, max_size=3))),
    )


@st.composite
def notes(draw: st.DrawFn) -> tuple[NoteFacts, tuple[Claim, ...]]:
    path = draw(paths)
    note_parts = draw(parts())
    facts = NoteFacts(
        path=path,
        title=draw(odd_texts),
        sha256=draw(st.sampled_from(["0a" * 32, ""])),
        media=draw(st.none() | medias),
        channel=draw(st.none() | names),
        references=tuple(draw(st.lists(paths, max_size=3))),
        unresolved=tuple(draw(st.lists(odd_texts, max_size=3))),
        aliases=tuple(draw(st.lists(odd_texts, max_size=3))),
        tags=tuple(draw(st.lists(odd_texts, max_size=3))),
        parts=note_parts,
        language=draw(st.sampled_from(["en", "de"])),
    )
    said = draw(st.lists(full_texts, max_size=3))
    keys = claim_keys(said)
    return facts, tuple(draw(claims(path, text, key, note_parts)) for text, key in zip(said, keys, strict=True))


entities = st.builds(
    Entity,
    names,
    st.sampled_from(ENTITY_TYPES),
    st.lists(odd_texts, unique=True).map(lambda texts: tuple(sorted(texts))),
    st.lists(odd_texts, unique=True).map(lambda texts: tuple(sorted(texts))),
)
