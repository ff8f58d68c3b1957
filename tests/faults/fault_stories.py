"""Stories of one command on a tiny vault, each with its beginning, and with what must hold when calls fail in it.

Everything is done by the command line in a child process, for a process that has opened a store cannot be forked.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.files import cache_seal
from kg.files.safe_folder import Folder
from kg.sync.plan import sync_memory
from tests.faults.failing_calls import DEADLY, Trial, tried
from tests.faults.lost_writes import laid_out
from tests.sync_samples import files_of, runs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.faults.lost_writes import Thing

NOTES = {
    "talks/Acme.md": "# Acme\n\nAcme Corporation sold 40 anvils to Globex in 2019 [00:01:00]. It grew by 12%.  \nMine",
    "talks/Globex.md": "---\ntags: [a]  # mine\n---\nGlobex was founded by Hank Scorpio in 1996 [00:02:00].\r\n",
    "Initech.md": "Initech bought 7 lamps from Acme Corporation in 2020 [00:03:00].\n",
}
CHANGED = {
    "talks/Acme.md": NOTES["talks/Acme.md"].replace("40 anvils", "50 anvils"),
    "Hooli.md": "Hooli paid $3 million to Acme Corporation and Globex in 2021 [00:04:00].\n",
}
MINE = "\nWhat I think of it.\n"
UNTOLD = "Traceback"
WAITING, BUILT = "Waiting:", "uilt"  # Built or Rebuilt
TICKS = (True, False, False)
ENOUGH = 1 << 30  # bytes of memory for a vault of three notes
OUTPUTS = ("graph.trig", "claims.jsonl", "report.md", "explorer/index.html")


def kg(*arguments: str | Path) -> Callable[[], int]:
    """A command line, to be run in a child."""

    def work() -> int:
        from kg.cli import memory_guard
        from kg.cli.main import main

        setattr(memory_guard, "share", lambda: ENOUGH)  # noqa: B010 - mypy minds assignment
        try:
            main([str(each) for each in arguments], prog_name="kg")
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    return work


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story is told: a vault, its outputs, and the user's own folders."""

    root: Path

    @property
    def vault(self) -> Path:
        return self.root / "vault"

    def build(self, *more: str) -> Callable[[], int]:
        return kg("build", self.vault, "--out", self.root / "out", "--workers", "1", *more)

    def apply(self) -> Callable[[], int]:
        return kg("sync", "--vault", self.vault, "--apply", "--annotate", "--at-most", "100", "--quiet", "0")

    def undo(self) -> Callable[[], int]:
        return kg("sync", "--vault", self.vault, "--undo")

    def outputs(self) -> dict[str, bytes]:
        """The outputs that are there."""
        out = self.root / "out"
        return {name: (out / name).read_bytes() for name in OUTPUTS if (out / name).is_file()}

    def told(self) -> dict[str, bytes]:
        """What readers are told: every claim, as they find it."""
        file = self.root / "told"
        done = tried(kg("export", "--format", "nq", "--vault", self.vault, "--output", file), self.root)
        found = {"graph": file.read_bytes()} if done.code == 0 else {}
        file.unlink(missing_ok=True)
        return found


@dataclass(frozen=True, slots=True)
class State:
    """What a user sees of a place."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    outputs: Mapping[str, bytes] = field(default_factory=dict)
    graph: Mapping[str, bytes] = field(default_factory=dict)
    memory: Mapping[str, str] = field(default_factory=dict)  # the pages that sync remembers
    runs: int = 0

    @classmethod
    def of(cls, place: Place, *, graph: bool = True) -> State:
        told = place.told() if graph else {}
        with Folder(place.vault) as vault:
            memory = {key: written.path for key, written in sync_memory.load(vault).files.items()}
        return cls(files_of(place.vault), place.outputs(), told, memory, runs_of(place.vault))


class Story:
    """One command, with what was there before it and what is there after it when nothing fails."""

    name = ""
    graph = True  # whether it changes the graph

    def __init__(self, root: Path) -> None:
        """Tell its beginning, and its end without a fault, in an empty folder."""
        self.begun, self.place = root / "begun", Place(root / "case")
        self.place.root.mkdir()
        self._must(self.begin)
        shutil.copytree(self.place.root, self.begun)
        self.before = State.of(self.place, graph=self.graph)
        self._must(self.act)
        self.after = State.of(self.place, graph=self.graph)

    def begin(self) -> int:
        """Write the notes, and do what comes before."""
        raise NotImplementedError

    def act(self) -> int:
        """The command; what it writes on the standard streams is the trial's text."""
        raise NotImplementedError

    def mend(self) -> int:
        """What a user does next."""
        return self.act()

    def again(self, state: Thing | None = None) -> None:
        """Go back to the beginning; or to what was left on the disk, in another boot of the machine."""
        shutil.rmtree(self.place.root)
        setattr(cache_seal, "boot", lambda: "" if state is None else "another")  # noqa: B010 - mypy minds assignment
        if state is None:
            shutil.copytree(self.begun, self.place.root)
        else:
            self.place.root.mkdir()
            laid_out(state, self.place.root)

    def check(self, trial: Trial, fault: str) -> Iterator[str]:
        """What is wrong after a trial, and after the next plain run."""
        if trial.code < 0 and fault not in DEADLY:
            yield f"died of signal {-trial.code}"
        if UNTOLD in trial.text:
            yield "ended with a traceback"
        now = State.of(self.place, graph=bool(self.before.graph))
        yield from self.meanwhile(now)
        if self.done(trial):
            yield from differences("a run that ends with 0", now, self.after, graph=bool(now.graph))
        mended = tried(self.mend, self.place.root)
        if mended.code:
            yield f"the next run ends with {mended.code}: {mended.text}"
            return
        yield from differences("the next run", State.of(self.place, graph=self.graph), self.after)

    def done(self, trial: Trial) -> bool:
        """Whether a command says that it did what it was asked for."""
        return trial.code == 0

    def meanwhile(self, now: State) -> Iterator[str]:
        """What is wrong before the next run."""
        yield from neither("file", now.files, self.before.files, self.after.files)
        yield from neither("output", now.outputs, self.before.outputs, self.after.outputs)
        if self.before.graph and now.graph not in (self.before.graph, self.after.graph):
            yield "readers find neither the old graph nor the new one"

    def _must(self, work: Callable[[], int]) -> None:
        done = tried(work, self.place.root)
        assert done.code == 0, done.text


def neither(what: str, now: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[str]:
    """The files that are neither the old nor the new ones; one that was there before must be there."""
    for path in sorted(now.keys() | old.keys()):
        if now.get(path) not in (old.get(path), new.get(path)):
            yield f"{what} {path!r} is neither the old one nor the new one"


def differences(what: str, now: State, wanted: State, *, graph: bool = True) -> Iterator[str]:
    """How a state differs from another."""
    for name in ("files", "outputs", *(["graph"] if graph else [])):
        have, want = getattr(now, name), getattr(wanted, name)
        if other := sorted(path for path in have.keys() | want.keys() if have.get(path) != want.get(path)):
            yield f"{what} leaves other {name}: {', '.join(other)}"
    if now.memory != wanted.memory:
        yield f"{what} leaves another memory"


class FirstBuild(Story):
    """A vault is built for the first time."""

    name = "build"

    def begin(self) -> int:
        write(self.place.vault, NOTES)
        return 0

    def act(self) -> int:
        return self.place.build()()


class NextBuild(FirstBuild):
    """A built vault is built again, after a note was changed, one added and one deleted: a new generation."""

    name = "publish"

    def begin(self) -> int:
        super().begin()
        return self.place.build()() or change(self.place.vault)


class Apply(Story):
    """Pages are made, changed in part, and left in part; notes get a block."""

    name = "apply"
    graph = False

    def begin(self) -> int:
        write(self.place.vault, NOTES)
        code = self.place.build()() or self.place.apply()()
        page = self.place.vault / "Knowledge" / "Acme Corporation.md"
        page.write_bytes(page.read_bytes() + MINE.encode())
        return code or change(self.place.vault) or self.place.build()()

    def act(self) -> int:
        return self.place.apply()()

    def check(self, trial: Trial, fault: str) -> Iterator[str]:
        """As always; and undo must then take back all of it."""
        yield from super().check(trial, fault)
        undone = tried(self.place.undo(), self.place.root)
        if undone.code:
            yield f"undo ends with {undone.code}: {undone.text}"
        yield from differences("undo", State.of(self.place, graph=False), self.before, graph=False)


class Undo(Apply):
    """What was applied is taken back."""

    name = "undo"

    def begin(self) -> int:
        return super().begin() or super().act()

    def act(self) -> int:
        return self.place.undo()()

    def mend(self) -> int:
        """A user who sees in the history that it was taken back does not ask for it again."""
        return 0 if runs_of(self.place.vault) < self.before.runs else self.act()

    def check(self, trial: Trial, fault: str) -> Iterator[str]:
        yield from Story.check(self, trial, fault)


class Watch(NextBuild):
    """A vault is watched: a note changes, and after a round that fails there is another."""

    name = "watch"

    def act(self) -> int:
        from kg.assembly import vault_watch

        setattr(vault_watch, "ticks", lambda *_: iter(TICKS))  # noqa: B010 - the real ones never end
        return kg("watch", self.place.vault, "--out", self.place.root / "out", "--workers", "1")()

    def mend(self) -> int:
        return self.place.build()()

    def done(self, trial: Trial) -> bool:
        """A watch that was told to end while it waits for the disk is not done, and said so."""
        return super().done(trial) and (WAITING not in trial.text or BUILT in trial.text.rpartition(WAITING)[2])


STORIES: tuple[type[Story], ...] = (FirstBuild, NextBuild, Apply, Undo, Watch)


def write(vault: Path, notes: Mapping[str, str]) -> None:
    """Write notes into a vault."""
    (vault / ".obsidian").mkdir(parents=True, exist_ok=True)
    (vault / ".kg").mkdir(exist_ok=True)
    (vault / ".kg" / "config.toml").write_text("sync.min_claims = 1\n", encoding="utf-8")
    for path, text in notes.items():
        (vault / path).parent.mkdir(exist_ok=True)
        (vault / path).write_bytes(text.encode())


def change(vault: Path) -> int:
    """Change a note, add one, delete one; the exit code 0."""
    write(vault, CHANGED)
    (vault / "Initech.md").unlink()
    return 0
