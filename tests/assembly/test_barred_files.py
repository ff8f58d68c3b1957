"""A file of ``.kg`` that its own user may not read or write, as another user's copy leaves it, is made again."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="root gives its rights up as Linux has it")

SAMPLE = 6  # files besides those that are always tried
PROGRAM = """
import ctypes, json, os, shutil, sys
from pathlib import Path
from random import Random

from kg import assembly
from kg.config import Config
from tests.assembly.test_damages import NOTES, check, outputs, vault_of

if os.geteuid() == 0:  # permissions do not count for root unless it gives two rights up
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    system = ctypes.CDLL(None)
    assert system.capget(header, data) == 0
    for place in range(3):
        data[place] &= ~0b110
    assert system.capset(header, data) == 0
root, mode, sample = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
(root / "probe").write_bytes(b"x")
(root / "probe").chmod(mode)
assert not os.access(root / "probe", os.W_OK)
whole = vault_of(root / "whole", NOTES)
assembly.build(whole, config=Config(workers=1), out=root / "clean")
names = [str(file.relative_to(whole)) for file in (whole / ".kg").rglob("*") if file.is_file()]
always = ("state.sqlite", "search.sqlite", "store/CURRENT", "store/LOCK", "outputs")
told = {}
for number, name in enumerate([*(f".kg/{name}" for name in always), *Random(mode).sample(sorted(names), sample)]):
    vault = root / f"vault {number}"
    shutil.copytree(whole, vault)
    (vault / name).chmod(mode)
    try:
        check(vault, root / f"out {number}", outputs(root / "clean"))
    except Exception as error:
        told[name] = f"{type(error).__name__}: {error}"
print(json.dumps(told))
"""


@pytest.mark.parametrize("mode", [0, 0o444])
def test_a_file_that_may_not_be_read_or_written_is_made_again(tmp_path: Path, mode: int) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(mode), str(SAMPLE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {}
