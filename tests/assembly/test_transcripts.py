"""Transcripts in a vault: searched by words, shown around claims, stated in the graph, read again only on change."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import kg
from kg import assembly
from kg.assembly.steps import transcript_reading
from kg.cli.main import main
from kg.config import Config
from kg.store.engine.store import Store
from kg.transcripts.read_transcript import read_transcript

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model.transcript import Transcript
    from tests.conftest import MakeVault

ONE = Config(workers=1)
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
NOTE = f"""---
url: {VIDEO}
---
The plant in Lindau opened in May 2024. [00:01:04] It cost Delta Foods 5 million dollars. [00:02:10]
"""
CUES = """WEBVTT

00:00:58.000 --> 00:01:03.000
<v Jane Roe>So when did the plant in Lindau

00:01:03.000 --> 00:01:08.000
<v Jane Roe>open its doors?

00:02:08.000 --> 00:02:14.000
<v Bob Kay>It cost us, Delta Foods, five million dollars.

00:09:00.000 --> 00:09:04.000
<v Jane Roe>Thank you for coming.
"""
OTHER = json.dumps({"segments": [{"start": 3, "end": 5, "text": " Welcome to the mine."}]})
FILES = {
    "Talks/Opening.md": NOTE,
    "Talks/Opening.en.vtt": CUES,
    "Files/mine.json": OTHER,
    "Files/package.json": '{"name": "plant"}',
    "Files/list.txt": "Milk: 2 litres\n",
    ".obsidian/plant.vtt": CUES,
    ".kg/config.toml": "",
}


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(dict(FILES))


def heard(vault: Path, words: str) -> list[tuple[str, float | None, str]]:
    with kg.open_graph(vault) as graph:
        return [(cue.transcript, cue.start, cue.text) for cue in graph.search_transcripts(words)]


def typed(vault: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and output of a command about a vault."""
    done = CliRunner().invoke(main, [*arguments, "--vault", str(vault)])
    return done.exit_code, done.output


def test_what_is_said_is_found_with_its_second_speaker_and_link(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        (cue,) = graph.search_transcripts("million dollar")
        assert cue.to_dict() == {
            "transcript": "Talks/Opening.en.vtt",
            "recording": VIDEO,
            "notes": ["Talks/Opening.md"],
            "language": "en",
            "start": 128.0,
            "end": 134.0,
            "speaker": "Bob Kay",
            "text": "It cost us, Delta Foods, five million dollars.",
            "url": f"{VIDEO}&t=128s",
            "marks": [[30, 37], [38, 45]],
        }
        assert (graph.stats().transcripts, graph.stats().cues) == (2, 5)


def test_words_may_lie_in_a_cue_and_the_next_one(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    assert heard(vault, "lindau doors") == [("Talks/Opening.en.vtt", 58.0, "So when did the plant in Lindau")]
    assert heard(vault, '"its doors"') == [("Talks/Opening.en.vtt", 63.0, "open its doors?")]
    assert heard(vault, "jane doors")[0][1] == 63.0
    assert heard(vault, "lindau coming") == []


def test_only_what_changed_is_read_again(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assembly.build(vault, config=ONE)
    read: list[str] = []

    def reading(path: str, data: bytes) -> Transcript | None:
        read.append(path)
        return read_transcript(path, data)

    monkeypatch.setattr(transcript_reading, "read_transcript", reading)
    assembly.build(vault, config=ONE)
    assert read == []
    (vault / "Files/mine.json").write_text(OTHER.replace("mine", "pit"), encoding="utf-8")
    done = assembly.build(vault, config=ONE)
    assert (read, done.analysed, done.replaced) == (["Files/mine.json"], 0, 0)
    assert (heard(vault, "mine"), [text for *_, text in heard(vault, "pit")]) == ([], ["Welcome to the pit."])
    (vault / "Talks/Opening.en.vtt").unlink()
    done = assembly.build(vault, config=ONE)
    assert (read, done.replaced) == (["Files/mine.json"], 1)
    assert heard(vault, "lindau") == []


def test_a_lost_store_gets_the_transcripts_back(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    Store.discard(vault / ".kg")
    assembly.build(vault, config=ONE)
    assert heard(vault, "lindau")


def test_what_the_user_leaves_out_is_not_read(make_vault: MakeVault) -> None:
    more: dict[str, str | bytes] = {**FILES, ".obsidian/app.json": '{"userIgnoreFilters": ["Files/"]}'}
    hidden = make_vault(more, "hidden")
    assembly.build(hidden, config=ONE)
    assert (heard(hidden, "welcome"), len(heard(hidden, "lindau"))) == ([], 1)
    chosen = make_vault(dict(FILES), "chosen")
    assembly.build(chosen, config=Config(workers=1, include="Talks/*.md"))
    assert (heard(chosen, "welcome"), len(heard(chosen, "lindau"))) == ([], 1)
    assembly.build(chosen, config=Config(workers=1, exclude="*.vtt"))
    assert (len(heard(chosen, "welcome")), heard(chosen, "lindau")) == (1, [])


def test_the_cues_around_a_claim_are_its_context(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        opened, cost = graph.claims()
        assert [cue.start for cue in graph.context(opened)] == [58.0, 63.0]
        assert [cue.start for cue in graph.context(cost)] == [128.0]
        assert [cue.start for cue in graph.context(cost, seconds=64)] == [63.0, 128.0]
    code, output = typed(vault, "claims", "--note", "*", "--context", "-f", "jsonl")
    records = [json.loads(line) for line in output.splitlines()]
    assert (code, [[cue["text"] for cue in record["context"]] for record in records]) == (
        0,
        [["So when did the plant in Lindau", "open its doors?"], ["It cost us, Delta Foods, five million dollars."]],
    )
    assert "| Bob Kay: It cost us" in typed(vault, "claims", "--note", "*", "--context", "-f", "text")[1]


def test_search_prints_cues_as_a_table_and_says_when_there_are_none(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    code, output = typed(vault, "search", "--transcripts", "thank")
    assert (code, output.splitlines()[1].split("  ")) == (
        0,
        ["9:00", "Jane Roe", "Talks/Opening.en.vtt", "Thank you for coming."],
    )
    code, said = typed(vault, "search", "--transcripts", "zebra")
    assert code == 1
    assert said.startswith("No transcript contains 'zebra': try ")


def test_the_graph_names_the_transcript_of_a_recording_and_none_of_its_words(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        query = f"""SELECT ?path ?type ?language {{ ?note kg:transcriptFile ?file . ?file kg:transcribes <{VIDEO}> ;
            schema:contentUrl ?path ; schema:encodingFormat ?type ; schema:inLanguage ?language }}"""
        (row,) = graph.query(query).to_dicts()
        assert row == {"path": "Talks/Opening.en.vtt", "type": "text/vtt", "language": "en"}
        assert b"Thank you for coming" not in b"".join(graph.export("nq"))


def doctor(vault: Path) -> dict[str, str]:
    """The files of findings about transcripts, by code."""
    lines = typed(vault, "doctor", "-f", "jsonl")[1].splitlines()
    found = [json.loads(line) for line in lines if line.startswith("{")]
    return {each["code"]: each["note"] for each in found if each["code"].startswith("transcript")}


def test_the_doctor_tells_what_is_unclear_as_the_build_does(make_vault: MakeVault) -> None:
    other = NOTE.replace("abcdefghijk", "lmnopqrstuv")
    vault = make_vault(
        {
            "A/Opening.md": NOTE,
            "B/Opening.md": other,
            "C/Opening.vtt": CUES,
            "A/Mine.md": "The mine is deep.\n",
            "A/Mine.vtt": CUES,
            "A/Mine.srt": "1\n00:00:09,000 --> 00:00:08,000\nwords\n",
            "Lonely.vtt": "WEBVTT\n",
        }
    )
    wanted = {
        "transcript-alone": "Lonely.vtt",
        "transcript-ambiguous": "C/Opening.vtt",
        "transcript-empty": "Lonely.vtt",
        "transcript-reversed": "A/Mine.srt",
        "transcript-several": "A/Mine.srt",
    }
    assert doctor(vault) == wanted
    built = assembly.build(vault, config=ONE)
    assert {each.code: each.path for each in built.problems if each.code.startswith("transcript")} == wanted
    (vault / "B/Opening.md").write_text(f"---\ntranscript: '[[C/Opening.vtt]]'\n{other[4:]}", encoding="utf-8")
    assert "transcript-ambiguous" not in doctor(vault)
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        found = {cue.transcript: cue.recording for cue in graph.search_transcripts("lindau")}
    assert found == {"A/Mine.vtt": None, "C/Opening.vtt": VIDEO.replace("abcdefghijk", "lmnopqrstuv")}


def test_a_file_over_the_limit_is_told_and_not_read(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript_reading, "MAX_BYTES", 50)
    assert doctor(vault)["transcript-too-large"] == "Talks/Opening.en.vtt"
    built = assembly.build(vault, config=ONE)
    assert "transcript-too-large" in {each.code for each in built.problems}


SENTENCES = (
    "welcome everybody to the opening of the bakery in Lindau",
    "my grandfather bought the old mill beside the harbour in 1962",
    "the first oven burned wood from the orchards on the island",
    "we bake four hundred loaves of rye bread before sunrise",
    "our flour comes from three farmers who grow spelt near the border",
    "last winter a flood ruined the cellar and forty sacks of barley",
    "the insurance company refused to pay for the broken mixer",
    "so the village collected nine thousand francs at the summer fair",
    "next year we want to open a café with a terrace above the lake",
    "thank you all for coming and please taste the plum cake",
)


def test_a_time_whose_words_are_heard_elsewhere_plays_there_and_says_why(make_vault: MakeVault) -> None:
    cues = "".join(f"00:{at:02}:00.000 --> 00:{at:02}:59.000\n{words}\n\n" for at, words in enumerate(SENTENCES))
    text = f"""---
url: {VIDEO}
---
A flood in the last winter ruined the cellar and forty sacks of barley. [01:02:30]

The village collected nine thousand francs at its summer fair. [00:07:10]

The bakery may sell pastries, too. [01:10:05]
"""
    vault = make_vault({"Talks/Bakery.md": text, "Talks/Bakery.vtt": f"WEBVTT\n\n{cues}"})
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        flood, village, pastries = graph.claims()
        assert flood.source is not None
        assert village.source is not None
        assert pastries.source is not None
        assert (flood.timestamps, flood.source.start, flood.source.repaired) == ((3750,), 300, True)
        assert flood.source.reason == "the words are heard there in Talks/Bakery.vtt, and nowhere else"
        assert (village.source.start, village.source.repaired) == (430, False)
        assert (pastries.source.start, pastries.source.repaired) == (4205, False)
        reasons = [(each.rule, each.module) for each in graph.explain(flood.id).reasons if each.field == "source"]
        assert reasons == [(flood.source.reason, "kg.transcripts.word_check")]
    found = [json.loads(line) for line in typed(vault, "doctor", "-f", "jsonl")[1].splitlines() if line.startswith("{")]
    (message,) = [each["message"] for each in found if each["code"] == "times-repaired"]
    assert message == f"1 time repaired ({flood.source.reason}): 01:02:30 plays at 5:00"
    (vault / "Talks/Bakery.vtt").unlink()
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        assert [claim.source.start for claim in graph.claims() if claim.source] == [3750, 430, 4205]


def test_the_explorer_holds_the_words_around_claims_and_no_others(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        (page,) = graph.explorer()
        held = re.search(rb'id="kg-words-0">([^<]*)<', b"".join(page.data))
        assert held is not None
        words = json.loads(gzip.decompress(base64.b64decode(held[1])))["words"]
        assert [(start, speaker) for start, speaker, _ in words["0"]] == [
            (58.0, "Jane Roe"),
            (63.0, "Jane Roe"),
            (128.0, "Bob Kay"),
        ]
        divided = {file.name for file in graph.explorer(Config(view_claims=1))}
        assert "shards/w0.js" in divided


def test_lines_without_punctuation_in_a_note_are_searched_too_and_assert_nothing(make_vault: MakeVault) -> None:
    lines = "00:10 so what we see here\n00:14 is that the tower leans\n00:19 and was painted green\n"
    vault = make_vault({"Talks/Tower.md": f"---\nurl: {VIDEO}\n---\n{lines}"})
    assembly.build(vault, config=ONE)
    assert heard(vault, "tower painted") == [("Talks/Tower.md", 14.0, "is that the tower leans")]
    with kg.open_graph(vault) as graph:
        assert list(graph.claims()) == []
        assert [cue.url for cue in graph.search_transcripts("green")] == [f"{VIDEO}&t=19s"]
    assembly.build(vault, config=ONE)
    assert heard(vault, "tower painted")
    (vault / "Talks/Tower.md").write_text("Nothing is left here.\n", encoding="utf-8")
    assembly.build(vault, config=ONE)
    assert heard(vault, "tower painted") == []
