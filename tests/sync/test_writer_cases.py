"""The writer's conformance cases W01 to W10, each a promise to people who lost notes to other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import SyncRefused
from kg.escape import file_name, folded
from kg.reader import frontmatter
from kg.reader.read_note import read_note
from kg.reader.resolver import Resolver
from kg.sync.pages import managed_blocks
from kg.sync.pages.page_facts import UncorrectedOpinion
from kg.sync.plan.plan import Manner
from kg.sync.write.apply import apply
from tests.sync_samples import Told, applied, check_pages, files_of, never, planned, told

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "Knowledge/Acme.md"


def edited(root: Path, path: str, old: str, new: str) -> None:
    """The user replaces text in a file."""
    text = (root / path).read_bytes().decode()
    assert old in text
    (root / path).write_bytes(text.replace(old, new, 1).encode())


def test_w01_a_second_run_writes_no_file(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge, annotate=True)
    times = {path: path.stat().st_mtime_ns for path in vault.rglob("*") if path.is_file()}
    assert not applied(vault, knowledge, annotate=True).written
    assert {path: path.stat().st_mtime_ns for path in vault.rglob("*") if path.is_file()} == times


def test_w02_all_other_bytes_of_an_odd_note_stay(vault: Path, knowledge: Told) -> None:
    note = vault / "talks" / "Old.md"
    note.chmod(0o640)
    before = note.read_bytes()
    applied(vault, knowledge, annotate=True)
    after = note.read_bytes()
    assert after.startswith(before)
    assert b"\n" not in after.replace(b"\r\n", b""), "the line ends of the note are those of the block"
    assert not after.endswith(b"\n")
    assert managed_blocks.without(after.decode()).encode() == before
    assert note.stat().st_mode & 0o777 == 0o640


def test_w02_properties_of_a_page_change_line_by_line(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, "claims: 4\n", "mine: [a, 'b']  # why\nclaims: 4\n\n# end\n")
    applied(vault, Told(knowledge.claims[:1], knowledge.opinions))
    text = (vault / PAGE).read_text()
    assert "mine: [a, 'b']  # why\nclaims: 1\n\n# end\n" in text


@pytest.mark.parametrize(
    ("mine", "left"),
    [("claims: 4  # my remark\n", True), ('claims: "4 # no remark"\n', False), ("claims: later\n", False)],
)
def test_w04_what_the_user_writes_into_the_counts_stays(vault: Path, knowledge: Told, mine: str, *, left: bool) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, "claims: 4\n", mine)
    fewer = Told(knowledge.claims[:1], knowledge.opinions)
    told_left = {one.path: one.detail for one in planned(vault, fewer).left}
    applied(vault, fewer)
    assert mine in (vault / PAGE).read_text()
    assert ("cannot be changed line by line" in told_left.get(PAGE, "")) == left


def test_w04_a_number_sign_in_a_quoted_alias_is_no_comment(vault: Path, knowledge: Told) -> None:
    name = next(iter(knowledge.opinions))
    first = {**knowledge.opinions, name: UncorrectedOpinion("Organization", ("A # B", "It's #1"))}
    applied(vault, Told(knowledge.claims, first))
    then = Told(knowledge.claims, {**first, name: UncorrectedOpinion("Organization", ("C # D",))})
    assert not planned(vault, then).left
    applied(vault, then)
    assert '- "C # D"' in (vault / f"Knowledge/{name}.md").read_text()


def test_w06_a_link_to_a_note_in_the_place_of_a_page_is_left_alone(vault: Path, knowledge: Told) -> None:
    (vault / PAGE).parent.mkdir()
    (vault / PAGE).symlink_to("../talks/New.md")
    before = (vault / "talks/New.md").read_bytes()
    done = applied(vault, knowledge, Manner(recreate=True, at_most=100))
    assert (vault / "talks/New.md").read_bytes() == before
    assert PAGE not in {one.path for one in done.written}


def test_w03_edits_inside_a_block_are_kept_and_reported(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, "Acme grew.", "Acme shrank.")
    before = files_of(vault)
    done = planned(vault, Told(knowledge.claims[1:], knowledge.opinions))
    assert [(one.path, one.why) for one in done.left] == [(PAGE, "edited")]
    applied(vault, Told(knowledge.claims[1:], knowledge.opinions))
    assert files_of(vault)[PAGE] == before[PAGE]


def test_w03_force_writes_over_edits_after_a_copy(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, "Acme grew.", "Acme shrank.")
    mine = (vault / PAGE).read_bytes()
    done = applied(vault, knowledge, Manner(force=True, at_most=100))
    assert b"Acme shrank." not in (vault / PAGE).read_bytes()
    assert [(vault / copy).read_bytes() for copy in done.backups] == [mine]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("%% kg:end page %%", "", "without its 'kg:end'"),
        ("%% kg:end page %%", "%% kg:end page %%\n\n%% kg:end page %%", "without its 'kg:begin'"),
        ("%% kg:begin page sha", "%% kg:begin page  sha", "damaged"),
        ("## Claims", "%% kg:begin page sha256=0123456789abcdef %%", "a second 'kg:begin'"),
        ("%% kg:end page %%", "%% kg:end note %%", "without its 'kg:begin'"),
    ],
)
def test_w04_a_file_with_broken_marks_is_refused(vault: Path, knowledge: Told, old: str, new: str, said: str) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, old, new)
    before = files_of(vault)
    made = planned(vault, Told(knowledge.claims[1:], knowledge.opinions), Manner(force=True, at_most=100))
    assert [(one.path, one.why) for one in made.left] == [(PAGE, "refused")]
    assert said in made.left[0].detail
    applied(vault, knowledge)
    assert files_of(vault)[PAGE] == before[PAGE]


def test_w05_what_changes_between_plan_and_write_survives(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    fewer = Told(knowledge.claims[1:], knowledge.opinions)
    made = planned(vault, fewer)
    edited(vault, PAGE, "---\n\n%% kg:begin", "---\nMy own words\n\n%% kg:begin")
    done = apply(vault, made, Manner(at_most=100), recent=never)
    text = (vault / PAGE).read_text()
    assert "My own words" in text
    assert "claims: 3" in text
    assert PAGE in {one.path for one in done.written}
    assert not planned(vault, fewer).edits


def test_w05_a_page_edited_or_deleted_between_plan_and_write_is_left(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    made = planned(vault, Told(knowledge.claims[1:], knowledge.opinions))
    edited(vault, PAGE, "Acme bought", "Acme stole")
    done = apply(vault, made, Manner(at_most=100), recent=never)
    assert [(one.path, one.why) for one in done.left] == [(PAGE, "edited")]
    assert "Acme stole" in (vault / PAGE).read_text()


def test_w05_a_file_that_appears_at_the_place_of_a_new_page_stays(vault: Path, knowledge: Told) -> None:
    made = planned(vault, knowledge)
    (vault / "Knowledge").mkdir()
    (vault / PAGE).write_text("mine\n")
    done = apply(vault, made, Manner(at_most=100), recent=never)
    assert (vault / PAGE).read_text() == "mine\n"
    assert [one.path for one in done.left] == [PAGE]


def test_w06_a_page_is_found_where_the_user_moved_it(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    (vault / PAGE).rename(vault / "talks" / "Acme and I.md")
    applied(vault, Told(knowledge.claims[1:], knowledge.opinions))
    assert "claims: 3" in (vault / "talks" / "Acme and I.md").read_text()
    assert not (vault / PAGE).exists()
    assert "[[talks/Acme and I|Acme]]" in (vault / "Knowledge/Globex.md").read_text()


def test_w06_a_deleted_page_stays_deleted(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    (vault / PAGE).unlink()
    (vault / "Knowledge/Knowledge.base").unlink()
    made = planned(vault, knowledge)
    assert {(one.path, one.why) for one in made.left} == {(PAGE, "deleted"), ("Knowledge/Knowledge.base", "deleted")}
    applied(vault, knowledge)
    assert not (vault / PAGE).exists()
    applied(vault, knowledge, Manner(recreate=True, at_most=100))
    assert (vault / PAGE).exists()


def test_w06_a_copy_of_a_page_is_left_alone(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    (vault / "A.md").write_bytes((vault / PAGE).read_bytes())
    made = planned(vault, Told(knowledge.claims[1:], knowledge.opinions))
    assert [(one.path, one.why) for one in made.left] == [("A.md", "double")]
    assert PAGE in {one.path for one in made.edits}


@pytest.mark.parametrize(
    "data",
    [b"---\na: 1\na: 2\n---\nx\n", b'---\na: "x\n---\nx\n', b"bad \xff byte\n"],
    ids=["key twice", "open", "utf-8"],
)
def test_w07_a_file_that_cannot_be_read_is_never_written(vault: Path, knowledge: Told, data: bytes) -> None:
    (vault / "talks" / "New.md").write_bytes(data)
    made = planned(vault, knowledge, annotate=True)
    assert ("talks/New.md", "refused") in [(one.path, one.why) for one in made.left]
    applied(vault, knowledge, annotate=True)
    assert (vault / "talks" / "New.md").read_bytes() == data


@pytest.mark.parametrize("end", ["```\ncode", "%% aside", "<!-- aside", "$$\nx"])
def test_w07_a_note_that_ends_inside_something_is_refused(vault: Path, knowledge: Told, end: str) -> None:
    (vault / "talks" / "New.md").write_text(f"Words.\n\n{end}")
    made = planned(vault, knowledge, annotate=True)
    assert ("talks/New.md", "refused") in [(one.path, one.why) for one in made.left]


@pytest.mark.parametrize(
    "hostile",
    [
        "%%",
        "[[Note]]",
        "#tag",
        "---",
        "<% tp.user.x() %>",
        "key:: v",
        "![[x]]",
        "`= this.x`",
        "<script>",
        "$x$",
        "1. one",
        "%% kg:end page %%",
        "[!note]",
        "> q",
        "- [ ] todo",
        "^id",
        "&lt;",
        "==x==",
        "a\nb",
        "| a |",
    ],
)
def test_w08_text_of_transcripts_is_inert(vault: Path, hostile: str) -> None:
    knowledge = told((("talks/New.md", hostile, ("Acme",)),), {"Acme": UncorrectedOpinion("Organization", (hostile,))})
    applied(vault, knowledge, annotate=True)
    check_pages(vault)
    text = (vault / PAGE).read_bytes().decode()
    assert "<" not in text.partition("---\n\n")[2], "templates look for the raw characters"
    assert text.count("%%") == 6, "the marks and the note of the opinion, nothing else"
    assert not planned(vault, knowledge, annotate=True).edits


def test_w09_names_are_legal_unique_and_can_be_linked(vault: Path) -> None:
    names = ["A/B: C?", "CON", "x #1", "n" * 300, "straße", "STRASSE", "e\u0301", "é (2)", "New", "..", "|", "com1.txt"]
    knowledge = told(
        [("talks/New.md", f"{name} grew.", (name, names[0])) for name in names],
        {name: UncorrectedOpinion("Concept") for name in names},
    )
    applied(vault, knowledge)
    pages = [path for path in files_of(vault) if path.startswith("Knowledge/")]
    assert len(pages) == len(names) + 2
    stems = [path.rpartition("/")[2].rpartition(".")[0] for path in pages if path.endswith(".md")]
    assert len({folded(stem) for stem in stems}) == len(stems)
    assert all(file_name(stem) == stem and len(stem.encode()) <= 240 for stem in stems)
    assert "New (Concept)" in stems, "a user's note keeps its name for itself"
    resolver = Resolver(files_of(vault))
    index = read_note("i.md", files_of(vault)["Knowledge/Knowledge index.md"])
    assert {resolver.resolve(link.target, "i.md").path for link in index.links} == {
        path for path in pages if "index" not in path and path.endswith(".md")
    }


def test_w10_an_empty_scan_changes_nothing(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    for note in (vault / "talks").iterdir():
        note.unlink()
    before = files_of(vault)
    with pytest.raises(SyncRefused, match="contains no notes of yours"):
        planned(vault, Told())
    assert files_of(vault) == before


def test_a_page_without_claims_says_goodbye_and_keeps_what_the_user_wrote(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, "---\n\n%%", "---\nMine.\n\n%%")
    applied(vault, Told(knowledge.claims[:0], knowledge.opinions))
    text = (vault / PAGE).read_text()
    assert "The notes no longer claim anything about Acme." in text
    assert "Mine." in text
    assert '%%kg:was {"aliases":["ACME Ltd"],"type":"Organization"}%%' in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('merge_into: "[[Globex]]"', "Merged into [[Globex]]."),
        ("merge_into: Globex %%", "Globex &#37;&#37;"),
        ("ignore: true", "Left out of the graph."),
    ],
)
def test_a_page_of_a_merged_or_ignored_entity_says_so(vault: Path, knowledge: Told, line: str, said: str) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, "claims: 4\n", f"claims: 4\n{line}\n")
    applied(vault, Told(knowledge.claims[:0], knowledge.opinions))
    assert said in (vault / PAGE).read_text()


def test_corrected_properties_stay_and_others_follow_the_extractor(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    edited(vault, PAGE, "type: Organization", "type: Product")
    changed = {"Acme": UncorrectedOpinion("Person", ("ACME", "Acme Inc")), "Globex": UncorrectedOpinion("Place")}
    applied(vault, Told(knowledge.claims, changed))
    acme = frontmatter.read((vault / PAGE).read_text()).values
    globex = frontmatter.read((vault / "Knowledge/Globex.md").read_text()).values
    assert (acme["type"], acme["aliases"]) == ("Product", ["ACME", "Acme Inc"])
    assert globex["type"] == "Place"
    assert '%%kg:was {"aliases":["ACME","Acme Inc"],"type":"Organization"}%%' in (vault / PAGE).read_text()


@pytest.mark.parametrize("form", ["#{}", "{}", "[[Knowledge/Acme#^{}]]", "https://kg.example/note/talks/New#{}"])
def test_rejected_claims_leave_the_page(vault: Path, knowledge: Told, form: str) -> None:
    applied(vault, knowledge)
    fragment = knowledge.claims[0].id.rpartition("#")[2]
    edited(vault, PAGE, "claims: 4\n", f'claims: 4\nkg_rejected:\n  - "{form.format(fragment)}"\n')
    applied(vault, knowledge)
    page = (vault / PAGE).read_text()
    assert f"^{fragment}" not in page.partition("%% kg:begin")[2]
    assert "Acme bought Globex." in page


def test_newest_recordings_come_first_and_a_sentence_comes_once(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    page = (vault / PAGE).read_text()
    assert page.index("[[talks/New|") < page.index("[[talks/Old|")
    assert page.count("Acme grew.") == 1
