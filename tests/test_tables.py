"""The tables that a script makes are what it makes today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


def test_the_tables_of_currencies_are_what_their_script_makes() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "currency_tables.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
