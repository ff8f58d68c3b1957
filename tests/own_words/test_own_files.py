"""A vault's files of its own words are merged over the shipped tables, or refused with file, line and way out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.errors import ConfigError, OwnWordsError
from kg.extract.words.word_data import WordData, list_names
from kg.model.entity_types import ENTITY_TYPES, TYPE_TABLE, UNKNOWN
from kg.model.properties import shipped_properties
from kg.own_words import own_lists, vault_words
from kg.own_words.toml_file import MOST


class Case(NamedTuple):
    """A file that cannot be used."""

    title: str
    file: str
    text: str
    told: str


CASES = [
    Case(*found)
    for found in re.findall(
        r"^## (.+)\n(\w+\.toml)\n```toml\n((?s:.*?))```\n(.+)$",
        (Path(__file__).parent / "refused.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
]


def vault_with(folder: Path, **files: str) -> Path:
    """A vault with these files in ``.kg``."""
    (folder / ".kg").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f".kg/{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.title)
def test_what_cannot_be_used_is_refused_by_file_line_and_way_out(case: Case, tmp_path: Path) -> None:
    vault_with(tmp_path, **{case.file.removesuffix(".toml"): case.text})
    with pytest.raises(OwnWordsError) as caught:
        vault_words.load(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / '.kg' / case.file}, {case.told}")
    assert isinstance(caught.value, ConfigError)


def test_every_case_of_the_table_is_tried() -> None:
    text = (Path(__file__).parent / "refused.md").read_text(encoding="utf-8")
    assert len(CASES) == len(re.findall("^## ", text, re.MULTILINE)) > 30


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    vault_with(tmp_path, words="#" * (MOST + 1))
    with pytest.raises(OwnWordsError, match="is larger than 1,000,000 bytes"):
        vault_words.load(tmp_path)


def test_without_files_everything_is_as_shipped(tmp_path: Path) -> None:
    found = vault_words.load(tmp_path)
    assert found is vault_words.SHIPPED
    assert (found.parsing, found.rules, found.contents) == ("", "", ())


def test_words_are_added_and_taken_out(tmp_path: Path) -> None:
    text = (
        '[person_titles]\nadd = ["skipper"]\nremove = ["professor"]\n[saying_verbs]\nadd = { opine = "says people" }\n'
    )
    words = vault_words.load(vault_with(tmp_path, words=text)).words
    shipped = WordData().sets["person_titles"]
    assert words.sets["person_titles"] == shipped - {"professor"} | {"skipper"}
    assert words.lines["saying_verbs"]["opine"] == "says people"


def test_an_own_property_comes_first_and_a_shipped_one_keeps_what_is_not_given(tmp_path: Path) -> None:
    text = '[berths]\nlabel = "berths"\nunits = ["berth"]\nnouns = ["berth"]\n[valuation]\nmomentary = true\n'
    table = vault_words.load(vault_with(tmp_path, properties=text)).properties
    shipped = shipped_properties()
    assert [*table] == ["berths", *shipped]
    assert table["valuation"].momentary
    assert table["valuation"].nouns == shipped["valuation"].nouns != frozenset()


def test_an_own_type_comes_before_the_unknown_one_and_a_shipped_one_may_change_its_colour(tmp_path: Path) -> None:
    own = '[Ship]\nlabel = "ship"\nclass = "https://harbour.example/Ship"\nlight = "#114477"\ndark = "#88bbee"\n'
    table = vault_words.load(vault_with(tmp_path, types=f'{own}[Person]\nlight = "#000000"\n')).types
    assert table.names == (*ENTITY_TYPES[:-1], "Ship", UNKNOWN)
    assert (table["Ship"].plural, table["Ship"].comment) == ("ships", "")
    assert table["Person"] == TYPE_TABLE["Person"]._replace(light="#000000")


def test_a_types_words_are_in_the_lists(tmp_path: Path) -> None:
    own = '[Ship]\nlabel = "ship"\nclass = "https://harbour.example/Ship"\nlight = "#114477"\ndark = "#88bbee"\n'
    text = f'{own}names = ["Halcyon"]\nnouns = ["vessel"]\nendings = ["frigate"]\n'
    lines = vault_words.load(vault_with(tmp_path, types=text)).words.lines
    assert lines["other_names"] == {"Halcyon": "Ship"}
    assert (lines["kind_nouns"]["vessel"], lines["last_words"]["frigate"]) == ("Ship", "Ship")


def test_the_tables_of_lists_name_lists_that_exist() -> None:
    named = own_lists.LEARNED | own_lists.TYPED | own_lists.CLOSED | own_lists.CODED | {own_lists.SPELLINGS}
    assert named <= set(list_names())


def test_tables_hold_inside_of_using_only(tmp_path: Path) -> None:
    own = vault_words.load(vault_with(tmp_path, words='[person_titles]\nadd = ["skipper"]\n'))
    seen = [vault_words.current() for _ in vault_words.within(own, iter([1, 2]))]
    assert seen == [vault_words.SHIPPED] * 2
    with vault_words.using(own):
        assert vault_words.current() is own
    assert vault_words.current() is vault_words.SHIPPED


def test_the_examples_of_the_manual_can_be_used(tmp_path: Path, project: Path) -> None:
    text = (project / "docs/vault-words.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    files = dict(zip(("types", "properties", "words"), examples, strict=True))
    found = dict(vault_words.load(vault_with(tmp_path, **files)).contents)
    assert (found["types.toml"], found["properties.toml"]) == (("Ship",), ("berthCount",))
    assert "other_spellings" in found["words.toml"]
