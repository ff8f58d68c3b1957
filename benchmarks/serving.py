"""Asks ``kg serve`` again and again over HTTP, and ``oxigraph serve`` the same queries on the same graph.

    python -m benchmarks.serving VAULT [SECONDS]

VAULT is built. Each kind of request is sent for so many seconds by as many clients as there are cores, each on one
connection, to one server at a time; the answers of a second, and the milliseconds in which half and 99 of 100 came.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import kg
from benchmarks.tables import Section, Table, printed
from kg.rdf.terms import DEFAULT_BASE, entity_iri, prefixes
from kg.store.ask.named_queries import named_query

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 5.0
CLIENTS = os.cpu_count() or 1
START = 120.0  # seconds that a server has to answer for the first time
ACCEPT = {"accept": "text/html, application/sparql-results+json"}
QUERIES = ("conflicting-values", "co-mentions", "claims-by-entity")


class Load(NamedTuple):
    """What one kind of request gave: answers a second, and the milliseconds of half and of 99 of 100 answers."""

    rate: float
    median: float
    slow: float


def client(port: int, path: str, until: float) -> list[float]:
    """Send one request after another; returns the seconds that each took."""
    connection = HTTPConnection("127.0.0.1", port, timeout=START)
    took: list[float] = []
    while time.perf_counter() < until:
        begin = time.perf_counter()
        connection.request("GET", path, headers=ACCEPT)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        took.append(time.perf_counter() - begin)
    connection.close()
    return took


def load(port: int, path: str, seconds: float) -> Load:
    """Ask one thing for some seconds."""
    client(port, path, time.perf_counter() + 0.5)  # warm
    begin = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as threads:
        parts = threads.map(partial(client, port, path), [begin + seconds] * CLIENTS)
        took = sorted(each for part in parts for each in part)
    lasted = time.perf_counter() - begin
    return Load(len(took) / lasted, 1_000 * took[len(took) // 2], 1_000 * took[len(took) * 99 // 100])


@contextmanager
def serving(command: list[str], port: int, path: str) -> Iterator[int]:
    """A server that answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + START
            while time.monotonic() < until:
                try:
                    connection = HTTPConnection("127.0.0.1", port, timeout=START)
                    connection.request("GET", path, headers=ACCEPT)
                    if connection.getresponse().status:
                        break
                except OSError:
                    time.sleep(0.2)
            yield port
        finally:
            process.terminate()


def rows(vault: Path, seconds: float) -> Iterator[tuple[str, Load, Load | None]]:
    """What both servers gave, by kind of request."""
    with kg.open_graph(vault) as graph:
        entity = graph.entities()[0].name
        declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(DEFAULT_BASE).items())
        texts = [declared + named_query(name).bind({"entity": entity}, DEFAULT_BASE) for name in QUERIES]
        with tempfile.TemporaryDirectory() as folder:
            quads = Path(folder, "graph.nq")
            quads.write_bytes(graph.to_rdflib().serialize(format="nquads", encoding="utf-8"))
            asked = [f"?query={quote(text)}" for text in texts]
            pages = {"entity page": entity_iri(entity, "/"), "search page": "/search?text=data"}
            with serving([sys.executable, "-m", "kg", "serve", str(vault), "--port", "8473"], 8473, "/") as port:
                ours = [load(port, path, seconds) for path in (*pages.values(), *(f"/sparql{each}" for each in asked))]
            theirs: list[Load | None] = [None] * len(ours)
            program = shutil.which(
                "oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
            )
            if program is not None:
                place = str(Path(folder, "store"))
                subprocess.run([program, "load", "-l", place, "-f", str(quads)], check=True, stderr=subprocess.DEVNULL)
                command = [program, "serve-read-only", "-l", place, "-b", "127.0.0.1:8474", "--union-default-graph"]
                with serving(command, 8474, f"/query{asked[0]}") as port:
                    theirs[len(pages) :] = [load(port, f"/query{each}", seconds) for each in asked]
    yield from zip((*pages, *QUERIES), ours, theirs, strict=True)


def section(vault: Path, seconds: float = SECONDS) -> Section:
    """Measure."""
    found = list(rows(vault, seconds))
    cells = [
        (what, one.rate, one.median, one.slow, *((other.rate, other.median, other.slow) if other else (None,) * 3))
        for what, one, other in found
    ]
    heads = ("request", "kg, answers/s", "median ms", "99% ms", "oxigraph, answers/s", "median ms", "99% ms")
    note = f"{CLIENTS} clients, {seconds:g} s for each kind of request, one server at a time."
    return Section("serving", "Serving", [Table("Answers over HTTP", note, heads, cells)], [])


if __name__ == "__main__":
    printed(section(Path(sys.argv[1]), *map(float, sys.argv[2:3])))
