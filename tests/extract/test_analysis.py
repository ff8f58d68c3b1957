"""What one note says by itself: title, recording, channel, language; and it all survives being packed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.analysis import Analysis, analyse, channel, facts, title
from kg.extract.analysis_packing import decode, encode
from kg.extract.grammar import nlp
from kg.extract.recording.note_media import note_media
from kg.extract.time_repair import NoteTimes, Stamp
from kg.model import Note, NoteFacts, PassageLink, Problem, Sentence, Span, Token
from kg.reader.read_note import read_note
from kg.reader.render import parts, passages

if TYPE_CHECKING:
    from spacy.language import Language

ID = "RBoGJlpSdpY"
WATCH = "https://www.youtube.com/watch?v="
SPANISH = (
    "El mercado cayó en la primavera y la mayoría de las personas que habían comprado las acciones no sabía qué hacer "
    "con los papeles de la empresa."
)


@pytest.fixture(scope="module")
def engine() -> Language:
    return nlp.load()


def note(text: str, path: str = "all in/Some note.md") -> Note:
    return read_note(path, text.encode())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\ntitle: The  rise\n---\n# Heading", "The rise"),
        ("---\ntitle: 1984\n---\n", "1984"),
        ('---\ntitle: "  "\n---\n## Part\n# **The** [[a|rise]] of [it](u) and [[b]]\n# Second', "The rise of it and b"),
        ("---\ntitle: [a, b]\n---\n## Part", "Some note"),
        ("# ![[a|]]\n# Two", "Two"),
    ],
)
def test_the_title_is_the_property_else_the_first_heading_else_the_file_name(text: str, wanted: str) -> None:
    assert title(note(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"---\nvideoId: {ID}\n---\nhttps://youtu.be/AAAAAAAAAAA", ID),
        ("---\nvideoId: 12345678901\n---\n", "12345678901"),
        (f"---\nvideoId: none\nsource: https://www.youtube.com/watch?v={ID}&t=3s\n---\n", ID),
        (f"---\nlinks:\n  - https://youtu.be/{ID}?t=3\n  - 5\nviews: 3\n---\nhttps://youtu.be/AAAAAAAAAAA", ID),
        (f"[a](https://www.youtube.com/embed/{ID}) and https://youtube.com/shorts/{ID}", ID),
        (f"https://youtu.be/{ID} and https://youtu.be/AAAAAAAAAAA", None),
        (f"https://youtu.be/{ID}x and https://example.org/watch?v={ID}", None),
        ("No recording.", None),
    ],
)
def test_the_recording_is_named_by_a_property_else_by_the_one_address(text: str, wanted: str | None) -> None:
    assert note_media(note(text)) == (wanted and WATCH + wanted)


@pytest.mark.parametrize(
    ("text", "path", "wanted"),
    [
        ("From: [[allin]] <br/>\n", "folder/n.md", "allin"),
        ("Text.\n\n  From: [[all in|All In]]\n", "n.md", "All In"),
        ("From: [[ ]]", "folder/sub/n.md", "folder"),
        ("It came from: [[allin]]", "folder/n.md", "folder"),
        ("From here.", "n.md", None),
    ],
)
def test_the_channel_is_named_by_its_line_else_by_the_top_folder(text: str, path: str, wanted: str | None) -> None:
    assert channel(note(text, path)) == wanted


def test_a_note_is_analysed_and_packed(engine: Language) -> None:
    text = (
        f"---\ntitle: The rise\nvideoId: {ID}\n---\nFrom: [[allin]] <br/>\n\n## Sales\n> [!tip] Note\n"
        "> **[[a|Acme]]** sold 5&nbsp;cars, *not ten* [00:01:02].\n\n- **Revenue:** up [09:40:50]\n"
    )
    read = note(text)
    found = analyse(read, passages(read), engine)
    assert (found.path, found.title, found.media, found.channel) == (read.path, "The rise", WATCH + ID, "allin")
    assert (found.language, found.problems) == ("en", ())
    assert [sentence.text for sentence in found.sentences] == ["Note", "Acme sold 5 cars, not ten.", "Revenue: up"]
    assert found.times == NoteTimes(read.path, WATCH + ID, (Stamp(62, (0, 1, 2)), Stamp(34850, (9, 40, 50))))
    assert decode(encode(found)) == found


def test_a_note_in_another_language_is_a_problem_and_gives_no_sentences(engine: Language) -> None:
    read = note(SPANISH)
    found = analyse(read, passages(read), engine)
    assert (found.language, found.sentences) == ("es", ())
    [problem] = found.problems
    assert (problem.path, problem.code) == (read.path, "language-unsupported")
    assert "'es'" in problem.message
    assert decode(encode(found)) == found


def test_an_empty_note_is_analysed(engine: Language) -> None:
    found = analyse(note(""), (), engine)
    assert (found.title, found.sentences, found.times.stamps) == ("Some note", (), ())
    assert decode(encode(found)) == found


words = st.text(max_size=8)
small = st.integers(0, 50)
tokens = st.builds(
    lambda start, length, names, head, begins: Token(
        start, start + length, "", names[0], names[1], names[2], names[3], head, names[4], begins
    ),
    small,
    small,
    st.lists(words, min_size=5, max_size=5),
    small,
    st.booleans(),
)


def in_order(text: str, found: list[Token]) -> tuple[Token, ...]:
    """Tokens that follow one another in the text, whatever offsets were drawn."""
    placed, end = [], 0
    for token in found:
        start = min(end + token.start, len(text))
        end = min(start + token.end, len(text))
        placed.append(token._replace(start=start, end=end, text=text[start:end]))
    return tuple(placed)


spans = st.tuples(small, small).map(Span._make)
made_sentences = st.builds(
    lambda text, found, sentence: Sentence(
        **{**sentence, "text": text, "tokens": in_order(text, found)},
    ),
    st.text(max_size=200),
    st.lists(tokens, max_size=12),
    st.fixed_dictionaries(
        {
            "span": spans,
            "places": st.lists(small, max_size=30).map(tuple),
            "kind": words,
            "section": st.lists(words, max_size=2).map(tuple),
            "callout": st.none() | words,
            "part": words,
            "stamps": st.lists(small, max_size=2).map(tuple),
            "seconds": st.lists(small, max_size=2).map(tuple),
            "links": st.lists(st.builds(PassageLink, small, small, words, words, st.booleans()), max_size=2).map(tuple),
            "strong": st.lists(spans, max_size=2).map(tuple),
            "passage": small,
            "claim": st.booleans(),
            "language": st.sampled_from(["en", "fr"]),
        }
    ),
)


@given(
    st.builds(
        Analysis,
        path=words,
        title=words,
        media=st.none() | words,
        channel=st.none() | words,
        language=words,
        sentences=st.lists(made_sentences, max_size=4).map(tuple),
        times=st.builds(
            NoteTimes,
            words,
            st.none() | words,
            st.lists(
                st.builds(Stamp, st.none() | small, st.none() | st.tuples(small, small, small), end=st.none() | small),
                max_size=3,
            ).map(tuple),
        ),
        problems=st.lists(st.builds(Problem, words, words, words, st.none() | spans), max_size=2).map(tuple),
        unreached=small,
    )
)
def test_what_is_packed_comes_back(analysis: Analysis) -> None:
    data = encode(analysis)
    assert decode(data) == analysis
    assert encode(decode(data)) == data


def test_the_facts_of_a_note(engine: Language) -> None:
    read = note(
        f"---\naliases: [Rise]\ntags: [chips]\nvideoId: {ID}\nrelated: '[[missing]]'\n---\n# The rise\n## Sales\n"
        "[[known]] [[known|again]] [[missing]] ![[picture.png]] [[#Sales]] [site](https://example.org) [[Some note]]"
    )
    paths = {"known": "a/known.md", "picture.png": "b/picture.png", "Some note": read.path}
    assert facts(read, parts(read), paths.get) == NoteFacts(
        path=read.path,
        title="The rise",
        sha256=read.sha256,
        media=f"https://www.youtube.com/watch?v={ID}",
        channel="all in",
        references=("a/known.md", "b/picture.png"),
        unresolved=("missing",),
        aliases=("Rise",),
        tags=("chips",),
        parts=parts(read),
        language="en",
    )
    foreign = note(SPANISH)
    bare = facts(foreign, (), paths.get, analyse(foreign, passages(foreign), engine))
    assert (bare.media, bare.references, bare.unresolved, bare.language) == (None, (), (), "es")


def test_the_full_names_of_the_cast_are_kept(engine: Language) -> None:
    text = '---\nhost: Tom Hale\nguests: ["[[Mara Lind]]", Ole]\nchannel: Sea Talks\n---\nTides rise.\n'
    made = note(text)
    assert analyse(made, passages(made), engine).cast == ("Tom Hale", "Mara Lind")
