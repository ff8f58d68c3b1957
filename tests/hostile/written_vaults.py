"""Vaults whose names, properties and texts are attacks: on paths, pages, programs, and on kg's time and memory."""

from __future__ import annotations

import io
import json
import os
import unicodedata
import zipfile
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from tests.hostile.ground import FIRMS, SECRET
from tests.hostile.hostile_vault import BUILT, STRANGERS, HostileVault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.hostile.ground import Ground

SAYING = "Acme Corporation sold 40 anvils to {0} in 2019 [00:01:00]. {0} paid Acme 3 million dollars.\n\n"
DEEP = 2_000  # more shows no more: that time grows with the length, others test
MANY = 10_000


def named(ground: Ground, names: Iterable[str]) -> None:
    """Notes and folders with these names, each of which claims something; what the system cannot name is left out."""
    for name in names:
        try:
            ground.note(f"{name}.md", SAYING.format("Initech"))
            ground.note(f"{name} folder/inner.md", SAYING.format("Globex"))
        except (OSError, ValueError):
            continue


def linking(ground: Ground, targets: Iterable[str]) -> None:
    """Notes that link often to something, so that it gets a page."""
    for number, target in enumerate(targets):
        text = SAYING.format(f"[[{target}]]") + SAYING.format(f"[[{target}|Initech]]")
        ground.note(f"Links {number}.md", text * 2)


def titled(ground: Ground, values: Iterable[str]) -> None:
    """Notes whose properties hold these values."""
    for number, value in enumerate(values):
        text = json.dumps(value)
        keys = "title", "author", "source", "channel", "url", "aliases"
        lines = "".join(f"{key}: {text}\n" for key in keys)
        ground.note(f"Titles {number}.md", f"---\n{lines}---\n{SAYING.format('Initech')}")


MARKUP = (
    "<% tp.file.delete() %>", "`$= app.vault.delete()`", "x:: y", "(k:: v)", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "```dataviewjs", "[x](javascript:alert(1))", "%% x %%", "![[", "]]", "{{title}}",
    "$(touch owned)", "`touch owned`", "; touch owned", "-rf", "--help", "--vault=x", "a|b", "#x", "^x",
)  # fmt: skip
TERMINAL = (
    "\x1b]0;owned\x07",
    "\x1b[2J",
    "\x1b]8;;http://127.0.0.1/\x1b\\x",
    "\r\x1b[A",
    "\x9b31m",
    "\x07bell",
    "a\bb",
)
DIRECTIONS = ("\u202egnp.exe", "\u2066x\u2069", "a\u200bb", "\u200fx", "\ufeffx", "x\u00ad")
FORMULAS = ("=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "\t=1", '=HYPERLINK("http://127.0.0.1/","x")', ";=1")
DEVICES = ("CON", "NUL", "aux", "COM1", "LPT9.txt", "PRN.", "x ", "x.", "C:", "a:b", "$MFT", ".md", "~")
PATHS = (
    "../../outside/secret", "../outside/secret.txt", "/etc/cron.d/kg", "..", ".", "../.obsidian/plugins/x/main",
    ".obsidian/plugins/x/main", ".git/hooks/pre-commit", "..\\..\\outside\\secret", "C:\\Windows\\x", "\\\\host\\share",
    "a/../../../outside/pages/Acme Corporation", "%2e%2e%2foutside", "file:///etc/passwd", "~/.ssh/authorized_keys",
    "\0", "Knowledge/../../x",
)  # fmt: skip
MEDIA = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)//youtube.com/watch?v=aaaaaaaaaaa", "file:///etc/passwd",
    "file://127.0.0.1/share", "data:text/html,<script>alert(1)</script>", "vbscript:x", "//127.0.0.1/x",
    "http://127.0.0.1:8009/watch?v=aaaaaaaaaaa", "https://user:pass@127.0.0.1/", "smb://127.0.0.1/share",
    'https://www.youtube.com/watch?v="><script>alert(1)</script>', "obsidian://open?vault=x",
)  # fmt: skip
SPARQL = (
    "> } ; LOAD <http://127.0.0.1:8009/x> ; INSERT { <x", 'x" } SERVICE <http://127.0.0.1:8009/> { ?s ?p ?o } #',
    "FROM <file:///etc/passwd>", "\\u003E } DROP ALL #", "' UNION SELECT sql FROM sqlite_master --", '" OR 1 NEAR/1 "',
)  # fmt: skip


def long_names(ground: Ground) -> None:
    """Names and paths as long as a system takes them."""
    named(ground, ("n" * 240, "é" * 120, "日" * 80, "/".join(["d" * 60] * 30)))
    linking(ground, ("n" * 255, "日" * 90, "x/" * 400))


def twins(ground: Ground) -> None:
    """Names that are one name for some systems: in composed and decomposed letters, and in capitals."""
    spellings = [unicodedata.normalize(form, "Café Ångström") for form in ("NFC", "NFD")]
    named(ground, (*spellings, "CAFÉ ÅNGSTRÖM", "ﬁrm", "firm", "straße", "STRASSE", "İ", "i̇"))
    linking(ground, (*spellings, "ﬁrm", "straße"))


def no_text(ground: Ground) -> None:
    """Names that are no text, and such with line ends."""
    named(ground, (os.fsdecode(b"bad\xff"), os.fsdecode(b"\xed\xa0\x80"), "two\nlines", "a\rb", "a\u2028b"))


def merging(ground: Ground) -> None:
    """Pages that ask for other names, merges and corrections that lead out."""
    for number, path in enumerate((*PATHS, *MARKUP)):
        name = json.dumps(path)
        lines = "".join(
            f"{key}: {name}\n" for key in ("kg_id", "kg_merge", "kg_same_as", "kg_name", "kg_type", "kg_page")
        )
        ground.note(
            f"Knowledge/Page {number}.md",
            f"---\n{lines}aliases: [{name}, Acme Corporation]\n---\n%%kg:begin%%\nx\n%%kg:end%%\n"
            f'%%kg:was {{"path": {name}, "type": {name}, "names": [{name}]}}%%\n',
        )


def filled(ground: Ground, path: str, text: str) -> None:
    """One file of the vault holds something."""
    ground.note(path, text)


def properties(ground: Ground, yaml: Iterable[str]) -> None:
    """Notes whose properties are these lines."""
    for number, lines in enumerate(yaml):
        ground.note(f"Yaml {number}.md", f"---\n{lines}\n---\n{SAYING.format('Initech')}")


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join('*' + chr(97 + n) for _ in range(9))}]\n" for n in range(9)
)
YAML = {
    "aliases that grow": (BOMB, BOMB.replace("[", "{k: [").replace("]", "]}"), "a: &a [*a]", "<<: &x {<<: *x}"),
    "deep nesting": ("a: " + "[" * DEEP + "]" * DEEP, "a: " + "{b: " * DEEP, "- " * DEEP + "x", "? " * DEEP),
    "code": (
        "a: !!python/object/apply:os.system ['touch owned']", "a: !!python/name:os.system",
        "a: !<tag:yaml.org,2002:x> y",
        "!!binary |\n  AAAA", "%TAG ! tag:x,2000:\n--- !x",
    ),
    "huge numbers": (
        "title: " + "9" * MANY, "date: 99999-99-99", "published: 0x" + "f" * MANY, "x: 1e999999999", "y: 190:20:30",
        "duration: " + "9" * 400, "date: 2024-02-30", "t: .inf", "z: -.nan", "videoId: 1" + "0" * 5_000,
    ),
    "huge texts": ("title: " + "x" * 100_000, "aliases: [" + "x, " * MANY + "x]", "tags:\n" + "  - x\n" * MANY),
}  # fmt: skip
MARKDOWN = {
    "nesting": ("> " * DEEP + "Acme", "[" * DEEP + "x" + "](y)" * DEEP, "- " * DEEP + "x", "*" * DEEP, "<b>" * DEEP),
    "unfinished": ("[[" * DEEP, "![[" * DEEP, "`" * DEEP + "x", "%%" * DEEP, "<!--" * DEEP, "$$" * DEEP, "```" * DEEP),
    "long": ("x" * 300_000, "Acme " * 10_000, "|a" * DEEP + "\n" + "|-" * DEEP, "[00:00:01] " * DEEP, "# " * DEEP),
    "callouts": ("> [!warning]\n" * DEEP, "> [!" + "x" * MANY + "]", "> [!a|" + "b|" * DEEP + "] x",
        ">" * 500 + "[!x]"),
    "numbers": ("It grew by " + "9" * 5_000 + " % in 2019.", "1," * DEEP + "0 dollars", "$" * 500 + "3", "1e" * DEEP),
}  # fmt: skip


def written(ground: Ground, texts: Iterable[str]) -> None:
    """Notes with these texts."""
    for number, text in enumerate(texts):
        ground.note(f"Text {number}.md", text)


def canvases(ground: Ground) -> None:
    """Canvas and base files that are bombs, or lead out."""
    node = '{"id": "a", "type": "file", "file": "../../outside/secret.txt", "url": "file:///etc/passwd"}'
    ground.note("paths.canvas", f'{{"nodes": [{node}], "edges": [{{"fromNode": "a", "toNode": "/etc"}}]}}')
    ground.note("deep.canvas", '{"nodes": ' + "[" * MANY + "]" * MANY + "}")
    ground.note("many.canvas", '{"nodes": [' + ",".join([node] * 20_000) + "]}")
    ground.note("number.canvas", '{"nodes": ' + "9" * MANY + "}")
    ground.note("odd.canvas", '{"nodes": {"a": 1}, "edges": [null, 1, {"fromNode": []}]}')
    ground.note("deep.base", "filters: " + "[" * MANY)
    ground.note("bomb.base", BOMB)


def packed(ground: Ground) -> None:
    """Archives and other binary files named as notes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside/secret.txt", b"\0" * 50_000_000)
    ground.note("archive.md", held.getvalue())
    ground.note("image.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 500)
    ground.note("utf16.md", SAYING.format("Initech").encode("utf-16"))
    ground.note("null.md", b"Acme \0 sold\0 3 anvils.\n" * 100)
    with ground.note("sparse.md", b"").open("r+b") as file:
        file.truncate(8 << 30)
    with ground.note("sparse.canvas", b"").open("r+b") as file:
        file.truncate(8 << 30)


FORBIDDEN = (
    '[extract]\nbackend = "llm"\nmodel = "/opt/pipeline"\n[llm]\nbase_url = "http://127.0.0.1:8009/v1"\nmodel = "x"\n'
    'timeout = 9999\nat_once = 64\n[llm.keys]\n"127.0.0.1:8009" = "env:OPENAI_API_KEY"\n[sync]\nfolder = "Elsewhere"\n'
    "[build]\nworkers = 256\n"
)
CONFIGS = {
    "sends notes away": FORBIDDEN,
    "puts pages elsewhere": '[sync]\nfolder = "../outside"\nmin_claims = 1\n',
    "puts pages into .obsidian": '[sync]\nfolder = ".obsidian/plugins"\n',
    "has odd types": "[graph]\nbase_iri = 3\n[sync]\nmin_claims = []\n[view]\nclaims = true\n",
    "has odd numbers": "[trust]\nlinks = nan\n[view]\nclaims = -1\nentities = 99999999999999999999\n",
    "has unknown keys": '[plugins]\nload = "evil"\n[hooks]\nafter = "touch owned"\n',
    "is no TOML": "[[[[\n\0",
    "is huge": "# x\n" * 2_000_000,
    "is deep": "a = " + "[" * DEEP,
    "has another base": '[graph]\nbase_iri = "http://127.0.0.1:8009/x/"\n',
    "has a hostile base": '[graph]\nbase_iri = "javascript://x/%0aalert(1)/"\n',
}
REGEX = "(a+)+$"
EVIL = """
[Evil]
label = "</style><script>alert(1)</script>"
class = "http://127.0.0.1:8009/x"
light = "#000000"
dark = "#ffffff"
names = ["Acme Corporation", "<% x %>"]
"""
OWN_FILES = {
    "words.toml with patterns": ("words.toml", f'[judging_words]\nadd = ["{REGEX}", "(?P<x", "[[", ".*.*.*.*x"]\n'),
    "words.toml that is huge": ("words.toml", "[judging_words]\nadd = [" + '"x", ' * 400_000 + "]\n"),
    "words.toml with very many words": (
        "words.toml", "[judging_words]\nadd = [" + ", ".join(f'"word{n}"' for n in range(20_000)) + "]\n",
    ),
    "properties.toml with patterns": (
        "properties.toml",
        f'[anvilCount]\nlabel = "<script>alert(1)</script>"\nunits = ["anvils"]\nnouns = ["{REGEX}", "sold.*.*.*"]\n',
    ),
    "types.toml with code": ("types.toml", EVIL),
    "types.toml with a hostile colour": (
        "types.toml", '[Evil]\nlabel = "x"\nclass = "http://x/y"\nlight = "red;}body{background:url(//127.0.0.1)"\n'
    ),
}  # fmt: skip
OBSIDIAN = {
    "templates outside": {
        "templates.json": '{"folder": "../.."}', "plugins/templater-obsidian/data.json": '{"templates_folder": "/"}',
        "app.json": '{"attachmentFolderPath": "/etc", "newFileFolderPath": "../..", "userIgnoreFilters": ["../"]}',
    },
    "patterns that never end": {
        "app.json": json.dumps({"userIgnoreFilters": [f"/{REGEX}/", "/(x|x)*y/", "/(.*a){20}$/", "/^(\\w+\\s?)*$/"]}),
    },
    "files that are bombs": {
        "app.json": "[" * MANY, "workspace.json": '{"main": ' * DEEP, "types.json": '{"types": ' + "9" * MANY + "}",
    },
    "a workspace that leads out": {
        "workspace.json": '{"active": "a", "main": {"id": "a", "state": {"state": {"file": "../../secret.txt"}}}}',
    },
    "plugins and snippets": {
        "community-plugins.json": '["claimgraph"]', "plugins/claimgraph/main.js": "require('child_process')",
        "snippets/x.css": "@import url(http://127.0.0.1:8009/x);", "core-plugins.json": "{}",
    },
}  # fmt: skip


def obsidian(ground: Ground, files: dict[str, str]) -> None:
    """Obsidian's settings in the vault."""
    for name, text in files.items():
        ground.note(f".obsidian/{name}", text)
    if "userIgnoreFilters" in files.get("app.json", ""):
        named(ground, ("a" * 60 + "!", "x" * 60, "word " * 30 + "!"))


JOURNALED = (  # where journals of somebody else want to write and delete
    "../outside/secret.txt", "OUTSIDE/secret.txt", "Talks/1.md\0/../x", "KNOWLEDGE/../../OUTSIDE/SECRET.TXT",
    "Cafe\u0301/../../outside/secret.txt", ".obsidian/plugins/x/main.js", ".KG/config.toml", "..\\outside\\secret", "",
    ".",
)  # fmt: skip


def journals(ground: Ground) -> None:
    """Journals of another kg and of another user, with the bytes that they need, and a memory of such pages."""
    sha = sha256(b"evil").hexdigest()
    ground.note(f".kg/sync/before/{sha}", b"evil")
    paths = [path.replace("OUTSIDE/s", f"{ground.outside}/s") for path in JOURNALED]
    for number, path in enumerate(paths, 2):
        step = {"path": path, "before": "../../../../outside/secret.txt", "after": sha256(SECRET).hexdigest()}
        lines = [
            {"begun": 0, "memory": None},
            step,
            {**step, "before": sha},
            {**step, "before": None},
            {"folder": path},
        ]
        texts = [json.dumps(line) for line in (*lines, {"ended": True})]
        ground.note(f".kg/sync/history/{number:04}.log", "".join(f"{'0' * 64} {text}\n" for text in texts))
        ground.note(".kg/sync/journal.jsonl", "".join(f"{text}\n" for text in texts))
    ground.note(".kg/sync/history/999999999.log", b"\0" * 1_000)
    ground.note(".kg/sync/memory.json", json.dumps({"pages": {path: {"id": path, "sha": sha} for path in paths}}))


def modules(ground: Ground) -> None:
    """Python files and a package's entry points, as whoever starts Python here might load them."""
    for name in (
        "kg",
        "loky",
        "spacy",
        "json",
        "encodings",
        "sitecustomize",
        "usercustomize",
        "claimgraph_plugin",
        "click",
    ):
        ground.note(f"{name}.py", f"open({str(ground.outside / 'owned')!r}, 'w').write('owned')\n")
    ground.note("evil-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1\n")
    for group in ("claimgraph.stages", "claimgraph.exports", "claimgraph.media", "spacy_factories"):
        ground.note("evil-1.dist-info/entry_points.txt", f"[{group}]\nevil = claimgraph_plugin:run\n")
    ground.note(".env", "KG_BACKEND=llm\n")
    ground.note("pyproject.toml", "[tool.claimgraph]\nbackend = 'llm'\n")


def queries(ground: Ground) -> None:
    """Files in the vault that are named as kg's own queries."""
    for name in ("risks", "risks.rq", "evidence.rq", "SELECT.rq"):
        ground.note(name, "SELECT * { SERVICE <http://127.0.0.1:8009/> { ?s ?p ?o } }")


def sounding_alike(ground: Ground) -> None:
    """Notes that say what generated pages and blocks say."""
    block = "%%kg:begin ../../outside/secret.txt%%\nx\n%%kg:end%%\n" * 50
    for firm in FIRMS:
        ground.note(f"Knowledge/{firm}.md", f"---\nkg_id: https://kg.example/entity/{firm}\n---\n{block}mine\n")


WRITTEN_VAULTS: dict[str, HostileVault] = {
    "names that are markup": HostileVault(partial(named, names=MARKUP)),
    "names that are terminal sequences": HostileVault(partial(named, names=TERMINAL)),
    "names that change direction": HostileVault(partial(named, names=DIRECTIONS)),
    "names that are formulas": HostileVault(partial(named, names=FORMULAS)),
    "names that are devices": HostileVault(partial(named, names=DEVICES)),
    "names that are queries": HostileVault(partial(named, names=SPARQL)),
    "names as long as may be": HostileVault(long_names),
    "names that are the same": HostileVault(twins),
    "names that are no text": HostileVault(no_text),
    **{
        f"things named like {text}": HostileVault(partial(linking, targets=targets))
        for text, targets in {
            "paths and devices": (*PATHS, *DEVICES), "markup and formulas": (*MARKUP, *FORMULAS),
            "queries and terminal sequences": (*SPARQL, *TERMINAL),
        }.items()
    },
    **{
        f"properties that are {text}": HostileVault(partial(titled, values=values))
        for text, values in {"markup and paths": (*MARKUP, *PATHS), "media links": (*MEDIA, *TERMINAL)}.items()
    },
    "links to media that run code": HostileVault(
        partial(written, texts=[f"![x]({link}) [y]({link}) Acme sold 3 anvils.\n" for link in MEDIA])
    ),
    "pages that ask for merges onto paths": HostileVault(merging),
    "notes that look like pages": HostileVault(sounding_alike, BUILT),
    **{f"properties with {text}": HostileVault(partial(properties, yaml=lines)) for text, lines in YAML.items()},
    **{f"Markdown: {text}": HostileVault(partial(written, texts=texts)) for text, texts in MARKDOWN.items()},
    "canvases and bases that are bombs": HostileVault(canvases),
    "archives and holes named as notes": HostileVault(packed),
    **{
        f"a config.toml that {name}": HostileVault(partial(filled, path=".kg/config.toml", text=text))
        for name, text in CONFIGS.items()
    },
    **{
        f"a {name}": HostileVault(partial(filled, path=f".kg/{file}", text=text))
        for name, (file, text) in OWN_FILES.items()
    },
    **{f"Obsidian's settings: {name}": HostileVault(partial(obsidian, files=each)) for name, each in OBSIDIAN.items()},
    "journals of somebody else": HostileVault(journals),
    "journals of somebody else in the user's own vault": HostileVault(journals, BUILT),
    "a stranger's .kg": HostileVault(partial(named, names=()), STRANGERS),
    "Python modules in the vault": HostileVault(modules, inside=True),
    "queries in the vault": HostileVault(queries, inside=True),
}  # fmt: skip
