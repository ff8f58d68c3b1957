"""Generated pages as ``kg sync`` writes them, made by hand, and builds to try corrections with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import kg
from kg import assembly
from kg.config import Config
from kg.rdf.terms import entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ONE = Config(workers=1)

# What the notes below say of them, before anything is corrected.
NOTES: dict[str, str | bytes] = {
    "shop/Acme.md": """---
title: Acme and its rivals
videoId: aaaaaaaaaaa
---
From: [[shop]] <br/>

Acme Corporation sold 40 anvils in 2023 [00:01:00]. The company expects to sell at least 60 anvils [00:01:30].

## Rivals
Acme Corporation competes with [[Globex | Globex]] in Germany [00:02:00].
""",
    "shop/Globex.md": """---
title: Globex
videoId: bbbbbbbbbbb
---
Globex is a company that was founded by Hank Scorpio in 1996 [00:00:10].
Hank Scorpio says it makes a profit of $3 million [00:00:20].
People in the trade call the anvil giant a threat to Globex [00:00:30].
""",
    "shop/Initech.md": """---
videoId: ccccccccccc
---
Initech sold 12 printers to Bill Lumbergh in 2024 [00:00:10]. Lumbergh paid $500 for each of them [00:00:20].
""",
}


def page(
    name: str,
    *,
    type_: str = "",
    aliases: Sequence[str] | None = None,
    was: tuple[str, Sequence[str]] | None = None,
    more: Iterable[str] = (),
    base: str = "https://kg.example/",
) -> str:
    """An entity's page; ``was`` is the (type, aliases) that the extractor gave, ``more`` are further properties."""
    lines = ["---", f'kg_id: "{entity_iri(name, base)}"']
    if type_:
        lines.append(f"type: {type_}")
    if aliases is not None:
        lines += ["aliases:", *(f'  - "{alias}"' for alias in aliases)] if aliases else ["aliases: []"]
    lines += [*more, "claims: 4", "---", f"# {name}", "", "%% kg:begin page sha256=0123456789abcdef %%"]
    if was is not None:
        record = json.dumps({"aliases": list(was[1]), "type": was[0]}, ensure_ascii=False, separators=(",", ":"))
        lines.append(f"%%kg:was {record.replace('%', chr(92) + 'u0025')}%%")
    lines += [
        "## Claims",
        f"- {name} sold 40 anvils to Hooli in 2023. ([1:00](https://www.youtube.com/watch?v=aaaaaaaaaaa&t=60s)) ^c-01",
        "",
        "%% kg:end page %%",
    ]
    return "\n".join(lines) + "\n"


def build(vault: Path, *, full: bool = False) -> assembly.BuildResult:
    return assembly.build(vault, config=ONE, full=full)


def quads(vault: Path) -> list[bytes]:
    with kg.open_graph(vault) as graph:
        return sorted(b"".join(graph.export("nq")).splitlines())


def corrected(vault: Path) -> list[tuple[str, str, str, str]]:
    """(kind, entity, value, old) of the corrections in force."""
    with kg.open_graph(vault) as graph:
        return [(row.kind, row.entity, row.value, row.old) for row in graph.corrections.all() if not row.idle]


def idle(vault: Path) -> list[tuple[str, str, str]]:
    """(kind, entity, why) of the corrections without effect."""
    with kg.open_graph(vault) as graph:
        return [(row.kind, row.entity, row.idle) for row in graph.corrections.all() if row.idle]


def named(vault: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name -> type and other names of every entity."""
    with kg.open_graph(vault) as graph:
        return {row.name: (row.type, row.aliases) for row in graph.entities()}


def texts(vault: Path, entity: str) -> list[str]:
    with kg.open_graph(vault) as graph:
        return [claim.text for claim in graph.claims(entity)]
