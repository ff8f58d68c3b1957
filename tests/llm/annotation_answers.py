"""A model's answers that say what people annotated: for a server that answers with the annotation itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.llm_server import says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from tests.llm_server import Behaviour

Record = dict[str, Any]
WORD = re.compile(r"\w+")
ROSTER = re.compile(r"([ET]\d+) = (.*?)(?: \(([a-z ]+)\))?")
MOST_OF_IT = 0.7  # of the words of an asked sentence, that an annotated one has


def answering(folder: Path) -> Behaviour:
    """Answer each question with the annotations in a folder, one file for each note."""
    notes = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    known: dict[str, list[Record]] = {}
    for note in notes:
        for sentence in note["sentences"]:
            known.setdefault(sentence["text"], []).append(sentence)
            sentence["entities"] = note["entities"]

    def behave(handler: BaseHTTPRequestHandler, body: Record) -> None:
        ids, asked = read_question(body["messages"][1]["content"])
        near = [note for note in notes if any(text in known and texts(note) & {text} for _, text in asked)]
        said = [record(number, text, annotated_as(text, near), ids) for number, text in asked]
        says(json.dumps({"sentences": said}))(handler, body)

    return behave


def texts(note: Record) -> set[str]:
    """The texts of the sentences of an annotated note."""
    return {sentence["text"] for sentence in note["sentences"]}


def read_question(content: str) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """The roster of a question (ids by name), and its numbered sentences."""
    roster, _, rest = content.partition("\n\n")
    ids = {found[2]: found[1] for line in roster.splitlines() if (found := ROSTER.fullmatch(line))}
    lines = (re.fullmatch(r"(\d+)\. (.*)", line) for line in rest.splitlines())
    return ids, [(int(line[1]), line[2]) for line in lines if line]


def annotated_as(text: str, notes: Sequence[Record]) -> list[Record]:
    """The annotated sentences that a sentence is, or is cut from or joined of."""
    for note in notes:
        for sentence in note["sentences"]:
            if sentence["text"] == text:
                return [sentence]
    bag = Counter(WORD.findall(text.casefold()))
    found = []
    for note in notes:
        for sentence in note["sentences"]:
            other = Counter(WORD.findall(sentence["text"].casefold()))
            common = (bag & other).total()
            if common >= MOST_OF_IT * min(bag.total(), other.total()) and common > 1:
                found.append(sentence)
    return found


def record(number: int, text: str, annotated: Iterable[Record], ids: dict[str, str]) -> Record:
    """What a model says of a sentence that is annotated so; names that the roster has by their id."""
    said: Record = {
        "n": number, "mentions": [], "about": [], "statements": [], "modality": "asserted", "negated": False,
        "attribution": None, "terms": [], "quantities": [], "dates": [],
    }  # fmt: skip

    def name(given: str) -> str:
        return ids.get(given, given)

    for each in annotated:
        said["mentions"] += list(mentions(each, text, name))
        said["about"] += [name(entity) for entity in each["about"]]
        said["terms"] += each.get("terms", [])
        said["statements"] += [
            dict(zip(("subject", "relation", "object"), triple, strict=True)) for triple in each["triples"]
        ]
        said["quantities"] += [
            {"quote": q["text"], "value": q["value"], "value_max": q.get("value_max"), "unit": q["unit"],
             "comparator": q.get("comparator", "=")}
            for q in each["quantities"] if q["text"] in text
        ]  # fmt: skip
        said["dates"] += [
            {"quote": date["text"], "value": date["value"]} for date in each["dates"] if date["text"] in text
        ]
        said["modality"] = each["modality"] if each["modality"] != "asserted" else said["modality"]
        said["negated"] |= each["negated"]
        said["attribution"] = said["attribution"] or (each["attribution"] and name(each["attribution"]))
    return said


def mentions(annotated: Record, text: str, name: Callable[[str], str]) -> Iterator[Record]:
    """The mentions of a sentence; those of one pronoun that refers to several are one."""
    last: Record | None = None
    for each in annotated["mentions"]:
        if each["text"] not in text:
            continue
        entity = name(each["entity"])
        if last and each["kind"] != "name" and last["quote"] == each["text"] and entity not in last["entities"]:
            last["entities"].append(entity)
            continue
        if last:
            yield last
        last = {"quote": each["text"], "kind": each["kind"], "entities": [entity], "type": each["type"],
                "confidence": 0.9}  # fmt: skip
    if last:
        yield last
