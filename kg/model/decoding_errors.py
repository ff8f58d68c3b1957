"""What msgspec raises for bytes that are not what they should be."""

from __future__ import annotations

from typing import Final

import msgspec

# Text that is no UTF-8, and nesting that is too deep, have errors of Python's own.
UNDECODABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
