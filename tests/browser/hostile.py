"""Notes whose names, titles, claims and links try to run scripts in a page that shows them."""

from __future__ import annotations

BREAKERS = (
    "<script>top.hacked=1</script>",
    "</script><script>top.hacked=1</script>",
    "<img src=x onerror=top.hacked=1>",
    '"><svg onload=top.hacked=1>',
    "'-top.hacked=1-'",
    "${top.hacked=1}",
    "javascript:top.hacked=1",
)

_BODY = "\n\n".join(
    f"Acme Corporation paid {number} million dollars to [[{breaker}]] and Globex, said {breaker}. [00:0{number}:00]"
    for number, breaker in enumerate(BREAKERS, 1)
)

HOSTILE = {
    "shop/<img src=x onerror=top.hacked=1>.md": f"""---
title: "</script><script>top.hacked=1</script>"
aliases: ["<svg onload=top.hacked=1>", "javascript:top.hacked=1"]
videoId: abcdefghijk
---
# <script>top.hacked=1</script>

## <img src=x onerror=top.hacked=1>

{_BODY}

> [!<b onclick=top.hacked=1>] <script>top.hacked=1</script>
> Acme Corporation depends on Globex for 60% of its revenue. [00:09:00]
""",
    "'\"><script>top.hacked=1<∕script>/note.md": """---
title: Globex "quoted" & 'quoted'
videoId: "\\"><script>top.hacked=1</script>"
---
Acme Corporation bought Globex for $3 billion. [[javascript:top.hacked=1]] [a](javascript:top.hacked=1) [00:01:00]
""",
}
