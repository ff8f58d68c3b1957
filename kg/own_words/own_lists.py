"""A vault's ``words.toml``: words added to kg's lists and tables, and words taken out of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.words.word_data import Change, WordData, list_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model.entity_types import TypeTable
    from kg.own_words.own_types import TypeWords
    from kg.own_words.toml_file import TomlFile

KEYS = ("add", "remove")
LEARNED = frozenset({"type_cues"})  # numbers that were learned together
TYPED = frozenset({"kind_nouns", "last_words", "owned_nouns", "other_names"})  # say the type of a name
CLOSED = frozenset({"saying_verbs", "anaphors", "small_words", "comparators_before", "comparators_behind"})
CODED = frozenset({"currency_signs", "currency_words"})
SPELLINGS, SPELLED = "other_spellings", 2
CODE = re.compile("[A-Z]{3}")
HINT = 'write as the shipped table does: "USD", or ["International Business Machines", "Organization"]'


def merged(file: TomlFile | None, types: TypeTable, brought: Mapping[str, TypeWords]) -> WordData:
    """The shipped words with a vault's changes.

    Args:
        file: The file, or None.
        types: The vault's types.
        brought: The words that its own types bring.

    Raises:
        OwnWordsError: A change of the file cannot be made.
    """
    changes = {} if file is None else {name: _change(file, name, types) for name in file.tables}
    for name, part in (("other_names", "names"), ("kind_nouns", "nouns"), ("last_words", "endings")):
        lines = tuple(f"{word}\t{kind}" for kind, words in brought.items() for word in getattr(words, part))
        if lines:
            before = changes.get(name, Change())
            changes[name] = Change((*lines, *before.added), before.removed)
    return WordData(changes)


def _change(file: TomlFile, name: str, types: TypeTable) -> Change:
    known = [each for each in list_names() if each not in LEARNED]
    if name not in known:
        raise file.unknown("word list", name, known, name)
    for key in file.tables[name]:
        if key not in KEYS:
            raise file.unknown(f"key of [{name}]", key, KEYS, name, key)
    shipped = WordData().lines[name]
    removed = file.words(name, "remove")
    for word in removed:
        if word not in shipped:
            raise file.unknown(f"word of the list {name}", word, sorted(shipped), name, "remove")
    table = name in TYPED or any(shipped.values())
    lines = tuple(_rows(file, name, types)) if table else _list(file, name)
    _check_case(file, name, [line.partition("\t")[0] for line in lines])
    return Change(lines, removed)


def _check_case(file: TomlFile, name: str, words: Iterable[str]) -> None:
    """See that words are in lower case where the shipped ones are, for no other is ever found."""
    shipped = WordData().lines[name]
    if not shipped or any(word != word.lower() for word in shipped):
        return
    for word in words:
        if word != word.lower():
            reason = f"{word!r} has a capital; {name} is in lower case"
            raise file.fault(reason, f"write {word.lower()!r}", name, "add", word)


def _list(file: TomlFile, name: str) -> tuple[str, ...]:
    """The words that a vault adds to a list."""
    if isinstance(file.tables[name].get("add"), dict):
        raise file.fault(f"{name} is a list of words", 'write add = ["…", "…"]', name, "add")
    return file.words(name, "add")


def _rows(file: TomlFile, name: str, types: TypeTable) -> Iterator[str]:
    """The lines of a table that a vault adds."""
    added = file.tables[name].get("add", {})
    if not isinstance(added, dict):
        word, said = next(iter(WordData().lines[name].items()), ("Beagle", "Product"))
        said = said.partition("\t")[0]
        hint = f'say something of each word: add = {{ "{word}" = "{said}" }}'
        raise file.fault(f"{name} is a table", hint, name, "add")
    for word, given in added.items():
        told = [file.checked(each, name, "add") for each in (given if isinstance(given, list) else [given])]
        fault = next(_faults(name, told, types), None)
        if fault is not None:
            value, what, known = fault
            raise file.unknown(what, value, known, name, "add") if known else file.fault(what, HINT, name, "add", value)
        yield "\t".join([file.checked(word, name, "add"), *told])


def _faults(name: str, told: list[str], types: TypeTable) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Where it is not what the table says of its words: the value, what it should be, and the values known."""
    if name in TYPED:
        yield from ((kind, "type of entity", list(types)) for kind in told if kind not in types)
    elif name in CLOSED:
        classes = sorted(WordData().classes[name])
        yield from ((each, f"class of {name}", classes) for each in " ".join(told).split() if each not in classes)
    elif name in CODED:
        yield from ((code, f"{code!r} is no currency code", ()) for code in told if not CODE.fullmatch(code))
    elif name == SPELLINGS and (len(told) != SPELLED or told[1] not in types):
        yield told[0], "another spelling takes the usual name and its type", ()
