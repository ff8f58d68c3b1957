"""Which file a link means: the vault of each case, the note that holds the link, and the answer."""

from __future__ import annotations

import unicodedata

import pytest

from kg.reader.links import Resolution, Resolver
from kg.reader.resolver import slug

THREE = ("a/b/Note.md", "b/Note.md", "zzzz/Note.md")

# case, files, source, target, resolved, ambiguous
CASES: list[tuple[str, tuple[str, ...], str, str, str | None, bool]] = [
    ("C02 extension", ("Note.md",), "Src.md", "Note.md", "Note.md", False),
    ("C02 case", ("Note.md",), "Src.md", "note", "Note.md", False),
    ("C02 extension's case", ("Note.md",), "Src.md", "Note.MD", "Note.md", False),
    ("C05 the note itself", ("Src.md",), "Src.md", "", "Src.md", False),
    ("C11 another type", ("Figure 1.png",), "Src.md", "Figure 1.png", "Figure 1.png", False),
    ("C11 needs its extension", ("Figure 1.png",), "Src.md", "Figure 1", None, False),
    ("R19 a dot is no extension", ("v1.2.md",), "Src.md", "v1.2", "v1.2.md", False),
    (
        "C12 root first",
        ("Folder/Note.md", "Other/Folder/Note.md"),
        "Other/S.md",
        "Folder/Note",
        "Folder/Note.md",
        False,
    ),
    ("C13 exact path beats own folder", ("Note.md", *THREE), "a/b/S.md", "Note", "Note.md", False),
    ("C14 own folder", ("zzzz/Note.md", "a/b/Note.md"), "zzzz/S.md", "Note", "zzzz/Note.md", False),
    ("C14 shortest string", ("zzzz/Note.md", "a/b/Note.md"), "S.md", "Note", "a/b/Note.md", False),
    ("C15 an ancestor gives nothing", THREE, "zzzz/deep/S.md", "Note", "b/Note.md", False),
    ("C16 a tie", ("bb/Tie.md", "aa/Tie.md"), "S.md", "Tie", "aa/Tie.md", True),
    ("C17 upwards", ("y.md", "a/y.md"), "a/x.md", "../y", "y.md", False),
    ("C17 end of a path", ("a/b/Note.md",), "S.md", "b/Note", "a/b/Note.md", False),
    ("C17 whole names only", ("a/bb/Note.md",), "S.md", "b/Note", None, False),
    ("R20 here", ("a/y.md", "y.md"), "a/x.md", "./y.md", "a/y.md", False),
    ("R20 out of the vault", ("y.md",), "a/x.md", "../../y", None, False),
    ("R20 relative is exact", ("a/b/y.md",), "a/x.md", "./y", None, False),
    ("R20 from the root", ("Note.md", "a/Note.md"), "a/S.md", "/Note", "Note.md", False),
    ("R20 from the root, exactly", ("b/a/Note.md",), "S.md", "/a/Note", None, False),
    ("C19 decoded, vault-wide", ("Sub/My Note.md",), "S.md", "My Note.md", "Sub/My Note.md", False),
    ("R21 exact spelling", ("Log.md", "log.md"), "S.md", "log", "log.md", False),
    ("R21 neither spelling", ("Log.md", "log.md"), "S.md", "LOG", "Log.md", True),
    ("R21 exact spelling at the end", ("a/LOG.md", "a/Log.md", "a/log.md"), "S.md", "log", "a/log.md", True),
    ("R6 composed and decomposed", ("Caf\u00e9.md",), "S.md", "Cafe\u0301", "Caf\u00e9.md", False),
    ("R6 no-break space", ("My Note.md",), "S.md", "My\u00a0Note", "My Note.md", False),
    ("R6 slash at the end", ("Note.md",), "S.md", "Note/", "Note.md", False),
    ("R6 isolates are kept", ("\u2068cleo\u2069/A.md",), "S.md", "\u2068cleo\u2069/A", "\u2068cleo\u2069/A.md", False),
    ("R20 no slugs", ("My_Note.md",), "S.md", "My Note", None, False),
    ("a folder is no note", ("a/b.md",), "S.md", "a", None, False),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_link_means_the_file_that_obsidian_would_open(
    case: tuple[str, tuple[str, ...], str, str, str | None, bool],
) -> None:
    _, files, source, target, path, ambiguous = case
    assert Resolver(files).resolve(target, source) == Resolution(path, ambiguous)
    assert Resolver(reversed(files)).resolve(target, source) == Resolution(path, ambiguous)


def test_c18_an_alias_resolves_nothing_but_is_suggested() -> None:
    resolver = Resolver(["Artificial intelligence.md"], {"Artificial intelligence.md": ["AI"]})
    assert resolver.resolve("AI", "S.md") == Resolution(None)
    assert resolver.suggest("ai") == ("Artificial intelligence.md",)


def test_r20_names_spelled_almost_alike_are_suggested_shortest_path_first() -> None:
    resolver = Resolver(["deep/er/my_note.md", "My-Note.md", "other.md", "my.png"])
    assert resolver.suggest("any/My Note.MD") == ("My-Note.md", "deep/er/my_note.md")
    assert resolver.suggest("???") == ()
    assert slug("What's Up?") == slug("what_s-up")


def test_many_suggestions_are_cut() -> None:
    assert len(Resolver([f"{i}/a b.md" for i in range(9)]).suggest("a_b")) == 5


def test_every_unambiguous_spelling_of_every_path_finds_it() -> None:
    paths = ["Ä/b c.md", "Ä/d.md", "x.md", "e.png"]
    resolver = Resolver(paths)
    for path in paths:
        for spelling in (path, path.upper(), unicodedata.normalize("NFD", path), path.removesuffix(".md")):
            assert resolver.resolve(spelling, "S.md").path == path
