"""``kg build --engine dask`` or ``spark``: the same graph from a cluster, into partitions."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from kg.cli import progress
from kg.errors import ExtraMissing
from kg.flow.address import Address
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.config import Config
    from kg.flow.partition_files import FlowResult

LOCAL = "local"
CLUSTERS = ("dask", "spark")  # each is an extra of kg, too, and has its module in kg.flow
ENGINES = (LOCAL, *CLUSTERS)


def build(engine: str, root: Path | Address, out: Path | Address, settings: Config, scheduler: str) -> FlowResult:
    """Build a vault's graph on a cluster; fields of the result as in ``kg.flow.partition_files``.

    Args:
        engine: One of ``CLUSTERS``.
        root: The vault.
        out: The folder for the partitions.
        settings: The settings.
        scheduler: Address of the cluster's scheduler; "" starts a cluster on this machine.

    Raises:
        ExtraMissing: The engine is not installed.
        ClusterFailed, WorkerUnfit, VaultError, ConfigError, OSError: As in ``kg.flow``.
    """
    try:
        run = import_module(f"kg.flow.{engine}_engine").run
    except ModuleNotFoundError as error:
        raise _missing(engine, error) from error
    from kg.flow.flow_order import FlowOrder

    order = FlowOrder.of(root, out, settings)
    with progress.telling() as told:
        result: FlowResult = run(order, told, workers=settings.processes, scheduler=scheduler)
        told.done()
    return result


@contextmanager
def settings_folder(engine: str, root: Path | Address) -> Iterator[Path]:
    """A folder of this machine with a vault's settings.

    Raises:
        ExtraMissing: The engine is not installed.
        RemoteFailed: The vault is at an address, and cannot be read there.
    """
    if not isinstance(root, Address):
        yield root
        return
    try:
        from kg.flow.notes_folder import RemoteNotes
        from kg.flow.remote_folder import RemoteFolder
    except ModuleNotFoundError as error:
        raise _missing(engine, error) from error
    with RemoteNotes(RemoteFolder(root), {}).settings() as folder:
        yield folder


def _missing(engine: str, error: ModuleNotFoundError) -> ExtraMissing:
    return ExtraMissing(f"kg build --engine {engine}", str(error.name), engine)


def summary(root: str, out: str, result: FlowResult) -> Iterator[str]:
    """What was made, and what to mind."""
    lines: Counter[str] = Counter()
    for each in result.partitions:
        if not each.name.endswith(".parquet"):  # the same claims again
            lines[each.name.partition("-")[0]] += each.lines
    made = ", ".join((counted(lines["notes"] + lines["entities"], "quad"), counted(lines["claims"], "claim")))
    yield f"Built {root}: {made} in {counted(len(result.partitions), 'file')}"
    kinds = Counter(problem.code for problem in result.problems)
    told = ", ".join(f"{count:,} {code}" for code, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    yield f"  problems  {f'{told} (problems-00000.jsonl.gz has them)' if told else 'none'}"
    yield f"  wrote     {out}/manifest.json"
