"""The law of the cache, with any sequence of edits: an incremental build leaves what a first build would."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg import assembly
from kg.config import Config

ONE = Config(workers=1)
PATHS = ("Acme.md", "shop/Globex.md", "shop/Acme.md", "Hank Scorpio.md", "Zusatz.md")
TITLES = ("Acme", "Globex", "Hank Scorpio", "The Anvil Market")
ALIASES = ("", "aliases: [The Firm]\n", "aliases: [Globex, GX]\n", "aliases: [Hank]\n")
MEDIA = ("aaaaaaaaaaa", "bbbbbbbbbbb")
SENTENCES = (
    "Acme Corporation sold 40 anvils in 2023 {0}.",
    "The company expects to sell at least 60 anvils {0}.",
    "Acme competes with [[Globex]] in Germany {1}.",
    "Globex is a company that was founded by Hank Scorpio in 1996 {0}.",
    "Globex is a city {1}.",
    "Hank Scorpio says it makes a profit of $3 million {1}.",
    "GX was bought by Initech, an insurance company, for $2 billion in 2024 {0}.",
    "The Firm depends on ![[plan.png]] and on [[Acme]].",
)
TIMES = ("[00:01:00]", "[00:59:10]", "(1:02:03)", "[00:00:10 - 00:00:20]", "")


@st.composite
def notes(draw: st.DrawFn) -> str:
    head = f"---\ntitle: {draw(st.sampled_from(TITLES))}\nvideoId: {draw(st.sampled_from(MEDIA))}\n"
    said = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
    times = draw(st.sampled_from(TIMES)), draw(st.sampled_from(TIMES))
    return f"{head}{draw(st.sampled_from(ALIASES))}---\n\n" + "\n".join(one.format(*times) for one in said) + "\n"


paths = st.sampled_from(PATHS)
edits = st.one_of(
    st.tuples(st.just("write"), paths, notes()),
    st.tuples(st.just("delete"), paths, st.just("")),
    st.tuples(st.just("rename"), paths, paths),
    st.tuples(st.just("picture"), st.just("plan.png"), st.just("png")),
)


def apply(vault: Path, edit: tuple[str, str, str]) -> None:
    """Edit a vault as a user would; what is not there cannot be deleted or renamed."""
    kind, path, rest = edit
    file = vault / path
    if kind == "delete":
        file.unlink(missing_ok=True)
    elif kind == "rename":
        if file.exists():
            (vault / rest).parent.mkdir(exist_ok=True)
            file.replace(vault / rest)
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text(rest, encoding="utf-8")


def built(vault: Path) -> dict[str, bytes]:
    """Build a vault, and give what its graph and its outputs say."""
    out = vault.parent / "out"
    assembly.build(vault, config=ONE, out=out)
    with kg.open_graph(vault) as graph:
        forms = {form: b"".join(graph.export(form)) for form in ("nq", "trig", "jsonl")}
        found = forms | {"entities": repr(list(graph.entities())).encode()}
    return found | {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}


@given(
    start=st.dictionaries(paths, notes(), min_size=1, max_size=4),
    steps=st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=4),
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_edits_an_incremental_build_equals_a_first_one(
    start: dict[str, str], steps: list[list[tuple[str, str, str]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault, copy = Path(folder, "one/vault"), Path(folder, "two/vault")
        vault.mkdir(parents=True)
        (vault / "Always.md").write_text("Acme Corporation sold an anvil to Globex.\n", encoding="utf-8")
        for path, text in start.items():
            apply(vault, ("write", path, text))
        assembly.build(vault, config=ONE)
        for step in steps:
            for edit in step:
                apply(vault, edit)
            now = built(vault)
            shutil.rmtree(copy.parent, ignore_errors=True)
            shutil.copytree(vault, copy, ignore=shutil.ignore_patterns(".kg"))
            first = built(copy)
            assert {name for name in first if now.get(name) != first[name]} == set()
            assert now.keys() == first.keys()
            assert now["graph.trig"] == now["trig"]
            assert now["claims.jsonl"] == now["jsonl"]
