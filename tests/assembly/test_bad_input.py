"""Bad input costs a clear message and nothing else: the rest of the vault is still built."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.config import Config

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

ONE = Config(workers=1)
GOOD = "---\ntitle: Good\nvideoId: aaaaaaaaaaa\n---\nAcme Corporation sold 40 anvils in 2023 [00:01:00].\n"
BOMB = "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join('*' + chr(97 + n) for _ in range(9))}]\n" for n in range(9)
)

BAD: dict[str, tuple[str | bytes, str | None]] = {
    "empty": ("", None),
    "blank": (" \n\t\n", None),
    "binary": (bytes(range(256)) * 40, "binary"),
    "invalid utf-8": (b"Acme \xff\xfe sold anvils [00:01:00].\n", "encoding"),
    "utf-16": ("Acme sold anvils.\n".encode("utf-16"), "binary"),
    "broken yaml": ('---\ntitle: "unclosed\n---\nAcme sold 3 anvils.\n', "yaml-invalid"),
    "double key": ("---\na: 1\na: 2\n---\nAcme sold 3 anvils.\n", "yaml-duplicate-key"),
    "no map": ("---\n- a\n- b\n---\nAcme sold 3 anvils.\n", "yaml-not-a-map"),
    "deep yaml": ("---\na: " + "[" * 5000 + "]" * 5000 + "\n---\nAcme sold 3 anvils.\n", "yaml-limit"),
    "yaml bomb": (BOMB + "---\nAcme sold 3 anvils.\n", "yaml-limit"),
    "title is a list": ("---\ntitle: [a, b]\nvideoId: {a: 1}\n---\nAcme sold 3 anvils.\n", None),
    "odd video id": ("---\nvideoId: '<script>'\n---\nAcme sold 3 anvils [00:01:00].\n", None),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_note_is_told_and_the_rest_is_built(make_vault: MakeVault, case: str) -> None:
    content, code = BAD[case]
    vault = make_vault({"good.md": GOOD, "bad.md": content})
    result = assembly.build(vault, config=ONE)
    assert result.notes == 2
    assert [c.note for c in kg.open_graph(vault).claims("Acme Corporation")].count("good.md") == 1
    codes = {p.code for p in result.problems if p.path == "bad.md"}
    if code is not None:
        assert code in codes
    assert (vault / "bad.md").read_bytes() == (content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(
    "hostile",
    [
        "> " * 10_000 + "Acme sold 3 anvils.",
        "[" * 10_000 + "Acme" + "]" * 10_000,
        "[[" * 10_000 + "Acme",
        "**" * 10_000 + "Acme sold 3 anvils." + "**" * 10_000,
        "<a class='x' " * 5_000,
        "`" * 10_001 + " Acme sold 3 anvils.",
        "- " * 10_000 + "Acme",
        "%% " * 10_001,
        "$" * 10_001,
        "[00:00:01] " * 10_000,
        "(" * 10_000 + "Acme sold 3 anvils" + ")" * 10_000 + ".",
        "\\" * 10_001 + "[[Acme]]",
    ],
    ids=lambda text: text[:6],
)
def test_hostile_nesting_takes_no_quadratic_time(make_vault: MakeVault, hostile: str) -> None:
    vault = make_vault({"good.md": GOOD, "bad.md": hostile})
    began = time.monotonic()
    result = assembly.build(vault, config=ONE)
    assert result.notes == 2
    assert time.monotonic() - began < 60, "a hang, not a matter of speed"


def test_one_line_of_five_megabytes_is_read(make_vault: MakeVault) -> None:
    line = "Acme sold 40 anvils [00:01:00]. " * 100 + "x" * 5_000_000
    vault = make_vault({"good.md": GOOD, "long.md": line})
    assert assembly.build(vault, config=ONE).notes == 2


def test_a_huge_note_is_left_out_and_named(make_vault: MakeVault) -> None:
    vault = make_vault({"good.md": GOOD, "huge.md": b"Acme sold 40 anvils.\n" * 2_500_000})
    result = assembly.build(vault, config=ONE)
    assert [(p.path, p.code) for p in result.problems] == [("huge.md", "too-large")]
    assert kg.open_graph(vault).claims("Acme Corporation")


@pytest.mark.parametrize(
    "name",
    [
        "new\nline.md",
        "quo'te\".md",
        "ha#sh.md",
        "per%20cent.md",
        "emoji 🦊.md",
        unicodedata.normalize("NFD", "é.md"),
        "#.md",
        "a\\b.md",
    ],
)
def test_odd_file_names_keep_their_notes_apart(make_vault: MakeVault, name: str) -> None:
    vault = make_vault({"good.md": GOOD, name: GOOD.replace("Good", "Odd")})
    result = assembly.build(vault, config=ONE)
    assert (result.notes, result.problems) == (2, ())
    assert sorted(c.note for c in kg.open_graph(vault).claims("Acme Corporation")) == sorted(["good.md", name])


def test_two_spellings_of_one_name_do_not_overwrite_each_other(make_vault: MakeVault) -> None:
    composed, decomposed = (unicodedata.normalize(form, "é.md") for form in ("NFC", "NFD"))
    vault = make_vault({composed: GOOD, decomposed: GOOD.replace("40", "50")})
    for _ in range(2):
        result = assembly.build(vault, config=ONE)
        assert result.notes == 1
        assert "name-form" in {problem.code for problem in result.problems}
    assert len(kg.open_graph(vault).claims("Acme Corporation")) == 1


def test_a_name_that_is_no_text_is_told(make_vault: MakeVault) -> None:
    vault = make_vault({"good.md": GOOD})
    (vault / os.fsdecode(b"bad\xff.md")).write_text(GOOD)
    result = assembly.build(vault, config=ONE)
    assert result.notes >= 1
    assert any("bad" in p.path for p in result.problems)


def test_symlink_loops_end(make_vault: MakeVault) -> None:
    vault = make_vault({"good.md": GOOD, "deep/other.md": GOOD})
    (vault / "deep" / "loop").symlink_to(vault)
    (vault / "dead.md").symlink_to(vault / "nowhere.md")
    result = assembly.build(vault, config=ONE)
    assert result.notes == 2


@pytest.mark.parametrize("folder", ["missing", "a file", "no notes"])
def test_a_folder_that_is_no_vault_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a file").write_text("x")
    (tmp_path / "no notes").mkdir()
    with pytest.raises(kg.VaultError, match=folder):
        assembly.build(tmp_path / folder, config=ONE)


def test_an_empty_scan_does_not_empty_the_graph(make_vault: MakeVault) -> None:
    """A drive that is not mounted looks like a vault without notes."""
    vault = make_vault({"good.md": GOOD})
    assembly.build(vault, config=ONE)
    (vault / "good.md").unlink()
    with pytest.raises(kg.VaultError, match="contains no notes"):
        assembly.build(vault, config=ONE)
    assert kg.open_graph(vault).claims("Acme Corporation")


def test_a_note_in_another_language_is_told_and_not_extracted(make_vault: MakeVault) -> None:
    spanish = "La empresa vendió cuarenta yunques en el año pasado y espera vender muchos más durante este año. " * 5
    vault = make_vault({"good.md": GOOD, "es.md": spanish})
    result = assembly.build(vault, config=ONE)
    assert [(p.path, p.code) for p in result.problems] == [("es.md", "language-unsupported")]
    assert {c.note for c in kg.open_graph(vault).claims()} == {"good.md"}


class DeletesWhileReading:
    """A Progress that removes or changes a note as soon as the build has begun to read."""

    def __init__(self, file: Path, text: str | None) -> None:
        self.file, self.text = file, text

    def phase(self, name: str, total: int, unit: str) -> None:
        if self.text is None:
            self.file.unlink(missing_ok=True)
        else:
            self.file.write_text(self.text)

    def advance(self, n: int = 1) -> None: ...

    def note(self, text: str) -> None: ...

    def done(self) -> None: ...


@pytest.mark.parametrize("text", [None, GOOD.replace("anvils", "hammers")], ids=["deleted", "changed"])
def test_a_note_that_changes_under_the_build_harms_nothing(make_vault: MakeVault, text: str | None) -> None:
    vault = make_vault({"a.md": GOOD, "b.md": GOOD})
    assembly.build(vault, config=ONE, progress=DeletesWhileReading(vault / "b.md", text))
    assembly.build(vault, config=ONE)
    expected = {"a.md": "40 anvils"} | ({"b.md": "40 hammers"} if text else {})
    found = {c.note: c.text for c in kg.open_graph(vault).claims("Acme Corporation")}
    assert found.keys() == expected.keys()
    assert all(expected[note] in found[note] for note in found)


def test_a_second_build_at_the_same_time_is_refused(make_vault: MakeVault) -> None:
    vault = make_vault({"a.md": GOOD})

    class Meanwhile(DeletesWhileReading):
        def phase(self, name: str, total: int, unit: str) -> None:
            with pytest.raises(kg.StoreLocked, match="another build"):
                assembly.build(vault, config=ONE)

    assembly.build(vault, config=ONE, progress=Meanwhile(vault / "a.md", None))
    assert kg.open_graph(vault).claims("Acme Corporation")


def test_a_folder_that_cannot_be_written_is_named(make_vault: MakeVault) -> None:
    vault = make_vault({"a.md": GOOD})
    (vault / ".kg").write_text("a file where the folder should be")
    with pytest.raises(kg.StoreError, match=r"\.kg"):
        assembly.build(vault, config=ONE)


KILLED = """
import os, signal, sys
from pathlib import Path
from kg import assembly
from kg.config import Config
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
signal.setitimer(signal.ITIMER_REAL, float(sys.argv[2]))
assembly.build(Path(sys.argv[1]), config=Config(workers=1))
"""


@pytest.mark.slow
def test_a_killed_build_is_repaired_by_the_next_one(make_vault: MakeVault) -> None:
    """Killed at many moments, each time on top of the remains of the last."""
    notes: dict[str, str | bytes] = {f"n{k}.md": GOOD.replace("40", str(k)) for k in range(40)}
    vault = make_vault(notes)
    whole = make_vault(notes, "whole")
    assembly.build(whole, config=ONE)
    wanted = sorted(b"".join(kg.open_graph(whole).export("nq")).splitlines())
    for k in range(8):
        make_vault({f"n{k}.md": GOOD.replace("anvils", "hammers")})
        subprocess.run([sys.executable, "-c", KILLED, str(vault), str(1.2 + 0.12 * k)], check=False, timeout=120)
        make_vault({f"n{k}.md": notes[f"n{k}.md"]})
    assembly.build(vault, config=ONE)
    assert sorted(b"".join(kg.open_graph(vault).export("nq")).splitlines()) == wanted
    assert len(kg.open_graph(vault).search("anvils", limit=100)) == 40
    assert not list(kg.open_graph(vault).search("hammers"))
