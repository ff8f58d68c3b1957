"""The codes of everything that can be wrong with a file of the vault, and what each means."""

from __future__ import annotations

from kg.model import Problem, Span

CODES: dict[str, str] = {
    "encoding": "not valid UTF-8; unreadable bytes were replaced, the file will never be written",
    "binary": "contains NUL bytes, so it is not text; nothing was read from it",
    "too-large": "larger than the limit for notes; it was not read",
    "unreadable": "cannot be read",
    "failed": "extraction failed; the next build tries again; if this persists, please report it as a bug",
    "model-failed": "an answer of the model could not be verified, so kg used its rules; the next build asks again",
    "model-reversed": "a language model's saying reverses what the words say; it is kept as a candidate and not said",
    "vanished": "was deleted while the vault was being read",
    "name-encoding": "the file's name is not valid UTF-8; it was left out",
    "name-case": "differs from another file's path only in case; links prefer the exact spelling",
    "name-form": "differs from another file's path only in how Unicode composes its letters; it was left out",
    "symlink": "a symbolic link that loops, leads into the vault or overlaps another; it was not followed",
    "conflict-copy": "a second version made by Obsidian Sync; nothing is extracted from it",
    "settings": "the vault's settings cannot be read; no file is treated as excluded",
    "settings-pattern": "a pattern of excluded files may take too long on long paths, so it is not tried on them",
    "frontmatter-unclosed": "the first line opens properties that no line of three dashes closes",
    "yaml-invalid": "the properties are not valid YAML; none was read",
    "yaml-duplicate-key": "a property occurs twice; none was read",
    "yaml-not-a-map": "the properties are not a list of names and values; none was read",
    "yaml-limit": "the properties are too large, too deep or expand too far; none was read",
    "property-link-unquoted": "an unquoted [[link]] in a property is a list in a list, not a link",
    "table-link-split": "an unescaped | splits a link in a table row; write \\| there",
    "comment-unclosed": "a %% opens a comment that nothing closes",
    "timestamp-as-link": "a time in double brackets is a link to a note; it was read as a time, too",
    "timestamp-invalid": "this cannot be read as a time",
    "link-looks-like-url": "a wikilink to a web address is a link to a note of that name",
    "canvas-invalid": "not a JSON Canvas file",
    "page-unreadable": "this generated page's properties cannot be read, so its corrections are ignored; fix them",
    "page-id": "kg_id names no entity, so the page's corrections are ignored; restore it, or delete the page",
    "page-twice": "another page has the same kg_id, and only its corrections count; remove one of the two",
    "page-value": "a property of a generated page has an invalid value, so it is ignored",
    "merge-unknown": "merge_into names no entity; link to an entity's page, or write a name that notes use",
    "merge-cycle": "merge_into leads back to this page, so it is ignored; remove the line on one of the pages",
    "alias-twice": "another page claims the same new name, so it is ignored on both; remove it from one of them",
    "reject-unknown": "kg_rejected contains what is not a claim; give its id (c-…), a link to its block or its IRI",
    "transcript-empty": "named like a transcript, but no speech can be read in it",
    "transcript-truncated": "the file ends in the middle, as after a download that broke off",
    "transcript-encoding": "the file is not UTF-8 text; it was read all the same",
    "transcript-time": "times of cues that cannot be read; their words are searchable, but nothing plays them",
    "transcript-reversed": "cues that end before they begin; only their beginning counts",
    "transcript-order": "cues that are not in the order of their times; they were sorted",
    "transcript-overlap": "cues that begin before the one before them ends",
    "transcript-beyond": "cues so late that they cannot be in the recording; its length is taken without them",
    "transcript-label": "a speaker's label too long for a name; it was read as speech",
    "transcript-too-large": "larger than the limit for transcripts; it was not read",
    "transcript-ambiguous": "it may belong to several recordings, so it is joined to none; name it in a property "
    "'transcript' of the note that it belongs to",
    "transcript-alone": "no note or recording has its name, so it is only searchable; give it the note's name, or name "
    "it in a property 'transcript' of the note",
    "transcript-several": "another transcript of the recording in this language counts for times and context",
}


def problem(path: str, code: str, span: Span | None = None, detail: str = "") -> Problem:
    """The problem ``code`` of a file; ``detail`` names the value or the place.

    Raises:
        KeyError: for a code that the table does not name.
    """
    message = CODES[code]
    return Problem(path, code, f"{message}: {detail}" if detail else message, span)
