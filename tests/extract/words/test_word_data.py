"""Word lists are looked up by name; a vault's own words count beside them; the files are sorted and all in use."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import UnknownName
from kg.extract.words import word_data
from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import Change, WordData, list_names, of_words, using, word_class, word_list, word_table
from kg.extract.words.wordlists import WELL_KNOWN, words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTRACT = Path(word_data.__file__).parent.parent
DATA = EXTRACT / "words/data"
FILES = sorted(file for file in DATA.glob("*/*") if file.is_file())
LOOKUPS = {"word_list", "word_table", "word_class", "own_words"}
LONGEST = 120  # code points of a line
MOST = 8  # words that a set in the code may have
# Sets of more names that are no words: what the NLP pipeline calls parts of a sentence, and what rules are called.
DEPENDENCIES = wordset("""
    ROOT acl acomp advcl advmod agent amod appos attr aux auxpass cc ccomp compound conj csubj csubjpass dative dep dobj
    expl intj label mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj prep prt
    punct quantmod relcl xcomp
""")
NO_WORDS = {
    "dates/date_forms.py": {"MONTHS"},  # whose place is their number
    "grammar/language.py": {"KIN"},  # codes of languages
    "model_advice/speech_check.py": {"SAYING"},  # classes of verbs
    "numbers/other_numbers.py": {"JOINTS", "POINT"},  # short words of several languages; codes of languages
    "recording/note_media.py": {"SURE_KEYS"},  # keys of properties
    "words/saying_verbs.py": {"SayingClass"},
}
HEAVY = Change(("gadget", "gizmo"), ("report",))


def body(file: Path) -> list[str]:
    """The entries of a file, without its comments."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]


def lookups() -> Iterator[tuple[str, list[str]]]:
    """Every look-up in the code, with the texts that are its arguments."""
    for file in sorted(EXTRACT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in LOOKUPS | {"saying_verbs"}:
                assert isinstance(node.func, ast.Name)
                texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                yield node.func.id, [text for text in texts if isinstance(text, str)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_has_one_entry_a_line_sorted_and_says_what_it_is_for(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    entries = body(file)
    assert lines[0].startswith("# ")
    assert lines == [line for line in lines if line.startswith("# ")] + entries, "comments stand at the top"
    assert entries == sorted(entries)
    words = [line.split("\t")[0] for line in entries]
    assert len(words) == len(set(words)), "a word stands in it twice"
    assert all(len(line) <= LONGEST and line == line.strip(" ") and line for line in lines)
    assert all(("\t" in line) == (file.suffix == ".tsv") for line in entries)


def long_sets(file: Path) -> Iterator[tuple[str, list[str]]]:
    """The sets of many words that are written in a module, each with the name that it is given."""
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        target = next((node.id for node in ast.walk(statement) if isinstance(node, ast.Name)), "")
        for node in ast.walk(statement):
            found: list[object] = []
            if isinstance(node, ast.Set | ast.List | ast.Tuple):
                found = [part.value for part in node.elts if isinstance(part, ast.Constant)]
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "wordset":
                found = [
                    word for part in node.args if isinstance(part, ast.Constant) for word in str(part.value).split()
                ]
            words_of = [word for word in found if isinstance(word, str)]
            if len(words_of) > MOST:
                yield target, words_of


def is_grammar(word: str) -> bool:
    return word.isupper() or not word.isalpha() or word in DEPENDENCIES


@pytest.mark.parametrize("file", sorted(EXTRACT.rglob("*.py")), ids=lambda file: str(file.relative_to(EXTRACT)))
def test_no_long_list_of_words_is_written_in_the_code(file: Path) -> None:
    exempt = NO_WORDS.get(file.relative_to(EXTRACT).as_posix(), set())
    found = [(name, row) for name, row in long_sets(file) if name not in exempt and not all(map(is_grammar, row))]
    assert found == [], "move it to a file of kg/extract/words/data"


def test_every_list_has_a_name_of_its_own_and_is_used() -> None:
    assert list(list_names()) == sorted(file.stem for file in FILES)
    named = {texts[0] for name, texts in lookups() if name in LOOKUPS and texts} | set(WELL_KNOWN.values())
    assert named == set(list_names())


def test_every_class_that_is_asked_for_exists() -> None:
    asked = {(texts[0], texts[1]) for name, texts in lookups() if name == "word_class" and len(texts) > 1}
    asked |= {("saying_verbs", texts[0]) for name, texts in lookups() if name == "saying_verbs" and texts}
    assert asked
    assert [pair for pair in sorted(asked) if not word_class(*pair)] == []


def test_every_class_of_verbs_of_saying_is_explained_at_the_head_of_the_table() -> None:
    head = (DATA / "stance/saying_verbs.tsv").read_text(encoding="utf-8")
    told = set(re.findall(r"^# ([a-z-]+)  ", head, re.MULTILINE))
    assert told == {kind for line in body(DATA / "stance/saying_verbs.tsv") for kind in line.split("\t")[1].split()}


def test_an_unknown_list_is_an_error_that_names_a_close_one() -> None:
    with pytest.raises(UnknownName, match="'hedge_nouns'"):
        word_list("hedge_noun")
    with pytest.raises(UnknownName):
        WordData({"no such list": Change(("word",))})


def test_a_vaults_own_words_count_while_they_are_in_use() -> None:
    shipped = word_list("speaking_documents")
    assert {"report", "survey"} <= shipped
    with using(WordData({"speaking_documents": HEAVY})):
        assert word_list("speaking_documents") == (shipped | {"gadget", "gizmo"}) - {"report"}
    assert word_list("speaking_documents") == shipped


def test_a_row_of_ones_own_replaces_the_shipped_one() -> None:
    with using(WordData({"saying_verbs": Change(("argue\tpoints", "blog\tsays people"))})):
        assert word_table("saying_verbs")["argue"] == "points"
        assert {"blog"} == saying_verbs("people") & {"blog", "argue"}
        assert not {"argue"} & saying_verbs("says")
    assert "argue" in saying_verbs("says")


def test_what_is_made_of_the_lists_is_made_once_for_each_set_of_words() -> None:
    made: list[int] = []

    @of_words
    def longest() -> int:
        made.append(max(map(len, word_list("hedge_nouns"))))
        return made[-1]

    own = WordData({"hedge_nouns": Change(("possibly-possibility",))})
    found = []
    for _ in range(2):
        found.append(longest())
        with using(own):
            found.append(longest())
    assert found == [11, 20, 11, 20]
    assert made == [11, 20]


def test_own_words_travel_to_another_process() -> None:
    own = WordData({"hedge_nouns": Change(("guess",), ("risk",))})
    again = pickle.loads(pickle.dumps(own))  # noqa: S301 - our own bytes
    assert again.sets["hedge_nouns"] == own.sets["hedge_nouns"] == (word_list("hedge_nouns") | {"guess"}) - {"risk"}


def test_a_name_of_ones_own_counts_whatever_kind_kg_takes_it_for() -> None:
    assert words().types["Apple"] == "Organization"
    with using(WordData({"well_known_products": Change(("Apple", "Zorblax"))})):
        assert (words().types["Apple"], words().types["Zorblax"]) == ("Product", "Product")
    assert words().types["Apple"] == "Organization"
    assert "Zorblax" not in words().types


def test_no_well_known_name_is_of_two_kinds() -> None:
    rows = [(name, kind) for kind, file in WELL_KNOWN.items() for name in word_list(file)]
    assert len(rows) == len(dict(rows))
    assert [(name, kind) for name, kind in rows if words().types[name] != kind] == []
