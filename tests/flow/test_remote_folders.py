"""Notes in a bucket, a zip file or another place that fsspec reads; each worker reads its own, and writes there."""

from __future__ import annotations

import shutil
from gzip import decompress
from typing import TYPE_CHECKING

import pytest

from kg.errors import RemoteFailed, VaultError
from kg.flow.flow_order import FlowOrder
from kg.flow.remote_folder import RemoteFolder
from tests.flow.bucket_server import Buckets, bucket_server
from tests.flow.flow_samples import SETTINGS, Built
from tests.flow.test_stages import flowed

pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'claimgraph[s3]'")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# what s3fs leaves to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:unclosed", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def store() -> Iterator[Buckets]:
    with bucket_server() as buckets, pytest.MonkeyPatch.context() as patch:
        for name, value in buckets.environment().items():
            patch.setenv(name, value)
        yield buckets


def fetched(address: str) -> Built:
    """What a flow left at an address, but for its problems."""
    folder = RemoteFolder(address)
    files = folder.read(sorted(folder.files()))
    lines = (decompress(data).splitlines(keepends=True) for name, data in files.items() if name.endswith(".nq.gz"))
    claims = (decompress(data) for name, data in sorted(files.items()) if "claims" in name and name.endswith(".gz"))
    return Built(sorted(line for each in lines for line in each), b"".join(claims), ())


def test_a_vault_in_a_bucket_gives_the_graph_of_a_local_build_in_another_bucket(
    vault: Path, expected: Built, store: Buckets
) -> None:
    store.upload(vault, "notes/my vault")
    order = FlowOrder.of("s3://notes/my vault", "s3://graphs/made", SETTINGS, 7)
    assert not [key for key in store.asked if key.endswith(".md")], "the machine that gives the order reads no note"
    problems = flowed(order, 2).problems
    assert problems == expected.problems
    assert fetched("s3://graphs/made") == expected._replace(problems=())
    assert store.asked.count("notes/my vault/Metrics.md") == 1
    assert not [key for key in store.objects if "/analysed-" in key or "/extracted-" in key]


def test_a_zip_file_gives_it_too(vault: Path, expected: Built, tmp_path: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "my notes"), "zip", vault)
    assert flowed(FlowOrder.of(f"zip::{packed}", tmp_path / "out", SETTINGS, 100), 3) == expected


def test_a_manifest_of_somebody_elses_is_left_alone(store: Buckets, vault: Path) -> None:
    store.objects["theirs/manifest.json"] = b'{"name": "my web page"}'
    order = FlowOrder.of(vault, "s3://theirs", SETTINGS)
    with pytest.raises(FileExistsError, match="not kg's"):
        order.out.begin()
    assert store.objects["theirs/manifest.json"] == b'{"name": "my web page"}'


def test_what_lies_there_of_an_earlier_run_goes_and_other_files_stay(store: Buckets, small: Path) -> None:
    store.objects["again/notes-00007.nq.gz"] = b"\x1f\x8b of an earlier run"
    store.objects["again/notes-00008.nq.gz"] = b"not kg's"
    flowed(FlowOrder.of(small, "s3://again", SETTINGS), 1)
    names = {key.partition("/")[2] for key in store.objects if key.startswith("again/")}
    assert "notes-00007.nq.gz" not in names
    assert {"notes-00008.nq.gz", "manifest.json", "notes-00000.nq.gz", "claims-00000.parquet"} <= names


def test_names_that_look_like_patterns_and_large_files_are_read_as_they_are(store: Buckets, tmp_path: Path) -> None:
    store.objects["odd/Who [is] *it?.md"] = b"Acme sold 40 anvils in 2023.\n"
    store.objects["odd/Large.md"] = b"x" * (16 * 1024 * 1024 + 1)
    found = flowed(FlowOrder.of("s3://odd", tmp_path, SETTINGS), 1)
    assert b"40 anvils" in found.claims
    assert [(each.path, each.code) for each in found.problems] == [("Large.md", "too-large")]


def test_notes_that_cannot_be_read_end_the_build_rather_than_miss_in_it(store: Buckets, tmp_path: Path) -> None:
    store.objects |= {"locked/A.md": b"Acme sold 40 anvils.\n", "locked/B.md": b"Acme sold 50 anvils.\n"}
    store.forbidden.add("locked/B.md")
    order = FlowOrder.of("s3://locked", tmp_path, SETTINGS)
    with pytest.raises(RemoteFailed, match=r"s3://locked: 'B\.md' cannot be read"):
        flowed(order, 1)
    assert not (tmp_path / "manifest.json").exists()


def test_an_address_that_nothing_reads_is_told(vault: Path, tmp_path: Path) -> None:
    with pytest.raises(RemoteFailed, match="nonsense"):
        FlowOrder.of("nonsense://bucket", tmp_path, SETTINGS)
    with pytest.raises(VaultError, match="nonsense"):
        FlowOrder.of(vault, "nonsense://bucket", SETTINGS)
    with pytest.raises(VaultError, match="no notes"):
        FlowOrder.of("memory://empty", tmp_path, SETTINGS)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "A.md").write_text("Acme sold 40 anvils in 2023.\n")
    return tmp_path / "small"
