"""Reads generated hostile notes and checks that nothing raises and every span slices back.

Usage: ``python benchmarks/fuzz_reader.py [N] [SEED]`` (100,000 documents by default). The documents depend on the
seed alone. Prints the count, and of the first document that breaks a promise its number and text.
"""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING

from kg.reader.read_note import read_note
from kg.views.render.parsed_note import note_record

if TYPE_CHECKING:
    from kg.model import Note

# separated by blanks; those that hold blanks or line ends stand below
WORDS = """
> # ## === --- ``` ~~~ ` `` $ $$ \\ | [[ ]] [ ] ( ) ]( ![ ! #tag # #id ^id ^ :: %% <!-- --> <b> < > { } &a *a !!str
</a> [00:01:02] 00:01:02 01:02 [!note] [!x]- [^1] a: b: é 😀 \u2068 " ' 1 . , word Word [[A|b]] [a](b.md) #t=1,2
<a class="yt-timestamp" https://youtu.be/x?t=5 \ufeff k::
"""
SPACED = [
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "* ",
    "# ",
    " - ",
    " to ",
    "[^1]: ",
    "[ ] ",
    "a: b\n",
    "a:\n",
    "|-|\n",
    "\t",
    "    ",
]
ENDS = [
    "\r\n",
    "\r",
    "---\n",
    "<div>\n",
    "🎧 ",
    "\u2028",
    "\x85",
    "k:: v",
    '<a class="yt-timestamp" data-t="00:01:02">',
]
ANCHOR = '<a class="yt-timestamp" data-t="00:01:02">[00:01:02]</a>'
PIECES = [*WORDS.split(), *SPACED, *ENDS, ANCHOR, *["\n"] * 8, *[" "] * 8, "\n\n", "\n\n"]
OPENERS = {"wikilink": ("[[",), "property": ("[[",), "embed": ("!",), "markdown": ("[",), "external": ("[", "![")}


def document(seed: int) -> str:
    """A note of up to 120 fragments; one in four has properties."""
    draw = random.Random(seed)  # noqa: S311  # reproducible on purpose
    text = "".join(draw.choices(PIECES, k=draw.randrange(1, 120)))
    return f"---\n{text}\n---\n{text}" if draw.random() < 1 / 4 else text


def broken_promise(note: Note) -> str:
    """What is wrong with a note as read, or nothing."""
    text = note.text
    wrong: list[object] = [
        link
        for link in note.links
        if not (text.startswith(OPENERS[link.kind], link.span.start) and text[: link.span.end].endswith(("]]", ")")))
    ]
    wrong += [stamp for stamp in note.timestamps if not stamp.raw or text[slice(*stamp.span)] != stamp.raw]
    wrong += [tag for tag in note.body_tags if text[slice(*tag.span)] != f"#{tag.name}"]
    wrong += [callout for callout in note.callouts if text[callout.span.start] != ">"]
    at = 0
    for block in note.blocks:
        for line in block.lines:
            if not at <= line.start <= line.end <= block.span.end <= len(text):
                wrong.append(block)
            at = line.end
    return str(wrong[0]) if wrong else ""


def main(count: int, seed: int) -> int:
    """Read ``count`` documents; the exit code."""
    start = time.perf_counter()
    characters = links = stamps = 0
    for number in range(seed, seed + count):
        text = document(number)
        note = read_note("fuzz.md", text.encode())
        note_record(note)
        fault = broken_promise(note)
        if fault:
            print(f"document {number}: {fault}\n{text!r}")
            return 1
        characters += len(text)
        links += len(note.links)
        stamps += len(note.timestamps)
    seconds = time.perf_counter() - start
    print(f"{count:,} documents, {characters:,} characters, {links:,} links, {stamps:,} timestamps: all promises held")
    print(f"{seconds:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    arguments = [int(text) for text in sys.argv[1:]]
    sys.exit(main(arguments[0] if arguments else 100_000, arguments[1] if len(arguments) > 1 else 0))
