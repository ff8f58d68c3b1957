"""Lets ``python -m kg`` be ``kg``."""

from __future__ import annotations

from kg.cli.entry import run

if __name__ == "__main__":
    run()
