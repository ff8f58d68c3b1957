"""Many clients ask ``kg serve`` at once while notes are saved; then some do it harm, and the next answer is timed.

    python -m benchmarks.crowd VAULT [SECONDS] [CLIENTS]

VAULT is built; a copy of it is served. Each client has one connection and asks for one thing after the other: entity
pages, searches, the JSON API and queries of which no two are the same. Meanwhile a note is saved and the vault built,
again and again. An answer that is not 200 or not whole is lost, and so is a saved claim that no answer has at the end.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import kg
from benchmarks.serving import serving
from benchmarks.tables import Section, Table, printed
from kg.rdf.terms import entity_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SECONDS, CLIENTS = 60.0, 200
PORT = 8475
PATIENCE = 120.0  # seconds until an answer counts as lost
LIMIT = 5  # seconds that a query may take
NEXT = 20  # answers that are timed after each harm
READERS = 20  # clients that ask for much and read nothing
NOTE, SAVED = "Saved while asked.md", "Hooli Corporation sold {} anvils to Globex in 2019.\n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?c a schema:Claim }"
CHEAP = "ASK { ?s ?p ?o }"
# a text that becomes eight times as long ten times, which is 8 GB
BOMB = 'SELECT (STRLEN(?x10) AS ?n) { BIND("12345678" AS ?x0) '
BOMB += " ".join(f"BIND(CONCAT({', '.join([f'?x{each}'] * 8)}) AS ?x{each + 1})" for each in range(10)) + " }"
HARM = {
    "a query without an end": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a query that takes all memory": BOMB,
    "SERVICE": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
}


class Answer(NamedTuple):
    """A status of HTTP, 0 for a connection that failed; the body; and the seconds that it took."""

    status: int
    body: bytes
    seconds: float


@dataclass(slots=True)
class Asked:
    """What came back to all clients: the seconds of each whole answer, and the number of the others by status."""

    took: list[float] = field(default_factory=list)
    lost: dict[int, int] = field(default_factory=dict)


async def answer(path: str, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> Answer:
    """Ask on an open connection."""
    reader, writer = streams
    began = time.perf_counter()
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nAccept: text/html, */*;q=0.5\r\n\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    size = int(head.partition("content-length:")[2].split("\r\n")[0])
    return Answer(int(head.split()[1]), await reader.readexactly(size), time.perf_counter() - began)


async def one(path: str) -> Answer:
    """Ask on a connection of its own."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await answer(path, await asyncio.open_connection("127.0.0.1", PORT))
    except (OSError, asyncio.IncompleteReadError, TimeoutError):
        return Answer(0, b"", PATIENCE)


async def client(paths: Callable[[], str], until: float, asked: Asked) -> None:
    """Ask for one thing after the other."""
    streams = None
    while time.perf_counter() < until:
        try:
            async with asyncio.timeout(PATIENCE):
                streams = streams or await asyncio.open_connection("127.0.0.1", PORT)
                found = await answer(paths(), streams)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            found, streams = Answer(0, b"", PATIENCE), None
        if found.status == 200:
            asked.took.append(found.seconds)
        else:
            asked.lost[found.status] = asked.lost.get(found.status, 0) + 1
    if streams:
        streams[1].close()


def query(text: str) -> str:
    """The address that asks a query."""
    return f"/sparql?query={quote(text)}"


def wishes(names: Sequence[str]) -> Iterator[str]:
    """Addresses, one after the other; no two queries are the same."""
    for number in count():
        name = names[number % len(names)]
        yield (
            entity_iri(name, "/"),
            f"/search?text={quote(name)}",
            f"/api/claims?entity={quote(name)}&limit=20",
            query(f"{COUNT}\n# {number}"),
        )[number % 4]


def saving(vault: Path, stop: threading.Event, saved: list[int]) -> None:
    """Save a note and build, until it is enough."""
    while not stop.is_set():
        saved.append(1_000 + len(saved))
        (vault / NOTE).write_text(SAVED.format(saved[-1]), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "kg", "build", str(vault)], check=True, capture_output=True)


async def crowd(names: Sequence[str], clients: int, seconds: float) -> Asked:
    """Have so many clients ask for some seconds."""
    asked, paths, until = Asked(), wishes(names), time.perf_counter() + seconds
    await asyncio.gather(*(client(lambda: next(paths), until, asked) for _ in range(clients)))
    return asked


async def harmed() -> list[tuple[str, str, float, float]]:
    """What each harm was answered, after how many seconds, and the slowest of the next answers in milliseconds."""
    rows = []
    for what, text in HARM.items():
        found = await one(query(text))
        rows.append((what, str(found.status), found.seconds, await slowest()))
    much = query("SELECT * { ?s ?p ?o } LIMIT 100000")
    streams = [await asyncio.open_connection("127.0.0.1", PORT, limit=1) for _ in range(READERS)]
    began = time.perf_counter()
    for number, (_, writer) in enumerate(streams):
        writer.write(f"GET {much}%23{number} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n\r\n".encode())
    await asyncio.sleep(LIMIT)
    rows.append((f"{READERS} clients that read nothing", "-", time.perf_counter() - began, await slowest()))
    for _, writer in streams:
        writer.close()
    return rows


async def slowest() -> float:
    """The slowest of the next answers to a cheap query, in milliseconds."""
    return 1_000 * max([(await one(query(f"{CHEAP}\n# {time.monotonic_ns()}"))).seconds for _ in range(NEXT)])


def section(vault: Path, seconds: float = SECONDS, clients: int = CLIENTS) -> Section:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        copied, saved, stop = Path(folder) / "vault", list[int](), threading.Event()
        shutil.copytree(vault, copied)
        with kg.open_graph(copied) as graph:
            names = [row.name for row in graph.entities(limit=500)]
        command = [sys.executable, "-m", "kg", "serve", str(copied), "--port", str(PORT), "--timeout", str(LIMIT)]
        with serving(command, PORT, "/"):
            editor = threading.Thread(target=saving, args=(copied, stop, saved))
            editor.start()
            asked = asyncio.run(crowd(names, clients, seconds))
            after = asyncio.run(slowest())
            stop.set()
            editor.join()
            last = json.loads(asyncio.run(one("/api/claims?entity=Hooli%20Corporation")).body)["items"]
            rows = asyncio.run(harmed())
    there = str(saved[-1]) in "".join(claim["text"] for claim in last).replace(",", "")
    took = sorted(asked.took)
    middle, slow = 1_000 * took[len(took) // 2], 1_000 * took[len(took) * 99 // 100]
    lost = ", ".join(f"{number} of {status}" for status, number in asked.lost.items()) or 0
    crowded = Table(
        "Many at once",
        f"{clients} clients for {seconds:g} s, {len(saved)} notes saved and built meanwhile; the last "
        f"{'is there' if there else 'IS LOST'}.",
        ("clients", "answers", "lost", "median ms", "99% ms", "the next, ms"),
        [(clients, len(took), lost, middle, slow, after)],
    )
    heads = ("harm", "answer", "after s", "slowest of the next, ms")
    note = f"A query may take {LIMIT} s; then {NEXT} cheap queries are timed."
    return Section("crowd", "A crowd", [crowded, Table("Harm", note, heads, rows)], [])


if __name__ == "__main__":
    vault, seconds, clients = (*sys.argv[1:], *("", str(SECONDS), str(CLIENTS))[len(sys.argv) - 1 :])
    printed(section(Path(vault), float(seconds), int(clients)))
