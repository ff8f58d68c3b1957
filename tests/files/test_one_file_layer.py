"""Whatever way Python has to open, make or delete a file: in a vault and in outputs, only ``kg/files`` takes it.

``tests/test_architecture.py`` reads the code; here commands run, and Python itself reports (``sys.addaudithook``) each
file that is touched, with the code that does it. What SQLite and Oxigraph do by themselves it does not see.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import kg

if TYPE_CHECKING:
    from tests.conftest import MakeVault

NOTE = "---\ntitle: Talk\nvideoId: aaaaaaaaaaa\n---\n" + "".join(
    f"Acme Corporation sold {number} anvils to Globex Corporation in 2019 [00:0{number}:00].\n\n" for number in range(4)
)
COMMANDS = (
    ("build", "--out", "VAULT/exports", "--jobs", "1"),
    ("doctor",),
    ("sync", "--apply", "--annotate", "--quiet", "0", "--at-most", "100"),
    ("build", "--out", "VAULT/exports", "--jobs", "1", "--full"),
    ("fsck",),
    ("view", "--out", "VAULT/exports/explorer"),
    ("view", "--out", "VAULT/exports/pictures", "--format", "pyvis", "--entity", "Acme Corporation"),
    ("export", "-o", "VAULT/exports/claims.csv"),
    ("export", "-o", "VAULT/exports/entities.gexf"),
    ("query", "SELECT * { ?s ?p ?o } LIMIT 1", "--timeout", "0"),
    ("claims", "Acme Corporation"),
    ("search", "anvils"),
    ("parse", "Talk.md"),
    ("stats",),
    ("entities",),
    ("conflicts",),
    ("corrections",),
    ("config",),
    ("sync", "--history"),
    ("sync", "--undo"),
)
PROGRAM = """
import json, os, sys
from pathlib import Path

vault, package, commands, planted = json.loads(sys.argv[1])
layer = os.path.join(package, "files") + os.sep
CHANGES = {
    "open", "sqlite3.connect", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "os.putenv", "os.setxattr", "shutil.copyfile", "shutil.copytree", "shutil.move",
    "shutil.rmtree", "shutil.make_archive", "shutil.unpack_archive", "tempfile.mkstemp",
    "tempfile.mkdtemp", "mmap.__new__",
}
ours, others = set(), set()

def watch(event, arguments):
    if event not in CHANGES or not arguments or isinstance(arguments[0], int):
        return
    try:
        place = os.fsdecode(arguments[0]).removeprefix("file://")
    except TypeError:
        return
    frame = sys._getframe(1)
    while frame is not None and not frame.f_code.co_filename.startswith(package + os.sep):
        frame = frame.f_back
    by = frame.f_code.co_filename if frame is not None else ""
    inside = os.path.abspath(place).startswith(vault + os.sep)
    if by.startswith(layer):
        ours.add(event)
    elif inside:
        others.add(f"{event} {os.path.relpath(place, vault)} by {os.path.relpath(by, package) if by else '?'}")

from kg.cli.main import main
sys.addaudithook(watch)
if planted:
    exec(compile(planted, os.path.join(package, "reader", "planted.py"), "exec"))
for command in commands:
    main(["--help"] if not command else command, prog_name="kg", standalone_mode=False)
print(json.dumps([sorted(ours), sorted(others)]), file=sys.stderr)
"""


def touched(
    vault: Path, planted: str = "", commands: tuple[tuple[str, ...], ...] = COMMANDS
) -> tuple[set[str], set[str]]:
    """What the file layer did by itself, and what other code did in the vault."""
    orders = [[*(part.replace("VAULT", str(vault)) for part in command), "--vault", str(vault)] for command in commands]
    given = json.dumps([str(vault), str(Path(kg.__file__).parent), orders, planted])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, given],
        capture_output=True,
        text=True,
        check=False,
        cwd=vault.parent,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    ours, others = json.loads(done.stderr.splitlines()[-1])
    return set(ours), set(others)


def test_no_other_code_touches_a_file_of_the_vault_or_the_outputs(make_vault: MakeVault) -> None:
    vault = make_vault({
        "Talk.md": NOTE, "Second.md": NOTE.replace("sold", "bought"), "map.canvas": '{"nodes": [], "edges": []}',
        ".obsidian/app.json": '{"userIgnoreFilters": ["x/"]}', ".obsidian/workspace.json": "{}",
        ".kg/config.toml": "[sync]\nmin_claims = 1\n", ".kg/words.toml": '[judging_words]\nadd = ["anvilish"]\n',
    })  # fmt: skip
    ours, others = touched(vault)
    assert others == set()
    assert ours >= {"open", "os.rename", "os.remove", "os.mkdir"}


def test_other_code_that_touches_one_is_noticed(make_vault: MakeVault) -> None:
    vault = make_vault({"Talk.md": NOTE})
    ways = (
        "from pathlib import Path", "import io, os, shutil, sqlite3, tempfile", f"root = Path({str(vault)!r})",
        "io.open(root / 'a', 'w').close()", "(root / 'b').write_text('x')", "os.replace(root / 'a', root / 'c')",
        "shutil.copyfile(root / 'c', root / 'd')", "sqlite3.connect(root / 'e').close()",
        "getattr(os, 'unlink')(root / 'c')",
        "tempfile.NamedTemporaryFile(dir=root).close()", "os.truncate(root / 'b', 0)",
        "__import__('os').mkdir(root / 'f')",
    )  # fmt: skip
    _, others = touched(vault, "\n".join(ways), ())
    assert {line.partition(" ")[0] for line in others} >= {
        "open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "sqlite3.connect", "shutil.copyfile",
    }  # fmt: skip
    assert all(line.endswith("by reader/planted.py") for line in others)
