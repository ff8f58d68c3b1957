"""A medium: the tapes in a newsroom's own archive."""

from __future__ import annotations

import re

from kg.model.media import Host

HOST = Host(
    name="the newsroom's archive",
    address=re.compile(r"https?://archive\.news\.example/tape/(?P<id>[0-9]+)"),
    recording="https://archive.news.example/tape/{id}",
    moment="?from={s}",
    place=re.compile(r"[?&]from=([0-9]+)"),
)
