"""A small graph, written claim by claim, and a way to type command lines at it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

import pytest
from click.testing import CliRunner

from kg.cli.main import main
from kg.model import Claim, DateRef, Entity, Mention, NoteFacts, Quantity, Source, Span, Statement
from kg.rdf.encode import entity_quads
from kg.rdf.terms import claim_keys, note_iri
from kg.store.engine.fact_packing import stored_note
from kg.store.engine.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

MEDIA = "https://www.youtube.com/watch?v=abcdefghijk"

# note -> (sentence, second, callout, names in it, number of dollars) …
NOTES: dict[str, list[tuple[str, int | None, str | None, tuple[str, ...], int]]] = {
    "shop/Acme.md": [
        ("Acme earned $3 million in May.", 75, None, ("Acme",), 3_000_000),
        ("Acme depends on Globex for half of its anvils.", 90, "warning", ("Acme", "Globex"), 0),
        ("Ada Byron founded Acme.", None, None, ("Ada Byron", "Acme"), 0),
    ],
    "shop/Globex.md": [("Globex paid Acme $5 million.", 3700, None, ("Globex", "Acme"), 5_000_000)],
}
ENTITIES = (
    Entity("Acme", "Organization", ("ACME Ltd",)),
    Entity("Ada Byron", "Person"),
    Entity("Globex", "Organization"),
)


def facts_of(path: str) -> NoteFacts:
    return NoteFacts(path, path.removesuffix(".md"), "0" * 64, media=MEDIA)


def claims_of(path: str) -> list[Claim]:
    """The claims of one note as the extraction would give them."""
    types = {entity.name: entity.type for entity in ENTITIES}
    keys = claim_keys([text for text, *_ in NOTES[path]])
    found = []
    for place, (key, (text, second, callout, names, dollars)) in enumerate(zip(keys, NOTES[path], strict=True)):
        begin = 100 * place
        at = {name: text.index(name) for name in names}
        mentions = tuple(
            Mention(name, at[name], at[name] + len(name), Span(begin + at[name], begin + at[name] + len(name)), "name",
                    name, types[name], "lexicon")
            for name in sorted(names, key=at.__getitem__)
        )  # fmt: skip
        amount = text[text.index("$") :].partition(" million")[0] + " million" if dollars else ""
        quantities = (
            (Quantity(amount, text.index("$"), text.index("$") + len(amount), Decimal(dollars), "USD"),)
            if dollars
            else ()
        )
        repaired = second is not None and second > 3600
        source = (
            None
            if second is None
            else Source(MEDIA, second, f"{MEDIA}&t={second}s", repaired, "shifted" if repaired else "")
        )
        statements = (
            (Statement(names[0], "made", amount, "money", names[0], quantity=0, method="rule"),) if dollars else ()
        )
        found.append(
            Claim(
                id=f"{note_iri(path)}#{key}",
                note=path,
                span=Span(begin, begin + len(text)),
                text=text,
                section=(),
                callout=callout,
                part="",
                timestamps=() if second is None else (second,),
                source=source,
                mentions=mentions,
                about=(names[0],),
                statements=statements,
                quantities=quantities,
                dates=(DateRef("May", 26, 29, "XXXX-05"),) if "May" in text else (),
                modality="asserted",
                modality_rule="default",
                negated=False,
                attribution=None,
            )
        )
    return found


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault whose graph holds the claims above; nobody writes to it."""
    vault = tmp_path_factory.mktemp("asked") / "my vault"
    vault.mkdir()
    with Store.open(vault / ".kg") as store:
        for path in NOTES:
            claims = claims_of(path)
            store.replace_note(stored_note(facts_of(path), claims, store.base))
        store.replace_entities(entity_quads(ENTITIES, properties={"money": "money"}, recordings=[MEDIA]))
    return vault


class Typed(Protocol):
    """Types a command line and gives what came of it; what is typed into the running program is ``typed``."""

    def __call__(self, *arguments: str, typed: str | None = None) -> Result: ...


def run(*arguments: str, typed: str | None = None) -> Result:
    """Run one command line in this process."""
    return CliRunner().invoke(main, list(arguments), input=typed)


@pytest.fixture
def anywhere() -> Typed:
    """Command lines that say themselves which vault they mean."""
    return run


@pytest.fixture
def kg(asked: Path) -> Typed:
    """Command lines about the vault of ``asked``."""

    def about(*arguments: str, typed: str | None = None) -> Result:
        return run(*arguments, "--vault", str(asked), typed=typed)

    return about
