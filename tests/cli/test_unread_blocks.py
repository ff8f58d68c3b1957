"""``kg doctor`` names the times that reach no claim, each with its reason, and folders that hold hardly any prose."""

from __future__ import annotations

import pytest

from kg.cli.unread_blocks import UnreadBlocks
from kg.reader.read_note import read_note

OWN = "---\nvideoId: abcdefghijk\n---\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The tower leans [00:10].\n\n## [00:20] Paint\nIt is green.", []),
        ("## [00:20] Paint\n\n## [00:30] Height\nIt is high.", [("[00:20]", "no sentence follows")]),
        ("- [ ] Look at [00:30]\n- The tower leans [00:40].", [("[00:30]", "(task)")]),
        ("[00:40](https://youtu.be/abcdefghijk?t=40)", [("[00:40](https://youtu.be/abcdefghijk?t=40)", "(link list)")]),
        ("00:10 so what we see\n00:14 that it leans\n00:19 and was green\n", [
            ("00:10", "without punctuation"), ("00:14", "without punctuation"), ("00:19", "without punctuation")]),
        ("[00:99:99] It leans.", []),
    ],
)  # fmt: skip
def test_a_time_that_reaches_no_claim_is_told_with_its_reason(text: str, told: list[tuple[str, str]]) -> None:
    found = list(UnreadBlocks().of(read_note("note.md", f"{OWN}{text}".encode())))
    assert [(each.code, each.text) for each in found] == [("time-unreached", place) for place, _ in told]
    assert all(reason in each.message for each, (_, reason) in zip(found, told, strict=True))


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("Tasks/a.md", "- [ ] Paint it\n" * 9 + "\nDone.", ["Tasks"]),
        ("Talks/a.md", "- [ ] Paint it\n" * 4 + "- It leans.\n" * 9, []),
        ("Few/a.md", "- [ ] Paint it\n" * 3, []),
        ("top.md", "- [ ] Paint it\n" * 20, []),
    ],
)
def test_a_folder_of_mostly_other_blocks_than_prose_is_told(path: str, text: str, told: list[str]) -> None:
    unread = UnreadBlocks()
    assert list(unread.of(read_note(path, text.encode()))) == []
    assert [(each.code, each.note) for each in unread.folders()] == [("folder-not-prose", folder) for folder in told]
