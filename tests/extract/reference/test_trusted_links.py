"""A link counts only when it is likely enough: what is not stays a candidate, and no claim is about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.config.trust_thresholds import USUAL, TrustThresholds
from kg.extract.analysis import analyse
from kg.extract.grammar import nlp
from kg.extract.names.lexicon import Lexicon, collect
from kg.extract.note_corrections import NOTHING, NoteCorrection, NoteCorrections
from kg.extract.note_draft import ExtractionContext
from kg.extract.pipeline import extract
from kg.extract.time_repair import repair
from kg.reader.read_note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from kg.model import Claim

SURE = """# Ada Byron and the Tenby engine

Ada Byron was a mathematician who lived in London. She wrote the first programs for the engine.
She published them in 1843. Her notes were read in Paris, too.
"""
VAGUE = """# Shops

Acme and Globex opened a shop in Oslo with Initech. The weather was bad and the tram late.
It was closed when the manager called it.
"""


def claims(text: str, trust: TrustThresholds = USUAL, given: NoteCorrections = NOTHING) -> tuple[Claim, ...]:
    note = read_note("a.md", text.encode())
    analysis = analyse(note, passages(note), nlp.load())
    evidence = collect("a.md", analysis.title, analysis.sentences)
    view = Lexicon.build([evidence]).view(evidence, trust.types)
    times = repair([analysis.times])["a.md"]
    context = ExtractionContext(view, times, lambda texts: texts, corrections=given, trust=trust)
    return extract(analysis, context)


def anaphora(found: tuple[Claim, ...]) -> list[tuple[str, str]]:
    return [(each.text, each.entity) for claim in found for each in claim.mentions if each.kind != "name"]


def test_a_likely_link_counts_with_its_probability() -> None:
    found = claims(SURE)
    assert ("She", "Ada Byron") in anaphora(found)
    assert all(each.confidence >= USUAL.links for claim in found for each in claim.mentions if each.kind != "name")
    assert any("Ada Byron" in claim.about for claim in found if claim.text.startswith("She "))


def test_below_the_threshold_links_are_candidates_and_in_no_about() -> None:
    strict = claims(SURE, TrustThresholds(links=1.01))
    assert anaphora(strict) == []
    assert "Ada Byron" in {each.entity for claim in strict for each in claim.candidates}
    assert all("Ada Byron" not in claim.about for claim in strict if claim.text.startswith(("She", "Her")))


def test_a_link_is_either_a_mention_or_a_candidate() -> None:
    lax = claims(SURE, TrustThresholds(links=0.0))
    assert not any(claim.candidates for claim in lax)
    both = [(each.text, each.entity) for claim in claims(SURE) for each in (*claim.mentions, *claim.candidates)]
    assert sorted(both) == sorted((each.text, each.entity) for claim in lax for each in claim.mentions)


def test_where_several_would_do_nothing_is_said() -> None:
    assert anaphora(claims(VAGUE)) == []


def test_no_claim_is_about_what_is_less_likely_than_asked() -> None:
    assert any(claim.about for claim in claims(SURE))
    assert not any(claim.about for claim in claims(SURE, TrustThresholds(links=1.01, about=1.01)))


def test_a_type_that_is_not_likely_enough_is_thing() -> None:
    strict = claims(SURE, TrustThresholds(types=1.01))
    names = [each for claim in strict for each in claim.mentions if each.entity == "Ada Byron"]
    assert {each.type for each in names} == {"Thing"}
    assert ("She", "Ada Byron") in anaphora(strict), "what 'she' means is decided by the likeliest type all the same"
    assert {each.type for claim in claims(SURE) for each in claim.mentions if each.entity == "Ada Byron"} == {"Person"}


def test_a_type_that_the_user_gave_is_kept() -> None:
    given = NoteCorrections((NoteCorrection("type", "Ada Byron", "Person"),))
    strict = claims(SURE, TrustThresholds(types=1.01), given)
    assert {each.type for claim in strict for each in claim.mentions if each.entity == "Ada Byron"} == {"Person"}
