"""The parts of sync alone: wording, blocks, properties, opinions, names, the base, disk and journal."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

import kg
from kg import config, escape
from kg.errors import ConfigError
from kg.files.safe_folder import Folder
from kg.reader import frontmatter
from kg.sync.pages import base_files, index_pages, managed_blocks, page_properties
from kg.sync.pages.entity_pages import MOST, PageContext, body
from kg.sync.pages.extractor_view import read_was, settled, was_line
from kg.sync.pages.note_annotations import collect
from kg.sync.pages.page_facts import GraphKnowledge, UncorrectedOpinion
from kg.sync.pages.page_links import Linker, web
from kg.sync.plan import render_plan as told_plan
from kg.sync.plan import sync_memory
from kg.sync.plan.obsidian_workspace import active
from kg.sync.plan.plan import Left, Manner, Plan, decide
from kg.sync.plan.sync_memory import Memory, Written
from kg.sync.plan.vault_survey import look
from kg.sync.vault_sync import recently
from kg.sync.write import history, journal
from kg.sync.write.apply import apply
from kg.sync.write.page_exchange import Pages
from kg.sync.write.undo import undo
from tests.sync_samples import Told, applied, files_of, never, planned, told

TABLE = (Path(__file__).parent / "wording.md").read_text(encoding="utf-8").splitlines()[2:]


@pytest.mark.parametrize("row", TABLE)
def test_text_is_written_so_that_it_shows_as_it_is(row: str) -> None:
    text, written = row[2:-2].split(" | ")
    assert escape.inert(text) == written


@settings(deadline=None)
@given(st.text())
def test_markdown_shows_exactly_the_words(text: str) -> None:
    html = MarkdownIt().enable(["table", "strikethrough"]).render(f"- x {escape.inert(text)}")
    assert "<em>" not in html
    assert "<a " not in html
    assert "<img" not in html
    assert "<code>" not in html
    shown = html.removeprefix("<ul>\n<li>x").removesuffix("</li>\n</ul>\n").strip()
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, char)
    assert shown == escape.one_line(text).replace("\x00", "\ufffd")


@settings(deadline=None)
@given(st.text(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_removing_a_block_restores_the_note(words: str, newline: str, ended: bool) -> None:  # noqa: FBT001 - drawn
    note = words.replace("kg:", "") + (newline if ended else "")
    with_block = managed_blocks.appended(note, "note", "\nContent\n\n", newline)
    found = managed_blocks.find(with_block)
    assert found is not None
    assert not found.edited
    assert managed_blocks.without(with_block) == note
    assert managed_blocks.without_ours(with_block.encode("utf-8", "replace")) == note.encode("utf-8", "replace")


def test_what_is_not_ours_is_no_block_of_ours() -> None:
    for data in (b"plain", b"%% kg:begin note \xff", b"%% kg:begin note sha256=0123456789abcdef %%\n"):
        assert managed_blocks.without_ours(data) == data
    assert managed_blocks.without("plain") == "plain"
    text = managed_blocks.appended("a\n", "note", "b\n", "\n")
    assert managed_blocks.without(f"{text}mine") == "a\nmine"


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "type"]), st.text() | st.integers(-(2**50), 2**50) | st.lists(st.text()).map(tuple)
    )
)
def test_properties_read_back_as_they_were_written(values: dict[str, page_properties.Value]) -> None:
    clean = {name: value for name, value in values.items() if "\ud800" not in str(value)}
    found = frontmatter.read(page_properties.block(clean))
    assert found.issue is None
    assert found.values == {name: list(v) if isinstance(v, tuple) else v for name, v in clean.items()}


def test_a_property_changes_alone() -> None:
    text = "---\r\n# top\r\ntype: A\r\naliases:\r\n- x\r\n\r\n- y\r\n\r\nmine: 'z'  # so\r\n---\r\nBody"
    changed = page_properties.changed(text, {"type": "Bee", "aliases": ("n",), "claims": 3}, "\r\n")
    assert changed == "---\r\n# top\r\ntype: Bee\r\naliases:\r\n  - \"n\"\r\n\r\nmine: 'z'  # so\r\n---\r\nBody"


@pytest.mark.parametrize("front", ['{"type": "A"}', "? type\n: A", "{type: A}"])
def test_properties_in_another_form_are_left_alone(front: str) -> None:
    assert page_properties.changed(f"---\n{front}\n---\n", {"type": "B"}, "\n") is None


def test_the_note_of_an_opinion_reads_back_and_holds_no_percent() -> None:
    said = UncorrectedOpinion("Person", ("100%% <% x::y", "é"))
    line = was_line(said)
    assert line == '%%kg:was {"aliases":["100\\u0025\\u0025 \\u003c\\u0025 x:\\u003ay","é"],"type":"Person"}%%\n'
    assert read_was(line + "rest") == said


@pytest.mark.parametrize("content", ["", "%%kg:was {]}%%\n", "%%kg:was {}%%\n", '%%kg:was {"type":1}%%\n'])
def test_a_damaged_note_of_an_opinion_is_none(content: str) -> None:
    assert read_was(content) is None


def test_what_the_user_set_or_removed_does_not_follow() -> None:
    was, said = UncorrectedOpinion("A", ("x",)), UncorrectedOpinion("B", ("y",))
    assert settled({}, None, said, uncorrected=False) == ({}, said)
    assert settled({"type": "A", "aliases": ["x"]}, was, said, uncorrected=False)[0] == {"type": "B", "aliases": ("y",)}
    assert settled({"type": "C", "aliases": ["z"]}, was, said, uncorrected=False) == ({}, was)
    assert settled({"type": "C", "aliases": ["z"]}, was, said, uncorrected=True) == ({}, said)
    assert settled({}, was, said, uncorrected=True) == ({}, was)


def test_markdown_links_are_encoded_where_the_vault_wants_them() -> None:
    assert Linker().note("a b/c.md", "C [x]|") == "[[a b/c|C x]]"
    assert Linker().note("a.md", "%%<::", cell=True) == "[[a\\|% %‹:]]"
    assert Linker(markdown=True).note("a b/c (1).md", "C", "H #") == "[C](a%20b/c%20%281%29.md#H%20#)"
    assert Linker().note("x #1.md", "x") == "[x](x%20%231.md)", "a wikilink cannot hold it"
    assert web("1:00", "javascript:alert(1)") == "1:00"


def test_the_base_is_yaml_and_knows_whether_it_was_changed() -> None:
    text = index_pages.base(["Person", "Odd"])
    base = YAML(typ="safe", pure=True).load(text)
    assert base["filters"] == {"and": ['file.hasProperty("kg_id")']}
    assert [view["name"] for view in base["views"]] == ["All", "People", "Things"]
    assert base["views"][1]["filters"] == {"and": ['note.type == "Person"']}
    assert base_files.is_ours(text)
    assert not base_files.is_ours(text + "mine: 1\n")
    assert not base_files.is_ours("views: []\n")


def test_a_changed_base_is_kept_and_an_old_one_renewed(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    base = vault / "Knowledge" / "Knowledge.base"
    base.write_text(index_pages.base(["Person"]))
    assert [one.path for one in applied(vault, knowledge).written] == ["Knowledge/Knowledge.base"]
    base.write_text("views: []\n")
    assert [(one.path, one.why) for one in planned(vault, knowledge).left] == [("Knowledge/Knowledge.base", "edited")]


def test_a_removed_block_is_not_written_again(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge, annotate=True)
    page, note = vault / "Knowledge/Acme.md", vault / "talks/New.md"
    page.write_text(page.read_text().partition("%% kg:begin")[0])
    note.write_text("Mine.\n")
    made = planned(vault, knowledge, annotate=True)
    assert {(one.path, one.why) for one in made.left} == {(page.relative_to(vault).as_posix(), "removed"),
                                                         ("talks/New.md", "removed")}  # fmt: skip
    applied(vault, knowledge, Manner(recreate=True, at_most=100), annotate=True)
    assert "%% kg:end page %%" in page.read_text()
    assert note.read_text().startswith("Mine.\n\n%% kg:begin note")


def test_a_block_of_another_kind_is_refused(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    page = vault / "Knowledge/Acme.md"
    page.write_text("---\n" + page.read_text().partition("---\n")[2].replace(" page ", " note "))
    assert [one.detail for one in planned(vault, knowledge).left] == [
        "contains the block of another kind of page (note)"
    ]


def test_properties_that_no_line_splice_can_change_are_refused(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    page = vault / "Knowledge/Acme.md"
    page.write_text(page.read_text().replace("claims: 4\n", "? claims\n: 4\n"))
    made = planned(vault, Told(knowledge.claims[1:], knowledge.opinions))
    assert "cannot be changed line by line" in made.left[0].detail


def test_a_page_with_broken_marks_of_a_lost_entity_is_refused(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    page = vault / "Knowledge/Acme.md"
    page.write_text(page.read_text().replace("%% kg:end page %%\n", ""))
    assert "refused" in {one.why for one in planned(vault, Told((), {})).left}


def test_a_page_shows_no_more_than_a_reader_can_take() -> None:
    facts = [("a.md", f"Acme made {number}.", ("Acme",)) for number in range(MOST + 3)]
    knowledge = told(facts, {"Acme": UncorrectedOpinion("Organization")})
    text = body(knowledge.facts(knowledge.rows()[0]), PageContext(Linker()))
    assert text.endswith("*and 3 more in older notes*\n")


def test_undated_notes_come_by_how_much_they_say() -> None:
    facts = [("a.md", "Acme grew.", ("Acme",)), *(("b.md", f"Acme made {n}.", ("Acme",)) for n in range(2))]
    knowledge = told(facts, {"Acme": UncorrectedOpinion("Organization")})
    text = body(knowledge.facts(knowledge.rows()[0]), PageContext(Linker()))
    assert text.index("### [[b|b]]") < text.index("### [[a|a]]")


def test_a_note_gone_since_the_build_is_not_annotated(vault: Path, knowledge: Told) -> None:
    made = planned(vault, knowledge, annotate=True)
    (vault / "talks/New.md").unlink()
    done = apply(vault, made, Manner(at_most=100), recent=never)
    assert ("talks/New.md", "deleted") in [(one.path, one.why) for one in done.left]
    made = planned(vault, knowledge, annotate=True)
    assert "talks/New.md" not in {edit.path for edit in made.edits}


def test_an_edit_that_became_needless_is_dropped(vault: Path, knowledge: Told) -> None:
    made = planned(vault, knowledge)
    applied(vault, knowledge)
    assert not apply(vault, made, Manner(at_most=100), recent=never).written


WORKSPACE = {
    "main": {"id": "1", "type": "split", "children": [{"id": "2", "state": {"type": "empty", "state": {}}}]},
    "left": [{"id": "3", "state": {"type": "markdown", "state": {"file": "a b/open.md", "mode": "source"}}}],
    "active": "3",
}


@pytest.mark.parametrize(
    ("workspace", "shown"),
    [
        (json.dumps(WORKSPACE), "a b/open.md"),
        (json.dumps(WORKSPACE | {"active": "2"}), None),
        (json.dumps({"active": "9"}), None),
        ("{", None),
        ("[]", None),
        ("[" * 100_000, None),
    ],
)
def test_the_active_tab_is_read_from_the_workspace(tmp_path: Path, workspace: str, shown: str | None) -> None:
    assert active(tmp_path) is None
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian/workspace.json").write_text(workspace, encoding="utf-8")
    assert active(tmp_path) == shown


def test_the_file_in_the_active_tab_must_rest_longer_but_not_for_good(tmp_path: Path) -> None:
    for name in (".obsidian/workspace.json", "a b/open.md", "other.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(WORKSPACE), encoding="utf-8")
        os.utime(tmp_path / name, (1000, 1000))
    after = {seconds: recently(tmp_path, partial(float, 1000 + seconds)) for seconds in (30, 61)}
    assert after[30]("a b/open.md")
    assert not after[30]("other.md")
    assert not after[61]("a b/open.md")


def test_a_file_that_rests_is_not_recent(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("x")
    os.utime(note, (1000, 1000))
    assert recently(tmp_path, lambda: 1005.0)("a.md")
    assert not recently(tmp_path, lambda: 1011.0)("a.md")
    assert not recently(tmp_path, lambda: 100.0)("a.md"), "a clock that is wrong must not stop a file for good"
    assert not recently(tmp_path, lambda: 1005.0)("gone.md")


def remembered(root: Path) -> Memory:
    with Folder(root) as vault:
        return sync_memory.load(vault)


def test_a_lost_memory_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".kg" / "sync").mkdir(parents=True)
    file = tmp_path / sync_memory.FILE
    kept = Memory({"k": Written("p", "s")})
    assert remembered(tmp_path) == Memory()
    for text in ('{"layout": 9, "files": {"k": ["p", "s"]}}', "[]", '{"layout": 2, "files": {"k": ["p", "s"]}}'):
        file.write_text(text)
        assert remembered(tmp_path) == Memory()
    file.write_bytes(kept.to_bytes())
    assert remembered(tmp_path) == kept
    file.write_bytes(kept.to_bytes().replace(b'"p"', b'"q"'))
    assert remembered(tmp_path) == Memory(), "it is not what was signed"


def test_the_memory_follows_a_moved_page_without_any_edit(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    made = planned(vault, knowledge)
    moved = Memory({**made.memory.files, "x": Written("y", "z")})
    apply(vault, Plan((), (), 0, moved, 2), Manner(), recent=never)
    assert remembered(vault) == moved


def test_the_vaults_link_style_is_read(vault: Path) -> None:
    settings = vault / ".obsidian" / "app.json"
    for text, markdown in (('{"useMarkdownLinks": true}', True), ("[]", False), ("{", False)):
        settings.write_text(text)
        assert look(vault, Memory()).markdown is markdown


def test_a_file_that_another_program_keeps_is_left_and_the_others_are_written(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(vault)
    made = planned(vault, knowledge, annotate=True)
    held = Pages.replace

    def replace(pages: Pages, page: str, sha256: str, data: bytes) -> bool:
        if page == "talks/Old.md":
            raise PermissionError(13, "Permission denied")
        return held(pages, page, sha256, data)

    monkeypatch.setattr(Pages, "replace", replace)
    done = apply(vault, made, Manner(at_most=100), recent=never)
    assert [(one.path, one.why) for one in done.left] == [("talks/Old.md", "refused")]
    assert "cannot be replaced now (Permission denied)" in done.left[0].detail
    assert len(done.written) == len(made.edits) - 1
    assert files_of(vault)["talks/Old.md"] == before["talks/Old.md"]
    monkeypatch.undo()
    undo(vault)
    assert files_of(vault) == before


def test_a_cut_line_of_the_journal_was_no_step(tmp_path: Path) -> None:
    for _ in range(2):
        with history.opened(tmp_path) as vault, history.journaled(vault, None, 1.0) as held:
            held.record([journal.Step("a.md", None, "0")], [])
        with (tmp_path / history.HISTORY / "0001.log").open("ab") as file:
            file.write(b'0123 {"path": "b.')
    with Folder(tmp_path) as vault:
        (entry,) = history.entries(vault)
        record = history.record_of(vault, entry)
    assert [step.path for step in record.steps] == ["a.md", "a.md"]
    assert not record.ended
    undo(tmp_path)
    assert not (tmp_path / history.HISTORY / "0001.log").exists()


def test_undo_brings_back_notes_with_their_mode(vault: Path, knowledge: Told) -> None:
    before = files_of(vault)
    (vault / "talks/Old.md").chmod(0o600)
    applied(vault, knowledge, annotate=True)
    assert files_of(vault)["talks/Old.md"] != before["talks/Old.md"]
    found = undo(vault)
    assert found is not None
    assert found.restored == ("talks/New.md", "talks/Old.md")
    assert files_of(vault) == before
    assert (vault / "talks/Old.md").stat().st_mode & 0o777 == 0o600
    applied(vault, knowledge)
    (vault / "talks/New.md").write_text("changed, but not by sync")
    assert (vault / "Knowledge/Acme.md").write_text("mine") == 4
    again = undo(vault)
    assert again is not None
    assert again.kept == ("Knowledge/Acme.md",)


def test_undo_names_what_was_moved_or_deleted_since(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge, annotate=True)
    (vault / "talks/Old.md").rename(vault / "talks/Older.md")
    (vault / "Knowledge/Acme.md").unlink()
    found = undo(vault)
    assert found is not None
    assert set(found.gone) == {"talks/Old.md", "Knowledge/Acme.md"}
    assert "talks/New.md" in found.restored


@pytest.mark.parametrize("was", ["[" * 100_000, '{"a":' * 50_000])
def test_an_opinion_that_is_nested_too_deep_is_none(was: str) -> None:
    assert read_was(f'%%kg:was {{"type":{was}}}%%\n') is None


def test_half_a_character_in_a_name_can_be_written(vault: Path) -> None:
    line = was_line(UncorrectedOpinion("Person", ("a\ud800b",)))
    assert line.encode()
    assert read_was(line) == UncorrectedOpinion("Person", ("a\ud800b",))


def test_a_page_deleted_between_plan_and_write_stays_deleted(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    made = planned(vault, Told(knowledge.claims[1:], knowledge.opinions))
    (vault / "Knowledge/Acme.md").unlink()
    done = apply(vault, made, Manner(at_most=100), recent=never)
    assert [(one.path, one.why) for one in done.left] == [("Knowledge/Acme.md", "deleted")]
    assert not (vault / "Knowledge/Acme.md").exists()


def test_a_file_that_appears_in_the_last_moment_stays(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(_: Pages, path: str, data: bytes) -> None:
        raise FileExistsError(path)

    monkeypatch.setattr(Pages, "create", taken)
    done = applied(vault, knowledge)
    assert {one.detail for one in done.left} == {"appeared just now"}
    assert done.written == []


def test_a_diff_tells_where_no_line_end_is(vault: Path, knowledge: Told) -> None:
    made = planned(vault, knowledge, annotate=True)
    old = next(edit for edit in made.edits if edit.path == "talks/Old.md")
    lines = list(told_plan.diff(old))
    assert lines[0] == "--- a/talks/Old.md"
    assert lines.count("\\ No newline at end of file") == 2


def test_names_that_are_taken_get_the_type_then_a_number() -> None:
    taken = {escape.folded(name) for name in ("Acme", "acme (organization)", "ACME (Organization) 2")}
    assert escape.free_name("Acme", "Organization", taken) == "Acme (Organization) 3"
    assert escape.free_name("acme.", "Person", taken) == "acme (Person)"
    assert escape.file_name("aux.x.md") == "aux_x.md"


def test_what_a_killed_run_left_half_written_is_swept(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    (vault / ".kg/sync/out/0123456789abcdef-new.new").write_text("half")
    applied(vault, Told(knowledge.claims[1:], knowledge.opinions))
    assert not list((vault / ".kg/sync/out").glob("*new*"))


def test_an_apply_after_another_is_undone_alone(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    first, known = files_of(vault), remembered(vault)
    applied(vault, Told(knowledge.claims[1:], knowledge.opinions))
    undo(vault)
    assert files_of(vault) == first
    assert remembered(vault) == known


def test_what_would_harm_the_users_text_is_never_written(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(vault, knowledge)
    honest = managed_blocks.replaced

    def careless(text: str, block: managed_blocks.Managed, content: str, newline: str) -> str:
        return honest(text, block, content, newline) + "lost"

    monkeypatch.setattr(managed_blocks, "replaced", careless)
    made = planned(vault, knowledge)
    assert made.edits == ()
    assert {one.why for one in made.left} == {"refused"}


def test_a_page_of_which_every_claim_is_rejected_is_empty() -> None:
    knowledge = told([("a.md", "Acme grew.", ("Acme",))], {"Acme": UncorrectedOpinion("Organization")})
    facts = knowledge.facts(knowledge.rows()[0])
    assert body(facts, PageContext(Linker()), rejected=[facts.claims[0].id]) == ""


def test_a_note_that_vanishes_while_it_is_planned_is_left(vault: Path, knowledge: Told) -> None:
    note = next(edit for edit in planned(vault, knowledge, annotate=True).edits if edit.wanted.kind == "note")
    left = decide(note.wanted, None, Memory(), Manner(), recent=never)
    assert isinstance(left, Left)
    assert left.detail == "is gone"


def test_equal_notes_are_kept_once_for_undo(vault: Path, knowledge: Told) -> None:
    (vault / "talks/Old.md").write_bytes((vault / "talks/New.md").read_bytes())
    before = files_of(vault)
    applied(vault, knowledge, annotate=True)
    assert len(list((vault / ".kg/sync/before").iterdir())) == 1
    undo(vault)
    assert files_of(vault) == before


def test_nothing_to_do_leaves_no_trace(vault: Path) -> None:
    apply(vault, Plan((), (), 0, Memory(), 2), Manner(), recent=never)
    assert not (vault / ".kg").exists()


def test_a_folder_with_something_of_the_users_stays(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    (vault / "Knowledge" / "mine.md").write_text("x")
    undo(vault)
    assert [path.name for path in (vault / "Knowledge").iterdir()] == ["mine.md"]


def test_claims_that_a_page_does_not_show_are_not_linked() -> None:
    found: dict[str, dict[str, dict[str, str]]] = {}
    knowledge = told([("a.md", "Acme grew.", ("Acme",))], {"Acme": UncorrectedOpinion("Organization")})
    collect(found, knowledge.facts(knowledge.rows()[0]), [])
    assert found == {}


def test_values_that_differ_carry_the_verdict_on_them() -> None:
    notes = [("a.md", "Acme earned money.", ("Acme",)), ("a.md", "Acme earned more.", ("Acme",))]
    knowledge = told(notes, {"Acme": UncorrectedOpinion("Organization")})
    facts = knowledge.facts(knowledge.rows()[0])
    site = PageContext(Linker(markdown=False), {}, {})
    plain = body(facts, site)
    judged = body(replace(facts, verdicts={facts.figures[0].property: ("conflict", "the *numbers* differ")}), site)
    assert "## Differing values" in plain
    added = [line for line in judged.splitlines() if line not in plain.splitlines()]
    assert len(added) == 1
    assert added[0].endswith(r" – *conflict (the \*numbers\* differ)*")


def test_the_graph_tells_verdicts_on_what_differs(vault_copy: Path) -> None:
    with kg.build(vault_copy, workers=1) as graph:
        knowledge = GraphKnowledge(graph, config.Config().base_iri)
        facts = {row.name: knowledge.facts(row) for row in knowledge.rows() if row.name in {"CoreWeave", "Ethereum"}}
    assert facts["CoreWeave"].verdicts["valuation"] == ("differ in kind", "forecast against actual")
    assert set(facts["CoreWeave"].verdicts) <= {name for name, _ in facts["CoreWeave"].differing}
    assert facts["Ethereum"].verdicts == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sync]\nmin_claims = 0", "0 is less than 1"),
        ('[sync]\nfolder = ".hidden"', "'.hidden' is not the path of a visible folder"),
        ('[sync]\nfolder = "a/../b"', "is not the path of a visible folder"),
        ('[sync]\nfolder = ""', "is not the path of a visible folder"),
    ],
)
def test_settings_of_sync_are_checked(tmp_path: Path, own_settings: Path, text: str, said: str) -> None:
    own_settings.write_text(text)
    with pytest.raises(ConfigError, match=said):
        config.load(tmp_path, os.environ)
    own_settings.write_text('[sync]\nfolder = "/My pages/kg/"')
    assert config.load(tmp_path, os.environ).sync_folder == "My pages/kg"
