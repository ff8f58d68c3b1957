"""spaCy's parse becomes our tokens: one root per text, the same each time, and a clear word when it is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.errors import ModelMissing, ModelUnfit
from kg.extract.grammar import nlp

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

TEXTS = [
    ("She cannot stop the plan.", 0),
    ("Main Network: Decides where people look.", len("Main Network:")),
    ("", 0),
    ("Stop", 0),
    ("He met Ada Lovelace. Then he left.", 0),
]


@pytest.fixture(scope="module")
def engine() -> Language:
    return nlp.load()


def test_tokens_know_their_place_and_their_head(engine: Language) -> None:
    for (text, _), tokens in zip(TEXTS, nlp.parse(engine, TEXTS), strict=True):
        assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
        assert all(0 <= token.head < len(tokens) for token in tokens)
        assert sum(token.head == i for i, token in enumerate(tokens)) == bool(text)


def test_a_token_carries_lemma_tags_and_names(engine: Language) -> None:
    [first, *_, named] = nlp.parse(engine, TEXTS)
    stop = next(token for token in first if token.text == "stop")
    assert (stop.lemma, stop.pos, stop.tag, stop.dep) == ("stop", "VERB", "VB", "ROOT")
    assert [(token.text, token.ent, token.ent_start) for token in named if token.ent] == [
        ("Ada", "PERSON", True),
        ("Lovelace", "PERSON", False),
    ]


def test_a_label_is_a_tree_of_its_own(engine: Language) -> None:
    tokens = list(nlp.parse(engine, TEXTS))[1]
    assert [(token.text, token.head) for token in tokens if token.dep in {nlp.LABEL, "ROOT"}] == [
        ("Network", 3),
        ("Decides", 3),
    ]


def test_a_text_is_never_broken(engine: Language) -> None:
    tokens = list(nlp.parse(engine, TEXTS))[4]
    assert [token.text for token in tokens if token.dep == "ROOT"] in (["met"], ["left"])


def test_the_same_note_gives_the_same_tokens_whatever_was_parsed_before(engine: Language) -> None:
    first = list(nlp.parse(engine, TEXTS * 30))
    list(nlp.parse(engine, [("An unseen wordlet zorgles.", 0)]))
    assert list(nlp.parse(engine, TEXTS * 30)) == first


def test_a_parsed_span_gives_tokens_of_its_own(engine: Language) -> None:
    doc = engine("It fell. She stopped.")
    tokens = nlp.tokens(doc[3:])
    assert [(token.text, token.start, token.head) for token in tokens] == [
        ("She", 0, 1),
        ("stopped", 4, 1),
        (".", 11, 1),
    ]


def test_nothing_that_nobody_reads_is_loaded(engine: Language) -> None:
    assert set(engine.pipe_names) == {"tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"}


@pytest.mark.parametrize("name", ["en_core_web_nowhere", "no/such/folder"])
def test_a_pipeline_that_is_missing_is_named_with_those_that_are_there(name: str) -> None:
    with pytest.raises(ModelMissing, match=rf"{name}.*installed"):
        nlp.load(name)


def test_the_version_names_the_pipeline_and_spacy() -> None:
    assert nlp.version().startswith("en_core_web_sm")
    assert ", spaCy 3." in nlp.version()


FIT = {"tok2vec": "tok2vec", "words": "tagger", "parser": "parser", "map": "attribute_ruler", "base": "lemmatizer"}


def pipeline(folder: Path, components: dict[str, str], *, lang: str = "en", disabled: str = "[]") -> str:
    """A folder that looks like an installed pipeline, with components by name and kind; its path."""
    folder.mkdir()
    parts = [f'[components.{name}]\nfactory = "{kind}"' for name, kind in components.items()]
    nlp_part = f'[nlp]\nlang = "{lang}"\npipeline = {json.dumps(list(components))}\ndisabled = {disabled}'
    (folder / "config.cfg").write_text("\n\n".join([nlp_part, "[components]", *parts, '[x]\ny = "${nlp.lang}%"']))
    (folder / "meta.json").write_text(json.dumps({"lang": lang, "name": "small", "version": "1"}))
    return str(folder)


def test_a_pipeline_that_has_what_the_rules_need_is_taken(tmp_path: Path) -> None:
    assert nlp.version(pipeline(tmp_path / "a", FIT)).startswith("en_small 1")
    other = {**FIT, "map": "morphologizer", "base": "trainable_lemmatizer"}
    assert nlp.version(pipeline(tmp_path / "b", other)).startswith("en_small 1")


@pytest.mark.parametrize(
    ("without", "lacks"),
    [("words", "tagger"), ("parser", "parser"), ("map", "attribute_ruler"), ("base", "lemmatizer")],
)
def test_a_pipeline_that_lacks_what_the_rules_need_is_refused_by_name(tmp_path: Path, without: str, lacks: str) -> None:
    less = {name: kind for name, kind in FIT.items() if name != without}
    for path in (
        pipeline(tmp_path / "less", less),
        pipeline(tmp_path / "off", FIT, disabled=json.dumps([without])),
    ):
        with pytest.raises(ModelUnfit, match=rf"{path}' lacks what kg's rules need: {lacks}; name another"):
            nlp.version(path)


def test_a_pipeline_of_another_language_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelUnfit, match="is for the language 'de'; kg reads English"):
        nlp.version(pipeline(tmp_path / "de", FIT, lang="de"))


def test_a_folder_that_lies_where_kg_is_started_is_no_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vault may hold a folder of any name; what is loaded is code."""
    monkeypatch.chdir(tmp_path)
    for name in ("en_core_web_sm", "en_core_web_own"):
        pipeline(tmp_path / name, FIT)
    assert tmp_path not in nlp.home("en_core_web_sm").parents
    for name in ("en_core_web_own", "./en_core_web_own"):
        with pytest.raises(ModelMissing):
            nlp.home(name)


@pytest.mark.parametrize("text", ["Old phones use 5G.", "The camera films in 4K.", "They sell it B2B to 3M."])
def test_a_full_stop_is_no_part_of_the_word_before_it(text: str, engine: Language) -> None:
    (found,) = nlp.parse(engine, [(text, 0)])
    assert found[-1].text == "."
