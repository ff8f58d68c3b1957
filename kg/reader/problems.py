"""The codes of everything that can be wrong with a file of the vault, and what each means."""

from __future__ import annotations

from kg.model import Problem, Span

CODES: dict[str, str] = {
    "encoding": "not valid UTF-8; unreadable bytes were replaced, the file will never be written",
    "binary": "holds NUL bytes, so it is no text; nothing was read from it",
    "too-large": "larger than the limit for notes; it was not read",
    "unreadable": "cannot be read",
    "failed": "nothing was extracted from it; the next build tries again; if it stays so, report it as a bug of kg",
    "model-failed": "no true answer came for a section of it, which was left to the rules; the next build asks again",
    "model-reversed": "a language model's saying reverses what the words say; it is kept as a candidate and not said",
    "vanished": "was deleted while the vault was being read",
    "name-encoding": "the file's name is not valid UTF-8; it was left out",
    "name-case": "differs from another file's path only in case; links prefer the exact spelling",
    "name-form": "differs from another file's path only in how Unicode composes its letters; it was left out",
    "symlink": "a symbolic link that loops, leads into the vault or overlaps another; it was not followed",
    "conflict-copy": "a second version made by Obsidian Sync; nothing is extracted from it",
    "settings": "the vault's settings cannot be read; no file is taken as excluded",
    "frontmatter-unclosed": "the first line opens properties that no line of three dashes closes",
    "yaml-invalid": "the properties are not valid YAML; none was read",
    "yaml-duplicate-key": "a property stands twice; none was read",
    "yaml-not-a-map": "the properties are not a list of names and values; none was read",
    "yaml-limit": "the properties are too large, too deep or expand too far; none was read",
    "property-link-unquoted": "an unquoted [[link]] in a property is a list in a list, not a link",
    "table-link-split": "an unescaped | splits a link in a table row; write \\| there",
    "comment-unclosed": "a %% opens a comment that nothing closes",
    "timestamp-as-link": "a time in double brackets is a link to a note; it was read as a time, too",
    "timestamp-invalid": "no time can be made of what is written here",
    "link-looks-like-url": "a wikilink to a web address is a link to a note of that name",
    "canvas-invalid": "not a JSON Canvas file",
    "page-unreadable": "this generated page's properties cannot be read, so no correction on it counts; mend them",
    "page-id": "kg_id names no entity, so the page's corrections do not count; restore it, or delete the page",
    "page-twice": "another page has the same kg_id, and only its corrections count; remove one of the two",
    "page-value": "a property of a generated page has a value that it cannot have; it does not count",
    "merge-unknown": "merge_into names no entity; link to an entity's page, or write a name that notes use",
    "merge-cycle": "merge_into leads back to this page, so it does not count; remove the line on one of the pages",
    "alias-twice": "another page claims the same new name, so it counts on neither; remove it from one of them",
    "reject-unknown": "kg_rejected holds what is no claim; give its id (c-…), a link to its block or its IRI",
}


def problem(path: str, code: str, span: Span | None = None, detail: str = "") -> Problem:
    """The problem ``code`` of a file; ``detail`` names the value or the place.

    Raises:
        KeyError: for a code that the table does not name.
    """
    message = CODES[code]
    return Problem(path, code, f"{message}: {detail}" if detail else message, span)
