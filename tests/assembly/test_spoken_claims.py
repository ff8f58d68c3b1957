"""With ``transcripts = "claims"`` what is said in sentences is claimed, with its second, its speaker and its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import kg
from kg import assembly
from kg.cli.main import main
from kg.config import Config
from kg.errors import ConfigError
from kg.transcripts.text_decoding import decoded

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Claim
    from tests.conftest import MakeVault

SPEAKING = Config(workers=1, transcripts="claims")
SILENT = Config(workers=1)
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
NOTE = f"""---
url: {VIDEO}
host: Jane Roe
guest: Bob Kay
---
The plant in Lindau opened in May 2024. [00:01:04]
"""

# One talk in every format: Jane asks at 0:58, Bob answers at 1:03 and, in the cue after it, at 1:09.
VTT = """WEBVTT

00:00:58.000 --> 00:01:03.000
<v Jane>So what did the plant
in Lindau cost you?

00:01:03.000 --> 00:01:09.000
<v Bob>It cost <i>Delta Foods</i> five million dollars &amp; a lot of sleep. I sold

00:01:09.000 --> 00:01:14.000
<v Bob>my own shares to Acme Corp in 2021.
"""
SRT = (
    VTT.replace("WEBVTT\n\n", "").replace("<v Jane>", "JANE: ").replace("<v Bob>", "BOB: ").replace(".000", ",000")
    + "\n00:01:14,000 --> 00:01:15,000\n[APPLAUSE] JANE: Thank you.\n"
)
TXT = """Jane 0:58
So what did the plant in Lindau cost you?

Bob 1:03
It cost Delta Foods five million dollars & a lot of sleep.

Bob 1:09
I sold my own shares to Acme Corp in 2021.

Jane 1:20
Thank you for coming.
"""
SAID = (
    (58, 63, "Jane", "So what did the plant in Lindau cost you?"),
    (63, 69, "Bob", "It cost Delta Foods five million dollars & a lot of sleep. I sold"),
    (69, 74, "Bob", "my own shares to Acme Corp in 2021."),
)
WHISPERX = json.dumps(
    {
        "segments": [
            {
                "start": start,
                "end": end,
                "words": [{"word": word, "start": start, "end": end, "score": 0.9} for word in text.split()],
                "text": f" {text}",
                "speaker": speaker,
            }
            for start, end, speaker, text in SAID
        ]
    },
    indent=1,
)
JSON3 = json.dumps(
    {
        "events": [
            {
                "tStartMs": start * 1000,
                "dDurationMs": (end - start) * 1000,
                "segs": [{"utf8": f"{word} ", "tOffsetMs": 100} for word in f"{text} Café.".split()],
            }
            for start, end, _, text in SAID
        ]
    }
)
COST = "It cost Delta Foods five million dollars & a lot of sleep."
SOLD = "I sold my own shares to Acme Corp in 2021."


def claims_of(vault: Path, path: str) -> list[Claim]:
    with kg.open_graph(vault) as graph:
        return [claim for claim in graph.claims() if claim.note == path]


def typed(vault: Path, *arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments, "--vault", str(vault)])
    assert done.exit_code == 0, done.output
    return done.output


FORMATS = {
    "Opening.en.vtt": VTT.encode(),
    "Opening.srt": SRT.encode(),
    "Opening.txt": TXT.encode(),
    "Opening.json": WHISPERX.encode(),
    "Opening with marks.srt": SRT.replace("\n", "\r\n").encode("utf-16"),
}


@pytest.mark.parametrize(("name", "data"), FORMATS.items())
def test_what_is_said_in_sentences_is_claimed(make_vault: MakeVault, name: str, data: bytes) -> None:
    note = f"Talks/{name.partition('.')[0]}.md"
    vault = make_vault({note: NOTE, f"Talks/{name}": data})
    built = assembly.build(vault, config=SPEAKING)
    assert (built.notes, built.analysed) == (1, 2)
    cost, sold = claims_of(vault, f"Talks/{name}")
    assert [cost.text, sold.text] == [COST, SOLD]
    assert [cost.attribution, sold.attribution] == ["Bob Kay", "Bob Kay"]
    assert [each.timestamps for each in (cost, sold)] == [(63,), (69 if name.endswith("txt") else 63,)]
    assert cost.source is not None
    assert cost.source.url == f"{VIDEO}&t=63s"
    assert {(mention.text, mention.entity) for mention in sold.mentions} >= {("I", "Bob Kay"), ("my", "Bob Kay")}
    text = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8")
    for claim, first, last in ((cost, "It", "sleep."), (sold, "I", "2021.")):
        written = text[slice(*claim.span)]
        assert (written.startswith(first), written.endswith(last)) == (True, True), written


def test_json3_has_no_speakers_but_seconds_and_places(make_vault: MakeVault) -> None:
    vault = make_vault({"Opening.md": NOTE, "Opening [abcdefghijk].en.json3": JSON3})
    assembly.build(vault, config=SPEAKING)
    said = {claim.text: claim for claim in claims_of(vault, "Opening [abcdefghijk].en.json3")}
    cost = said[COST]
    assert (cost.timestamps, cost.attribution) == ((63,), None)
    assert cost.source is not None
    assert cost.source.url == f"{VIDEO}&t=63s"
    assert JSON3[slice(*cost.span)].startswith("It ")
    assert JSON3[slice(*cost.span)].endswith("sleep.")


def test_without_the_setting_a_transcript_asserts_nothing(make_vault: MakeVault) -> None:
    vault = make_vault({"Talks/Opening.md": NOTE, "Talks/Opening.en.vtt": VTT})
    assembly.build(vault, config=SILENT)
    assert claims_of(vault, "Talks/Opening.en.vtt") == []
    with pytest.raises(ConfigError, match="is no use of transcripts"):
        kg.build(vault, transcripts="some")


def test_words_without_punctuation_assert_nothing(make_vault: MakeVault) -> None:
    spoken = "we see here that the tower leans and it cost five million dollars in the U.S. they say"
    cues = "".join(f"00:{at:02}:00.000 --> 00:{at:02}:09.000\nat {at} {spoken}\n\n" for at in range(9))
    vault = make_vault({"Tower.md": NOTE, "Tower.vtt": f"WEBVTT\n\n{cues}"})
    assembly.build(vault, config=SPEAKING)
    assert claims_of(vault, "Tower.vtt") == []
    with kg.open_graph(vault) as graph:
        assert len(graph.search_transcripts("tower leans")) == 9


def test_of_several_transcripts_of_a_recording_one_speaks(make_vault: MakeVault) -> None:
    vault = make_vault({"Opening.md": NOTE, "Opening.vtt": VTT, "Opening.srt": SRT})
    assembly.build(vault, config=SPEAKING)
    assert (len(claims_of(vault, "Opening.vtt")), claims_of(vault, "Opening.srt")) == (2, [])
    (vault / "Opening.vtt").unlink()
    assembly.build(vault, config=SPEAKING)
    assert (claims_of(vault, "Opening.vtt"), len(claims_of(vault, "Opening.srt"))) == ([], 2)


def test_a_transcript_without_a_note_has_seconds_but_no_link(make_vault: MakeVault) -> None:
    vault = make_vault({"Other.md": "The mine is deep.\n", "Opening.vtt": VTT})
    assembly.build(vault, config=SPEAKING)
    cost, _ = claims_of(vault, "Opening.vtt")
    assert (cost.timestamps, cost.source, cost.attribution) == ((63,), None, "Bob")
    with kg.open_graph(vault) as graph:
        assert [cue.start for cue in graph.context(cost)] == [58.0, 63.0, 69.0]


def built_from_scratch(vault: Path, make_vault: MakeVault, config: Config) -> bytes:
    files = {path.relative_to(vault).as_posix(): path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    other = make_vault({path: data for path, data in files.items() if not path.startswith(".kg/")}, "fresh")
    assembly.build(other, config=config)
    with kg.open_graph(other) as graph:
        return b"".join(graph.export("nq"))


CHANGES = {
    "the transcript is edited": lambda vault: (vault / "A/Talk.vtt").write_text(VTT.replace("five", "six")),
    "the transcript goes": lambda vault: (vault / "A/Talk.vtt").unlink(),
    "another transcript comes": lambda vault: (vault / "A/Talk.json").write_text(WHISPERX),
    "the note names another guest": lambda vault: (vault / "A/Talk.md").write_text(NOTE.replace("Bob Kay", "Bob Lee")),
    "the note names another recording": lambda vault: (vault / "A/Talk.md").write_text(NOTE.replace("abc", "xyz")),
    "the note goes": lambda vault: (vault / "A/Talk.md").unlink(),
    "a note comes": lambda vault: (vault / "B/Mine.md").write_text(NOTE.replace("abc", "klm")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_build_after_a_change_gives_what_a_first_build_gives(make_vault: MakeVault, change: str) -> None:
    files: dict[str, str | bytes] = {"A/Talk.md": NOTE, "A/Talk.vtt": VTT, "B/Mine.vtt": VTT.replace("Bob", "Ann")}
    vault = make_vault({**files, "B/Other.md": "Delta Foods sold a mine to Acme Corp.\n"})
    assembly.build(vault, config=SPEAKING)
    CHANGES[change](vault)
    assembly.build(vault, config=SPEAKING)
    with kg.open_graph(vault) as graph:
        found = b"".join(graph.export("nq"))
    assert found == built_from_scratch(vault, make_vault, SPEAKING)


def test_turning_the_setting_off_and_on_again_is_no_loss(make_vault: MakeVault) -> None:
    many: dict[str, str | bytes] = {f"T/{at}.vtt": VTT for at in range(8)}
    vault = make_vault({"Talk.md": NOTE, **many})
    assert assembly.build(vault, config=SPEAKING).claims == 17
    off = assembly.build(vault, config=SILENT)
    assert (off.claims, off.absent) == (1, {})
    assert assembly.build(vault, config=SPEAKING).claims == 17
    again = assembly.build(vault, config=SPEAKING)
    assert (again.analysed, again.replaced, again.claims) == (0, 0, 17)


def test_every_command_knows_where_such_a_claim_comes_from(make_vault: MakeVault) -> None:
    vault = make_vault({"Talks/Opening.md": NOTE, "Talks/Opening.en.vtt": VTT, ".kg/config.toml": ""})
    (vault / ".kg/config.toml").write_text('[extract]\ntranscripts = "claims"\n')
    typed(vault, "build")
    cost, _ = claims_of(vault, "Talks/Opening.en.vtt")
    shown = typed(vault, "claims", "Delta Foods", "--context", "-f", "text")
    assert "Talks/Opening.en.vtt" in shown
    assert "| Bob: It cost Delta Foods" in shown
    explained = json.loads(typed(vault, "explain", cost.id, "-f", "json"))
    reasons = {each["field"]: (each["rule"], each["module"]) for each in explained["reasons"]}
    assert reasons["timestamps"] == ("the cue in which the sentence begins", "kg.transcripts.spoken_analysis")
    assert reasons["attribution"] == ("speaker", "kg.transcripts.cue_labels")
    assert json.loads(typed(vault, "stats", "-f", "json"))["notes"] == 1
    assert typed(vault, "fsck").startswith("All is well.")
    record = next(json.loads(line) for line in typed(vault, "claims", "Acme Corp", "-f", "jsonl").splitlines())
    assert (record["note"], record["attribution"]) == ("Talks/Opening.en.vtt", "Bob Kay")


def test_pages_count_what_transcripts_say_and_do_not_repeat_it(make_vault: MakeVault) -> None:
    text = "Delta Foods sells bread. Delta Foods owns a mill. Delta Foods pays 90 bakers.\n"
    vault = make_vault({"Talks/Opening.md": NOTE + text, "Talks/Opening.en.vtt": VTT * 3})
    for file, content in ((".kg/config.toml", '[extract]\ntranscripts = "claims"\n'), (".obsidian/app.json", "{}")):
        (vault / file).parent.mkdir(exist_ok=True)
        (vault / file).write_text(content)
    typed(vault, "build")
    typed(vault, "sync", "--apply")
    page = (vault / "Knowledge/Delta Foods.md").read_text(encoding="utf-8")
    assert "a lot of sleep" not in page
    assert "claims in transcripts*" in page or "claim in transcripts*" in page
    assert not (vault / "Knowledge/Acme Corp.md").exists()


def test_a_note_keeps_its_name_before_a_transcript_of_the_same(make_vault: MakeVault) -> None:
    vault = make_vault({"Opening.vtt.md": "Delta Foods sells bread.\n", "Opening.vtt": VTT})
    assembly.build(vault, config=SPEAKING)
    with kg.open_graph(vault) as graph:
        assert [claim.note for claim in graph.claims()] == ["Opening.vtt.md"]


@pytest.mark.parametrize("config", [SPEAKING, Config(workers=1)], ids=["claims", "search"])
def test_half_a_character_ends_no_build_and_silences_its_cue_alone(make_vault: MakeVault, config: Config) -> None:
    first = r'{"start": 1, "end": 2, "speaker": "Bob \ud800", "text": "The mill \udfff\udfff sold 5 ships."}'
    second = '{"start": 3, "end": 4, "text": "The mill 🙂 sold 6 boats."}'
    vault = make_vault({"Opening.md": NOTE, "Opening.json": f'{{"segments": [{first}, {second}]}}'})
    built = assembly.build(vault, config=config)
    assert "failed" not in {problem.code for problem in built.problems}
    if config == SPEAKING:
        assert [claim.text for claim in claims_of(vault, "Opening.json")] == ["The mill 🙂 sold 6 boats."]
    with kg.open_graph(vault) as graph:
        found = {cue.text for cue in graph.search_transcripts("mill")}
    assert found == {"The mill \ufffd\ufffd sold 5 ships.", "The mill 🙂 sold 6 boats."}


def test_places_count_every_character_of_the_file() -> None:
    file = decoded(b"\xef\xbb\xbfa\r\nb\0c\rd\r\ne")
    whole = b"a\r\nb\0c\rd\r\ne".decode()
    assert [whole[file.place(at)] for at, char in enumerate(file.text) if char != "\n"] == list("abcde")
