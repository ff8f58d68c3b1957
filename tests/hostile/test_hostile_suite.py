"""Whatever a vault holds: nothing outside of it and the outputs changes, nothing is sent, each command ends in time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from tests.conftest import ROOT, unwatched
from tests.hostile.ground import FIRMS, NOTES, SECRET, Ground, laid, put, trace, users_bytes
from tests.hostile.hostile_vault import BUILT, NEW, STRANGERS, HostileVault
from tests.hostile.linked_vaults import LINKED_VAULTS
from tests.hostile.network_ban import BAD_CALL
from tests.hostile.swapped_vaults import SWAPPED_VAULTS
from tests.hostile.written_vaults import WRITTEN_VAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

pytestmark = pytest.mark.skipif(not hasattr(sys, "platform") or sys.platform == "win32", reason="needs fork and links")

VAULTS: dict[str, HostileVault] = {**LINKED_VAULTS, **SWAPPED_VAULTS, **WRITTEN_VAULTS}
MEMORY = Path("/dev/shm")  # noqa: S108
LIMIT, WORK = 200, 60  # seconds for one command, and of the processor: a hang, not a matter of speed
CODES = (0, 1, 2)
SPARQL = "SELECT ?text { ?claim schema:text ?text } LIMIT 3"
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("build", "--jobs", "1", "--yes", "--out", "OUT"),
    ("doctor",),
    ("sync", "--apply", "--annotate", "--quiet", "0", "--at-most", "100"),
    ("fsck",),
    ("view", "--out", "OUT/explorer"),
    ("export", "-o", "OUT/claims.csv"),
    ("query", SPARQL, "--timeout", "0"),
    ("claims", FIRMS[0]),
    ("sync", "--undo"),
)


class Server:
    """Runs commands of kg in the vault of a ground, without a network; a context manager."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.hostile.kg_server"]
        # to count the covered lines of hundreds of builds takes three times as long as they do
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=unwatched(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.offline = self._answer()["offline"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=LIMIT)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def run(self, ground: Ground, *arguments: str, inside: bool = False) -> tuple[int | None, str]:
        """The exit code, None where it took too long, and all that was said."""
        said = ground.root / "said.txt"
        said.unlink(missing_ok=True)
        out = ground.vault / "exports" if inside else ground.out
        place = ground.vault if inside else ground.here
        order = {
            "arguments": [each.replace("OUT", str(out)) for each in arguments]
            + ["--vault", str(ground.vault)] * (not inside),
            "environment": ground.environment(),
            "here": str(place),
            "said": str(said),
            "seconds": LIMIT,
            "work": WORK,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()["code"], said.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as found:
        yield found


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory, where there is one: writing through to a disk would be most of the time."""
    if not MEMORY.is_dir():
        yield tmp_path_factory.mktemp("grounds")
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture
def place(fast: Path) -> Iterator[Path]:
    """A folder for one ground, which does not exist yet."""
    found = fast / "ground"
    yield found
    shutil.rmtree(found)


@pytest.fixture(scope="module")
def starts(server: Server, fast: Path) -> dict[str, Path | None]:
    """What vaults start from: nothing, a vault that the user built and wrote pages into, and one of somebody else's."""
    found: dict[str, Path | None] = {NEW: None}
    for start in (BUILT, STRANGERS):
        ground = laid(fast / start)
        if start == STRANGERS:
            put(ground.home / ".local/state/claimgraph/key", b"s" * 32)
        for command in COMMANDS[:3]:
            code, said = server.run(ground, *command)
            assert code == 0, said
        assert (ground.vault / f"Knowledge/{FIRMS[0]}.md").exists()
        found[start] = ground.vault
    return found


class Meanwhile:
    """Does something over and over in a thread; a context manager."""

    def __init__(self, hostile: HostileVault, ground: Ground) -> None:
        self._hostile, self._ground, self._over = hostile, ground, threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _go_on(self) -> None:
        while self._hostile.meanwhile is not None and not self._over.wait(0.001):
            self._hostile.meanwhile(self._ground)


def test_there_are_vaults_enough() -> None:
    assert len(VAULTS) >= 60
    assert len(VAULTS) == len(LINKED_VAULTS) + len(SWAPPED_VAULTS) + len(WRITTEN_VAULTS), "each has a name of its own"


ASKS = {
    "Python": "import socket; socket.socket()",
    "Oxigraph": "import pyoxigraph as ox; "
    "list(ox.Store().query('SELECT * { SERVICE <http://127.0.0.1:8009/> { ?s ?p ?o } }'))",
    "a child": "import os, subprocess, sys; "
    "os._exit(-subprocess.run([sys.executable, '-c', 'import socket; socket.socket()']).returncode)",
}


@pytest.mark.parametrize("who", ASKS)
def test_whoever_asks_for_the_network_is_noticed(server: Server, who: str) -> None:
    if not server.offline:
        pytest.skip("this system has no seccomp, so it is not looked at whether kg asks for the network")
    program = f"from tests.hostile.network_ban import ban; assert ban(); {ASKS[who]}"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == (-BAD_CALL if who == "a child" else BAD_CALL)


@pytest.mark.parametrize("change", ["write", "make", "delete", "link", "rights", "same bytes"])
def test_a_change_outside_is_noticed(place: Path, change: str) -> None:
    ground = laid(place)
    before, secret = trace(ground), ground.outside / "secret.txt"
    assert trace(ground) == before
    changes: dict[str, Callable[[], object]] = {
        "write": lambda: secret.write_bytes(SECRET.upper()),
        "make": (ground.home / "new").mkdir,
        "delete": secret.unlink,
        "link": lambda: (ground.here / "link").symlink_to("x"),
        "rights": lambda: secret.chmod(0o777),
        "same bytes": lambda: secret.write_bytes(SECRET),
    }
    changes[change]()
    assert trace(ground) != before


@pytest.mark.parametrize("name", VAULTS)
def test_nothing_outside_changes(server: Server, starts: dict[str, Path | None], place: Path, name: str) -> None:
    hostile = VAULTS[name]
    ground = laid(place, starts[hostile.start])
    hostile.attack(ground)
    before, mine = trace(ground), users_bytes(ground)
    with Meanwhile(hostile, ground):
        for command in COMMANDS:
            code, said = server.run(ground, *command, inside=hostile.inside)
            shown = f"kg {' '.join(command)}: {code}\n{said[-3000:]}"
            assert code != BAD_CALL, f"asked for the network: {shown}"
            assert code is not None, f"took more than {LIMIT} seconds: {shown}"
            assert code in CODES, f"killed, crashed or too much work: {shown}"
            assert "Traceback" not in said, shown
            after = trace(ground)
            assert after == before, {
                path: (before.get(path), after.get(path))
                for path in before.keys() | after.keys()
                if before.get(path) != after.get(path)
            }
    if hostile.meanwhile is None:
        check_users_bytes(mine, users_bytes(ground), built=hostile.start != NEW)


def check_users_bytes(before: dict[str, object], after: dict[str, object], *, built: bool) -> None:
    """What the user wrote is there; pages that an earlier apply wrote, and blocks in notes, may be taken back."""
    first = {path: sha256(text.encode()).hexdigest() for path, text in NOTES.items()}
    for path, content in before.items():
        pages = built and path.startswith("Knowledge/")
        assert after.get(path) in {content, *([first.get(path)] if built else []), *([None] if pages else [])}, path
