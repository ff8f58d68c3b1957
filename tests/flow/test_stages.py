"""The stages give what a local build gives, whichever partitions the notes lie in and in whatever order these come."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from kg.assembly.steps.build_result import in_order
from kg.errors import ConfigError, VaultError, WorkerUnfit
from kg.flow import partition_files, stages
from kg.flow.flow_order import FlowOrder, unfit
from kg.flow.gathered_notes import merged
from tests.flow.flow_samples import SETTINGS, Built, locally, written

if TYPE_CHECKING:
    from tests.conftest import MakeVault


def flowed(order: FlowOrder, seed: int) -> Built:
    """Run the stages here, the partitions of each in an order of their own."""
    random = Random(seed)  # noqa: S311 - the orders should come again
    order.out.begin()
    analysed = [stages.analyse_part(order, paths) for paths in order.parts]
    said = [stages.gather_part(order, part) for part in analysed]
    while len(said) > 1:
        one, other = (said.pop(random.randrange(len(said))) for _ in range(2))
        said.append(merged((one, other)))
    settled = stages.settle(order, said[0])
    extracted = [stages.extract_part(order, settled, part) for part in analysed]
    mixed = random.sample(extracted, len(extracted))
    if settled.vault.corrections.all:
        described = [stages.describe_corrected(order, settled, [part.summaries for part in mixed])]
    else:
        grouped = [stages.group_part(part, 3) for part in mixed]
        described = [stages.describe_group(order, [part[group] for part in grouped]) for group in range(3)]
    types = stages.merged_types(described)
    files = [partition_files.write_quads(order, "notes", number, part) for number, part in enumerate(extracted)]
    files += [partition_files.write_quads(order, "entities", number, part) for number, part in enumerate(described)]
    files += [partition_files.write_claims(order, number, part, types) for number, part in enumerate(extracted)]
    problems = [each for two in zip(analysed, extracted, strict=True) for each in stages.problems_of_part(*two)]
    found = in_order([*problems, *stages.problems_of_vault(order, settled)])
    partition_files.finish(order, [each for some in files for each in some], found)
    return written(Path(str(order.out)), found)


@pytest.mark.parametrize(("part", "seed"), [(1, 1), (7, 2), (100, 3)])
def test_a_corrected_vault_gives_the_quads_claims_and_problems_of_a_local_build(
    vault: Path, expected: Built, tmp_path: Path, part: int, seed: int
) -> None:
    found = flowed(FlowOrder.of(vault, tmp_path / "out", SETTINGS, part), seed)
    assert found.quads == expected.quads
    assert found.claims == expected.claims
    assert found.problems == expected.problems


def test_a_vault_without_corrections_does_so_too(vault_copy: Path, tmp_path: Path) -> None:
    found = flowed(FlowOrder.of(vault_copy, tmp_path / "out", SETTINGS, 4), 4)
    assert found == locally(vault_copy)


def test_the_sample_has_what_is_to_be_compared(expected: Built) -> None:
    quads = b"".join(expected.quads)
    assert b'"repaired":true' in expected.claims
    assert b"the words are heard there in Talks/first day.vtt, and nowhere else" in expected.claims
    assert b"entity/annual%20recurring%20revenue>" in next(
        line for line in expected.quads if b"/Zones#" in line and b"recurring" in line
    )
    assert b"harbour.example/ns#Ship" in quads
    assert b"the GPU landlord" in quads
    assert b'"note":"Ships.vtt"' in expected.claims
    assert {each.code for each in expected.problems} >= {"merge-unknown", "yaml-invalid"}


def test_names_that_differ_in_their_unicode_form_alone_count_once(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = make_vault({"Caf\u00e9.md": "Acme sold 40 anvils in 2023.\n", "Cafe\u0301.md": "Acme sold 50 anvils.\n"})
    found = flowed(FlowOrder.of(vault, tmp_path / "out", SETTINGS, 1), 5)
    assert found == locally(vault)
    assert [each.code for each in found.problems] == ["name-case", "name-form"]


def test_what_cannot_be_built_is_refused_before_anything_is_written(make_vault: MakeVault, tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="no notes"):
        FlowOrder.of(make_vault({"a.txt": "x"}), tmp_path / "out", SETTINGS)
    with pytest.raises(ConfigError, match=r"extract\.backend"):
        FlowOrder.of(make_vault({"a.md": "x"}, "other"), tmp_path / "out", replace(SETTINGS, backend="llm"))
    assert not (tmp_path / "out").exists()


def test_a_process_that_has_something_else_works_for_no_order(vault: Path, tmp_path: Path) -> None:
    order = FlowOrder.of(vault, tmp_path, SETTINGS)
    assert not unfit(order)
    for what, field in (("version of kg", "kg"), ("reading code or pipeline", "reading"), ("rules", "rules")):
        other = replace(order, code=order.code._replace(**{field: "9.9"}))
        assert f"another {what}" in unfit(other)
        with pytest.raises(WorkerUnfit, match=f"another {what}"):
            stages.analyse_part(other, other.parts[0])
    assert "does not see the folder" in unfit(FlowOrder.of(vault, tmp_path / "nowhere", SETTINGS))
