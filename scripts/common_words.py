"""Counts the words of English on the corpus of notes beside the project: ``common_words.txt``, ``word_spread.tsv``.

    python scripts/common_words.py [--shared DIR] [--check]

A word is ordinary when notes write it in lower case far more often than capitalised inside a sentence: four times as
often, and in three notes or more, or twice as often, and in 30 notes or more. Words are cut without any parser. British
spellings of ordinary words are added where the notes have them in the American one.

How a word is spread over notes says whether it belongs to a topic: few notes have such a word, and these have it often
(Church and Gale, "Poisson mixtures", 1995). A word and its plural count as one. ``--check`` writes nothing and fails if
a file would change.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extract.grammar.language import ENGLISH, detect
from kg.extract.numbers.units import singular
from kg.extract.words.wordlists import words
from kg.reader.read_note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "kg/extract/words/data"
LIST = DATA / "names/common_words.txt"
SPREAD = DATA / "terms/word_spread.tsv"
HEAD = """\
# English words that stand in lower case in ordinary text, counted on {notes:,} notes by scripts/common_words.py: in at
# least 3 of them and four times as often in lower case as capitalised inside a sentence, or in at least 30 of them and
# twice as often; with their British spellings.
"""
SPREAD_HEAD = """\
# How words are spread over {notes:,} notes, counted by scripts/common_words.py: a word, then in how many notes it is in
# lower case (the whole part of its logarithm to base 2) and how often such a note has it on average (the whole part of
# twice that logarithm). A word and its plural count as one; in at least {least} notes.
"""
LEAST_NOTES = 3  # notes that have a word whose spread is listed
ENOUGH = ((3, 4), (30, 2))  # notes that have a word in lower case, times as often as capitalised inside a sentence
WORD = re.compile(r"(?<![\w'’@#/.])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@/])")  # neither "t" of "don't" nor an address
SHORTEST = 2  # letters of a word
INSIDE = re.compile(r"[a-z]\s\Z")  # what comes before a word that is capitalised for its own sake
WHOLE = re.compile(r".*[.!?][)\"”’]*\Z", re.DOTALL)  # a passage of whole sentences, not of titles
# American endings and the British ones, of words with a stem of at least four letters before them.
ENDINGS = (
    ("ize", "ise"), ("ized", "ised"), ("izes", "ises"), ("izing", "ising"), ("izer", "iser"), ("izers", "isers"),
    ("ization", "isation"), ("izations", "isations"), ("yze", "yse"), ("yzed", "ysed"), ("yzes", "yses"),
    ("yzing", "ysing"), ("beled", "belled"), ("beling", "belling"), ("deled", "delled"), ("deling", "delling"),
    ("veled", "velled"), ("veling", "velling"), ("veler", "veller"), ("velers", "vellers"),
)  # fmt: skip
SHORTEST_STEM = 4
NO_ENDING = re.compile(r"(?:.*-)?(?:re)?(?:size|prize|seize|capsize)[sd]?")
# American words and the British ones, with the endings that both take.
STEMS = (
    ("armor", "armour"), ("behavior", "behaviour"), ("center", "centre"), ("color", "colour"), ("defense", "defence"),
    ("endeavor", "endeavour"), ("favor", "favour"), ("fiber", "fibre"), ("flavor", "flavour"), ("gray", "grey"),
    ("harbor", "harbour"), ("honor", "honour"), ("humor", "humour"), ("labor", "labour"), ("license", "licence"),
    ("liter", "litre"), ("meter", "metre"), ("neighbor", "neighbour"), ("odor", "odour"), ("offense", "offence"),
    ("program", "programme"), ("rumor", "rumour"), ("savor", "savour"), ("skeptic", "sceptic"),
    ("theater", "theatre"), ("tumor", "tumour"),
)  # fmt: skip
TAKEN = frozenset({
    "", "s", "ed", "ing", "ful", "fully", "less", "able", "ably", "er", "ers", "hood", "hoods", "ite", "ites", "al",
    "ism",
})  # fmt: skip


def texts(archive: Path) -> Iterator[list[str]]:
    """The running text of each English note, passage by passage."""
    with tarfile.open(archive) as packed:
        for member in packed:
            file = packed.extractfile(member) if member.name.endswith(".md") else None
            if file is not None:
                found = [each.text for each in passages(read_note(member.name, file.read()))]
                if detect(found) == ENGLISH:
                    yield found


def counted(notes: Iterable[list[str]]) -> tuple[int, Counter[str], Counter[str], Counter[str]]:
    """How many notes there are, in how many each word is in lower case, and how often it is so, and capitalised."""
    total, noted, lower, capital = 0, Counter[str](), Counter[str](), Counter[str]()
    for passages_of in notes:
        total += 1
        here: set[str] = set()
        for text in passages_of:
            whole = WHOLE.match(text) is not None
            for match in WORD.finditer(text):
                word = match.group()
                if word.islower():
                    lower[word] += 1
                    here.add(word)
                elif whole and word[1:].islower() and INSIDE.search(text, max(0, match.start() - 2), match.start()):
                    capital[word.lower()] += 1
        noted.update(here)
    return total, noted, lower, capital


def ordinary(noted: Counter[str], lower: Counter[str], capital: Counter[str]) -> set[str]:
    """The words that are ordinary by their counts, with British spellings; none that a name like "US" is written in."""
    named = {name.lower() for name in words().types if name[1:] != name[1:].lower()}
    found = {
        word
        for word, notes in noted.items()
        if len(word) >= SHORTEST and word not in named
        if any(notes >= few and lower[word] >= times * capital[word] for few, times in ENOUGH)
    }
    return found | {spelling for word in found for spelling in british(word)}


def spread(noted: Counter[str], lower: Counter[str]) -> dict[str, tuple[int, int]]:
    """How many notes have a word or its plural, and how often such a note has it: logarithms, as the list says."""
    notes, times = Counter[str](), Counter[str]()
    for word, count in noted.items():
        one = singular(word)
        notes[one] = max(notes[one], count)  # notes with both would count twice
        times[one] += lower[word]
    return {
        word: (int(math.log2(count)), int(2 * math.log2(max(1.0, times[word] / count))))
        for word, count in sorted(notes.items())
        if count >= LEAST_NOTES and len(word) >= SHORTEST
    }


def british(word: str) -> Iterator[str]:
    """The British spellings of an American word; none where it has no other."""
    first, dash, rest = word.partition("-")
    for ours, theirs in ENDINGS:
        if word.endswith(ours) and len(word) >= SHORTEST_STEM + len(ours) and not NO_ENDING.fullmatch(word):
            yield word.removesuffix(ours) + theirs
    for ours, theirs in STEMS:
        if first.startswith(ours) and first.removeprefix(ours) in TAKEN:
            yield (
                theirs.removesuffix("e" if first.endswith(("ed", "ing")) else "")
                + first.removeprefix(ours)
                + dash
                + rest
            )


def main() -> int:
    """Write the lists, or say whether they would change."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--check", action="store_true", help="write nothing, fail if a file would change")
    chosen = options.parse_args()
    archive = chosen.shared / "corpus/notes.tar.xz"
    if not archive.is_file():
        print(f"skipped: {archive} is not there; name the folder that holds corpus/ with --shared DIR")
        return 0
    total, noted, lower, capital = counted(texts(archive))
    rows = spread(noted, lower).items()
    made = {
        LIST: HEAD.format(notes=total) + "".join(f"{word}\n" for word in sorted(ordinary(noted, lower, capital))),
        SPREAD: SPREAD_HEAD.format(notes=total, least=LEAST_NOTES)
        + "".join(f"{word}\t{notes} {often}\n" for word, (notes, often) in rows),
    }
    changed = [file for file, text in made.items() if not file.is_file() or file.read_text(encoding="utf-8") != text]
    for file, text in made.items():
        if not chosen.check:
            file.write_text(text, encoding="utf-8")
        print(f"{file.name}: {text.count(chr(10))} lines, {'changed' if file in changed else 'as before'}")
    return int(chosen.check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
