"""Every host of recordings in one table: how an address names a recording, and how a link to a second of it is made.

A new host is one row of ``HOSTS``; installed packages may add rows (``claimgraph.media``). A recording is named by an
IRI: for a web page its plain address, for a file of the vault ``vault:`` and its path. Where a host has no link to a
second, that IRI itself is the link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from urllib.parse import quote, unquote

LOCAL = "vault:"  # opens the IRI of a recording that is a file of the vault
SOUND_AND_VIDEO = frozenset(
    {"3gp", "aac", "flac", "m4a", "m4b", "m4v", "mkv", "mov", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "wav", "webm"}
)
_SAFE = "/!'*,;:@&=+$-._~()"  # of a path in the IRI of a local file
_HOUR, _MINUTE = 3600, 60
# how a page writes a place in its recording, beside what its path says: t=62, t=1h2m3s, start=62, #t=1:02
_UNITS = r"(?:(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)|(?:[0-9]+h)?[0-9]+m|[0-9]+h)"
_T = (
    r"[?&#](?:t|start|start_time|time_continue|startTime|timestamp)="
    rf"([0-9]+(?:\.[0-9]+)?s?|{_UNITS}|[0-9]+(?::[0-9]{{1,2}}){{1,2}})(?![\w.:])"
)

FRAGMENT = "#t={s}"  # the media fragment by which files play


@dataclass(frozen=True, slots=True)
class Host:
    """A host of recordings.

    Attributes:
        name: As people call it.
        address: Finds an address of a recording in a text; its groups name the recording.
        recording: The recording's IRI, made from the named groups of ``address``; a group that took no part is "".
        moment: What follows the IRI in a link to a second: ``{s}`` is the second, ``{hms}`` the same as ``1h2m3s``,
            ``{clock}`` as ``1:02:03``; "" where the host has no such link.
        place: Finds the place that an address itself names; its one group is seconds, ``1h2m3s`` or a clock.
    """

    name: str
    address: re.Pattern[str]
    recording: str
    moment: str = ""
    place: re.Pattern[str] = re.compile(_T)


def _at(pattern: str) -> re.Pattern[str]:
    """An address on the web whose host and path the pattern describes."""
    return re.compile(rf"https?://(?:(?:www|m|mobile|music|player)\.)?{pattern}", re.IGNORECASE)


HOSTS: tuple[Host, ...] = (
    Host(
        "YouTube",
        # also without a scheme, as in a property or in running text
        re.compile(
            r"(?:youtube(?:-nocookie)?\.com/(?:watch/?\?(?:[^\s\"'<>)\]]{0,300}?&)?v=|embed/|shorts/|live/|v/|e/)|youtu\.be/)"
            r"(?P<id>[A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])"
        ),
        "https://www.youtube.com/watch?v={id}",
        "&t={s}s",
    ),
    Host(
        "Vimeo",
        _at(r"vimeo\.com/(?:video/|channels/[\w-]{1,80}/|groups/[\w-]{1,80}/videos?/|(?:album|showcase)/[0-9]+/video/)?"
            r"(?P<id>[0-9]{5,12})(?P<key>/[0-9a-f]{8,12}\b)?"),
        "https://vimeo.com/{id}{key}",
        "#t={s}s",
    ),
    Host(
        "Twitch",
        _at(r"twitch\.tv/(?:videos/|\w{1,40}/v(?:ideo)?/)(?P<id>[0-9]+)"),
        "https://www.twitch.tv/videos/{id}",
        "?t={hms}",
    ),
    Host(
        "Spotify",
        re.compile(r"(?:https?://open\.spotify\.com/(?:intl-\w+/)?(?:embed/)?|spotify:)episode[/:](?P<id>\w{22})"),
        "https://open.spotify.com/episode/{id}",
        "?t={s}",
    ),
    Host(
        "Apple Podcasts",
        re.compile(
            r"https?://(?:embed\.)?podcasts\.apple\.com/(?P<country>[a-z]{2}/)?podcast/(?:[^/?#\s]{1,300}/)?id(?P<show>[0-9]+)"
            r"\?(?:[^\s#]{0,300}?&)?i=(?P<id>[0-9]+)"
        ),
        "https://podcasts.apple.com/{country}podcast/id{show}?i={id}",
    ),
    Host(
        "SoundCloud",
        _at(r"soundcloud\.com/(?P<id>(?!you/|discover\b|search\b)[\w-]+/(?!sets\b|tracks\b|albums\b)[\w-]+)"),
        "https://soundcloud.com/{id}",
        "#t={clock}",
    ),
    Host(
        "Bilibili",
        _at(r"bilibili\.com/video/(?P<id>BV\w{10}|av[0-9]+)/?(?:\?(?:[^\s#]{0,300}?&)?p=(?P<part>[0-9]+))?"),
        "https://www.bilibili.com/video/{id}?p={part}",
        "&t={s}",
    ),
    Host(
        "Snipd",
        re.compile(r"https?://share\.snipd\.com/(?P<id>(?:snip|episode|show)/[\w-]+)"),
        "https://share.snipd.com/{id}",
    ),
    Host(
        "PodNotes",
        re.compile(r"obsidian://podnotes\?(?P<id>[^\s<>)\"']{1,600}?)(?=&(?:end)?time=|[\s<>)\"']|$)", re.IGNORECASE),
        "obsidian://podnotes?{id}",
        "&time={s}",
        re.compile(r"[?&#]time=([0-9]+(?:\.[0-9]+)?)"),
    ),
    Host(
        "Overcast",
        re.compile(r"https?://overcast\.fm/(?P<id>\+[\w-]+)"),
        "https://overcast.fm/{id}",
        "/{clock}",
        re.compile(r"overcast\.fm/\+[\w-]+/([0-9]+(?::[0-9]{2}){1,2})"),
    ),
    Host(
        "Pocket Casts",
        re.compile(r"https?://(?:pca\.st|play\.pocketcasts\.com|pocketcasts\.com)/(?P<id>(?:episode/)?[\w-]{6,36})\b"),
        "https://pca.st/{id}",
        "?t={s}",
    ),
    Host(
        "Dailymotion",
        re.compile(r"https?://(?:(?:www\.)?dailymotion\.com/(?:embed/)?video|dai\.ly)/(?P<id>\w+)"),
        "https://www.dailymotion.com/video/{id}",
        "?start={s}",
    ),
    Host(
        "a file on the web",
        re.compile(rf"(?P<id>https?://[^\s<>\"'()\[\]?#]{{1,500}}?\.(?:{'|'.join(sorted(SOUND_AND_VIDEO))})(?:\?[^\s<>\"'()\[\]#]{{0,500}})?)(?![\w/.])",
                   re.IGNORECASE),
        "{id}",
        FRAGMENT,
    ),
    Host(
        "a file of the vault",
        re.compile(rf"^(?P<id>{LOCAL}[^\s#]+)"),
        "{id}",
        FRAGMENT,
    ),
)  # fmt: skip
FILES = 2  # rows at the end of the table that are for files, wherever they are


@lru_cache(maxsize=1)
def hosts() -> tuple[Host, ...]:
    """All hosts: those of the table, those that installed packages add, and last the files, which take any address.

    Raises:
        PluginError: A host that a package adds cannot be used.
    """
    from kg import plugins

    names = [host.name for host in HOSTS]
    added = []
    for plugin in plugins.installed("medium"):
        host = plugin.load()
        fault = _fault(host) if isinstance(host, Host) else f"{plugin.target} is {type(host).__name__}, not a Host"
        if fault or host.name in names:
            raise plugin.misuse(fault or f"another host is called {host.name!r}")
        names.append(host.name)
        added.append(host)
    return (*HOSTS[:-FILES], *added, *HOSTS[-FILES:])


def _fault(host: Host) -> str:
    """What is wrong with a host of an installed package; "" when nothing is."""
    fields = {field for _, field, _, _ in Formatter().parse(host.recording) if field is not None}
    if not fields or not fields <= host.address.groupindex.keys():
        return f"recording {host.recording!r} must be made from named groups of the address"
    if not {field for _, field, _, _ in Formatter().parse(host.moment) if field is not None} <= {"s", "hms", "clock"}:
        return f"moment {host.moment!r} must be made from {{s}}, {{hms}} or {{clock}}"
    return "" if host.place.groups == 1 else f"place {host.place.pattern!r} must have one group"


def find(text: str) -> tuple[Host, re.Match[str]] | None:
    """The first host that knows an address in a text, and where the address is.

    Raises:
        PluginError: A host that an installed package adds cannot be used.
    """
    for host in hosts():
        if found := host.address.search(text):
            return host, found
    return None


@lru_cache(maxsize=1 << 12)
def recording(address: str) -> str | None:
    """The IRI of the recording that an address leads to; None where no host of the table knows it."""
    known = find(address)
    if known is None:
        return None
    host, found = known
    return _tidy(host.recording.format_map({name: value or "" for name, value in found.groupdict().items()}))


def _tidy(iri: str) -> str:
    """An IRI without the query of a part that is not named, and without what ends a sentence rather than an address."""
    return iri.removesuffix("?p=").rstrip("&?.,;")


@lru_cache(maxsize=1 << 12)
def template(media: str) -> str:
    """The link to a second of a recording, with ``{s}``, ``{hms}`` or ``{clock}`` in the place of the second."""
    known = find(media)
    suffix = "" if known is None else known[0].moment
    if suffix.startswith("&") and "?" not in media:
        suffix = f"?{suffix[1:]}"
    elif suffix.startswith("?") and "?" in media:
        suffix = f"&{suffix[1:]}"
    return (local_path(media) or media) + suffix


def moment(media: str, second: int, end: int | None = None) -> str:
    """The link that plays a recording from a second; a path with ``#t=`` for a file of the vault.

    Args:
        media: IRI of the recording.
        second: Where to start.
        end: Where to stop; only files can, by the media fragment ``#t=10,25``.
    """
    link = template(media)
    if end is not None and link.endswith(FRAGMENT):
        return f"{link.removesuffix(FRAGMENT)}#t={second},{end}"
    if "{" not in link:
        return link
    return link.replace("{s}", str(second)).replace("{hms}", _hms(second)).replace("{clock}", _clock(second))


def place(address: str) -> float | None:
    """The second that an address of a known host names, or None."""
    known = find(address)
    if known is None:
        return None
    found = known[0].place.search(address)
    return None if found is None else _seconds(found[1])


def local(path: str) -> str:
    """The IRI of a recording that is a file of the vault."""
    return LOCAL + quote(path, safe=_SAFE)


def local_path(media: str) -> str | None:
    """The path in the vault of a recording that is a file there, else None."""
    return unquote(media.removeprefix(LOCAL)) if media.startswith(LOCAL) else None


def is_file(target: str) -> bool:
    """Whether a link's target names a sound or video file."""
    return target.rpartition(".")[2].lower() in SOUND_AND_VIDEO


def _seconds(written: str) -> float:
    if ":" in written:
        total = 0
        for part in written.split(":"):
            total = total * _MINUTE + int(part)
        return total
    units = {unit: float(number) for number, unit in re.findall(r"([0-9.]+)([hms]?)", written)}
    value = units.get("h", 0) * _HOUR + units.get("m", 0) * _MINUTE + units.get("s", 0) + units.get("", 0)
    return int(value) if value == int(value) else round(value, 3)


def _hms(second: int) -> str:
    return f"{second // _HOUR}h{second // _MINUTE % _MINUTE}m{second % _MINUTE}s"


def _clock(second: int) -> str:
    minutes = f"{second // _MINUTE % _MINUTE}:{second % _MINUTE:02d}"
    return f"{second // _HOUR}:{minutes.zfill(5)}" if second >= _HOUR else minutes
