"""Whatever a user corrects in whatever order, an incremental build gives the graph of a full one."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.assembly.pages import NOTES, build, named, page, quads

ENTITIES = {
    "Globex": ("Organization", []),
    "Acme Corporation": ("Organization", []),
    "Bill Lumbergh": ("Person", ["Lumbergh"]),
    "Initech": ("Organization", []),
    "Hooli": ("Organization", ["HLI"]),  # no note speaks of it
}
NAMES = sorted({*ENTITIES, "Lumbergh", "anvil giant", "GBX", "Hank Scorpio", "the trade"})
CLAIMS = ["c-3074b0440e", "#^c-58eb2d46de", "shop/Globex#c-1e33f7711b", "c-0123456789", "nonsense"]

EXTRA = st.lists(
    st.one_of(
        st.sampled_from(NAMES).map(lambda name: f'merge_into: "[[{name}]]"'),
        st.sampled_from(["ignore: true", "ignore: false", "ignore: perhaps"]),
        st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=2, unique=True).map(
            lambda claims: f"kg_rejected: {json.dumps(claims)}"
        ),
    ),
    max_size=2,
    unique_by=lambda line: line.partition(":")[0],
)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str | None]:
    """A file and what is written to it; None deletes it."""
    name = draw(st.sampled_from(sorted(ENTITIES)))
    if draw(st.integers(0, 5)) == 0:
        return f"Knowledge/{name}.md", None
    if draw(st.integers(0, 7)) == 0:
        number = draw(st.integers(13, 15))
        return "shop/Initech.md", str(NOTES["shop/Initech.md"]).replace("12 printers", f"{number} anvil giant printers")
    text = page(
        name,
        type_=draw(st.sampled_from(["", "Organization", "Person", "Place", "Planet"])),
        aliases=draw(st.none() | st.lists(st.sampled_from(NAMES), max_size=2, unique=True)),
        was=draw(st.none() | st.just(ENTITIES[name])),
        more=draw(EXTRA),
    )
    return f"Knowledge/{name}.md", text


def write(vault: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        (vault / path).write_text(text, encoding="utf-8")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(changes(), min_size=1, max_size=3), min_size=1, max_size=3))
def test_incremental_equals_full_and_taking_all_back_undoes_it(steps: list[list[tuple[str, str | None]]]) -> None:
    notes = {path: str(text) for path, text in NOTES.items()}
    with tempfile.TemporaryDirectory() as folder:
        vault, other = Path(folder) / "vault", Path(folder) / "other"
        write(vault, notes)
        build(vault)
        before = quads(vault)
        for step in steps:
            for path, text in step:
                if text is None:
                    (vault / path).unlink(missing_ok=True)
                else:
                    write(vault, {path: text})
            build(vault)
        write(other, {p.relative_to(vault).as_posix(): p.read_text("utf-8") for p in vault.rglob("*.md")})
        build(other)
        assert quads(vault) == quads(other)
        assert named(vault) == named(other)
        write(vault, notes)
        for made in vault.glob("Knowledge/*.md"):
            made.unlink()
        build(vault)
        assert quads(vault) == before
