"""Runs command lines of kg in forked children without a network: what all of them load is loaded once.

Orders come as JSON, one a line, on standard input; each is answered with one line, after a first one that says whether
the system lets processes be kept from the network.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
import traceback
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from tests.hostile.network_ban import ban
from tests.package_modules import load_all

CRASHED = 99  # exit code of a command that ended with an exception of nobody's making
NOTE = b"Acme Corporation sold 40 anvils to Initech in 2019 [00:01:00].\n"
LOOK = 0.005  # seconds between two looks whether a child has ended


def warm() -> None:
    """Load what any command needs. No store is opened: Oxigraph's threads would not come along into the children."""
    from kg.assembly.notes.analyse_note import AnalysisTask, analyse_note
    from kg.assembly.state import code_hashes
    from kg.extract.grammar import nlp

    load_all()
    analyse_note(AnalysisTask("Talk.md", NOTE, False, nlp.DEFAULT_MODEL, False))  # noqa: FBT003 - its fields
    for hashes in (partial(code_hashes.reading, nlp.DEFAULT_MODEL), code_hashes.rules, code_hashes.encoding):
        hashes()
    gc.collect()
    gc.freeze()  # children then share this memory instead of copying it


def probe() -> bool:
    """Whether a child can be kept from the network."""
    child = os.fork()
    if child == 0:
        os._exit(0 if ban() else 1)
    return os.waitpid(child, 0)[1] == 0


def served(order: dict[str, Any]) -> dict[str, Any]:
    """Run one command.

    Args:
        order: ``arguments``; ``environment``; the folder ``here``; ``said``, the file that its output goes to; and
            ``seconds`` after which it is killed; and ``work``, the same of the processor's time.

    Returns:
        The exit ``code``, negative for a signal, or None when it was killed for its time.
    """
    child = os.fork()
    if child == 0:
        _run(order)
    until = time.monotonic() + order["seconds"]
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return {"code": os.waitstatus_to_exitcode(status)}
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return {"code": None}
        time.sleep(LOOK)


def _run(order: dict[str, Any]) -> NoReturn:
    """The child's life."""
    code = CRASHED
    try:
        os.setsid()
        said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for old, new in ((nothing, 0), (said, 1), (said, 2)):
            os.dup2(old, new)
        os.chdir(order["here"])
        os.environ.clear()
        os.environ.update(order["environment"])
        resource.setrlimit(resource.RLIMIT_CPU, (order["work"], order["work"]))
        ban()
        from kg.cli.main import main

        main(order["arguments"], prog_name="kg")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Serve until standard input ends."""
    sys.path[:] = [place for place in sys.path if place and Path(place).is_absolute()]
    warm()
    print(json.dumps({"offline": probe()}), flush=True)  # noqa: T201 - its protocol
    for line in sys.stdin:
        print(json.dumps(served(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
