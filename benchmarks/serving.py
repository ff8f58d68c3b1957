"""Asks ``kg serve`` again and again over HTTP, and ``oxigraph serve`` the same queries on the same graph.

    python -m benchmarks.serving VAULT [SECONDS]

VAULT is built. Each kind of request is sent for so many seconds by as many clients as there are cores, each on one
connection; the answers of a second, and the milliseconds in which half and 99 of 100 came. The servers take turns, so
that both meet the same of what else the machine does. No two requests are the same, for kg remembers its answers; how
fast those come is a row of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from itertools import count, cycle, repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import kg
from benchmarks.tables import Section, Table, printed
from kg.rdf.terms import DEFAULT_BASE, entity_iri, prefixes
from kg.store.ask.named_queries import named_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SECONDS = 5.0
TURNS = 3  # of each server, besides one to get warm
OURS, THEIRS = 8473, 8474  # ports
PAGES = 1_000  # entities whose pages are asked for
LINE_END = "\n"
CLIENTS = os.cpu_count() or 1
START = 120.0  # seconds that a server has to answer for the first time
ACCEPT = {"accept": "text/html, application/sparql-results+json"}
QUERIES = ("conflicting-values", "co-mentions", "claims-by-entity")


class Load(NamedTuple):
    """What one kind of request gave: answers a second, and the milliseconds of half and of 99 of 100 answers."""

    rate: float
    median: float
    slow: float


def client(port: int, paths: Iterator[str], until: float) -> list[float]:
    """Send one request after another; returns the seconds that each took."""
    connection = HTTPConnection("127.0.0.1", port, timeout=START)
    took: list[float] = []
    while time.perf_counter() < until:
        path = next(paths)
        begin = time.perf_counter()
        connection.request("GET", path, headers=ACCEPT)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        took.append(time.perf_counter() - begin)
    connection.close()
    return took


def load(port: int, paths: Iterator[str], seconds: float) -> tuple[list[float], float]:
    """Ask for some seconds; returns what each answer took, and all together."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as threads:
        parts = threads.map(partial(client, port, paths), [begin + seconds] * CLIENTS)
        took = [each for part in parts for each in part]
    return took, time.perf_counter() - begin


def in_turns(ports: Sequence[int], asked: Sequence[Callable[[], Iterator[str]]], seconds: float) -> list[Load]:
    """Ask each server one kind of thing, in turns of equal length."""
    paths = [each() for each in asked]
    found: list[tuple[list[float], float]] = [([], 0.0) for _ in ports]
    for turn in range(-1, TURNS):
        for at, port in enumerate(ports):
            took, lasted = load(port, paths[at], seconds / TURNS)
            if turn >= 0:  # else they were getting warm
                found[at] = found[at][0] + took, found[at][1] + lasted
    return [_load(sorted(took), lasted) for took, lasted in found]


def _load(took: Sequence[float], lasted: float) -> Load:
    return Load(len(took) / lasted, 1_000 * took[len(took) // 2], 1_000 * took[len(took) * 99 // 100])


def differing(path: str) -> Iterator[str]:
    """A query's address again and again, each time with another comment."""
    return map(partial(str.format, path + quote(f"{LINE_END}# ") + "{}"), count())


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
    with kg.open_graph(vault) as graph, ExitStack() as running:
        names = [row.name for row in graph.entities(limit=PAGES)]
        declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(DEFAULT_BASE).items())
        texts = {name: declared + named_query(name).bind({"entity": names[0]}, DEFAULT_BASE) for name in QUERIES}
        folder = running.enter_context(tempfile.TemporaryDirectory())
        command = [sys.executable, "-m", "kg", "serve", str(vault), "--port", str(OURS)]
        ports = [running.enter_context(serving(command, OURS, "/"))]
        if program := shutil.which(
            "oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        ):
            quads, place = Path(folder, "graph.nq"), str(Path(folder, "store"))
            quads.write_bytes(graph.to_rdflib().serialize(format="nquads", encoding="utf-8"))
            subprocess.run([program, "load", "-l", place, "-f", str(quads)], check=True, stderr=subprocess.DEVNULL)
            command = [program, "serve-read-only", "-l", place, "-b", f"127.0.0.1:{THEIRS}", "--union-default-graph"]
            ports.append(running.enter_context(serving(command, THEIRS, f"/query?query={quote('ASK { }')}")))
        pages = {
            f"entity pages, {len(names)} by turns": lambda: cycle(entity_iri(name, "/") for name in names),
            "an entity page, the same": lambda: repeat(entity_iri(names[0], "/")),
            "search pages, by turns": lambda: cycle(f"/search?text={quote(name)}" for name in names),
        }
        for what, paths in pages.items():
            yield _row(what, in_turns(ports[:1], [paths], seconds))
        for name, text in texts.items():
            both = [f"{place}?query={quote(text)}" for place in ("/sparql", "/query")][: len(ports)]
            yield _row(name, in_turns(ports, [partial(differing, path) for path in both], seconds))
        yield _row(f"{name}, the same", in_turns(ports, [partial(repeat, path) for path in both], seconds))


def _row(what: str, found: Sequence[Load]) -> tuple[str, Load, Load | None]:
    """What kg gave, and what the other server did, if there is one."""
    return what, found[0], found[1] if len(found) > 1 else None


def section(vault: Path, seconds: float = SECONDS) -> Section:
    """Measure."""
    found = list(rows(vault, seconds))
    cells = [
        (what, one.rate, one.median, one.slow, *((other.rate, other.median, other.slow) if other else (None,) * 3))
        for what, one, other in found
    ]
    heads = ("request", "kg, answers/s", "median ms", "99% ms", "oxigraph, answers/s", "median ms", "99% ms")
    note = (
        f"{CLIENTS} clients, {seconds:g} s for each kind of request, the servers by turns; no two queries are the same."
    )
    return Section("serving", "Serving", [Table("Answers over HTTP", note, heads, cells)], [])


if __name__ == "__main__":
    printed(section(Path(sys.argv[1]), *map(float, sys.argv[2:3])))
