"""Finds the capitalised phrases of a sentence that may be names, trimmed to the shortest span that names something.

1. Runs: neighbouring capitalised words, with small words ("of", "&") and numbers inside where a name can hold them.
2. Splits: at titles ("Acme CEO Ann Lee"), at adjectives of countries ("French President"), at well-known names.
3. Trims: leading titles, trailing abbreviations that are words ("Acme GPUs").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.extract.wordlists import Words
    from kg.model import Sentence, Token

LONGEST = 8  # tokens a well-known name may span
# Titles that also end names of persons or start names of organisations: they never cut a run in two.
WEAK_TITLES = frozenset(
    "king queen lord lady prince princess pope father saint judge justice bishop cardinal chair host major general captain "
    "miss uncle aunt coach artist singer developer engineer prophet analyst author sir emperor".split()
)
KEPT_TAILS = frozenset("ai tv os fc fm ii iii iv vr xr".split())  # abbreviations that often end a real name
# Words after a country's name that make no new name of it.
OFFICES = frozenset("administration government congress economy dollar market markets troops citizens".split())
# Lower-case nouns that end the name of an event whose other words are capitalised.
EVENT_NOUNS = frozenset("crisis war pandemic invasion scandal".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep "
    "sept oct nov dec monday tuesday wednesday thursday friday saturday sunday".split()
)
# Words that open sentences and are never the first word of a name there, whatever the tagger says.
FUNCTION = frozenset(
    "a an the this that these those every each all both either neither some any many most several few such while when where why how what "
    "who which if because since although though unless until whether after before during despite besides beyond among between against "
    "like unlike as at by for from in into of on onto over per through to toward under up upon via with within without about across "
    "and but or nor so yet also even just only then thus hence however therefore moreover furthermore meanwhile instead similarly "
    "once often sometimes finally initially recently currently today now later early historically it its he his she her they their we "
    "our you your my me him them there here not no is are was were be been being do does did has have had can could may might must "
    "shall should will would let former current other another new according".split()
)
SKIPPED_FIRST = frozenset({"DET", "ADP", "ADV", "PRON", "SCONJ", "CCONJ", "AUX", "VERB", "INTJ", "PART", "NUM", "PUNCT"})
LABEL = re.compile(r"[^:.!?]{2,70}:(?=\s|$)")
VERSION = re.compile(r"\d{1,4}(?:\.\d+)*[A-Za-z]?\Z")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
SCALE = frozenset("million billion trillion percent % thousand hundred k m bn people users dollars euros".split())
OPEN_QUOTES = "\"“‘'«"
CLOSE_QUOTES = "\"”’'»"


class Candidate(NamedTuple):
    """A phrase that may be a name: tokens ``[first, last)`` of its sentence.

    Attributes:
        place: ``mid`` inside the sentence, ``first`` at its start, ``label`` in a title-like label.
        quoted: Whether quotation marks stand directly around it.
    """

    first: int
    last: int
    place: str
    quoted: bool


def label_end(sentence: Sentence) -> int:
    """Where the leading label of a list item ends (``Revenue:``, or leading bold text); 0 without one."""
    if sentence.kind == "callout-title":
        return len(sentence.text)
    end = 0
    if sentence.strong and sentence.strong[0].start <= 1 and sentence.strong[0].end < len(sentence.text):
        strong = sentence.text[: sentence.strong[0].end]
        end = sentence.strong[0].end if strong.endswith(":") or _title_like(strong) else 0
    match = LABEL.match(sentence.text)
    if match and (match.group().count(" ") < 4 or _title_like(match.group())):
        end = max(end, match.end())
    return end


def _title_like(text: str) -> bool:
    """Whether all longer words are capitalised."""
    long = [word for word in text.split() if len(word) > 3]
    return all(word[0].isupper() or not word[0].isalpha() for word in long)


def candidates(sentence: Sentence, known: Callable[[str], bool]) -> Iterator[Candidate]:
    """Yield the candidates of a sentence in reading order, never overlapping.

    Args:
        sentence: With its parse.
        known: Whether a spelling is a name known in advance.
    """
    tokens, table = sentence.tokens, words()
    end, position = label_end(sentence), 0
    while position < len(tokens):
        if not is_capitalised(tokens[position], table) and not _ordinal(tokens, position):
            position += 1
            continue
        last = _run(sentence, position, table, known)
        if tokens[position].start < end < tokens[last - 1].end:
            last = next(at for at in range(position, last) if tokens[at].end >= end) + 1
        opens = _opens(tokens, position, end)
        for first, stop in _pieces(sentence, position, last, opens, known):
            begin = first - 2 if first == position and _negated(tokens, first) else first
            yield Candidate(begin, stop, _place(tokens, first, end, position), _quoted(sentence.text, tokens, begin, stop))
        position = last


def is_capitalised(token: Token, table: Words) -> bool:
    """Whether a token looks like a word of a name; a shouted ordinary word does not."""
    text = token.text
    if text[0].isupper():
        return text != "I"
    return not text.islower() and text[0].isalpha() and any(map(str.isupper, text))


def _negated(tokens: Sequence[Token], first: int) -> bool:
    """Whether "non-" stands before a name, as in "non-Muslims"."""
    return first > 1 and tokens[first - 1].text == "-" and tokens[first - 2].text.lower() == "non" and (
        tokens[first - 2].end == tokens[first - 1].start
    )


def _ordinal(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number opens a name, as in "14th Amendment"."""
    text = tokens[at].text
    return text[0].isdigit() and len(text) > 2 and text[-2:] in {"st", "nd", "rd", "th"} and (
        at + 1 < len(tokens) and tokens[at + 1].text[0].isupper()
    )


def _run(sentence: Sentence, first: int, table: Words, known: Callable[[str], bool]) -> int:
    """Where the run of capitalised words that starts at ``first`` ends."""
    tokens = sentence.tokens
    last = _known_end(sentence, first, known) or first + 1
    while last < len(tokens):
        if tokens[last].text[0].isdigit() and table.types.get(sentence.text[tokens[first].start : tokens[last - 1].end], "Product") != "Product":
            break
        step = _joined(tokens, first, last, table)
        if not step:
            break
        last += step
    return last + 1 if _event(sentence, first, last, table, known) else last


def _event(sentence: Sentence, first: int, last: int, table: Words, known: Callable[[str], bool]) -> bool:
    """Whether a lower-case noun makes an event's name of the run ("Savings and Loan crisis")."""
    tokens = sentence.tokens
    if last >= len(tokens) or tokens[last].text not in EVENT_NOUNS:
        return False
    text = sentence.text[tokens[first].start : tokens[last - 1].end]
    if tokens[last].text == "war":
        return table.types.get(text) == "Place"
    return not known(text) and text.lower() not in table.generic and table.types.get(tokens[first].text) is None and last > first + 1


def _known_end(sentence: Sentence, first: int, known: Callable[[str], bool]) -> int:
    """End of the longest well-known name of two or more tokens that starts at ``first``; 0 if there is none."""
    tokens, start = sentence.tokens, sentence.tokens[first].start
    for last in range(min(first + LONGEST, len(tokens)), first + 1, -1):
        if known(sentence.text[start : tokens[last - 1].end]):
            return last
    return 0


def _joined(tokens: Sequence[Token], first: int, last: int, table: Words) -> int:
    """How many tokens from ``last`` on belong to the run ``[first, last)``; 0 when it ends there."""
    token, before = tokens[last], tokens[last - 1]
    if is_capitalised(token, table):
        return 0 if token.text.lower() in MONTHS and before.end < token.start else 1
    if token.text[0].isdigit():
        return int(_version(tokens, last))
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is None:
        return 0
    if token.text in {"-", "–", "&", "+"} and (token.text != "–" or token.start == before.end):
        glued = token.text == "&" or (token.start == before.end and after.start == token.end)
        return 2 if glued and (is_capitalised(after, table) or after.text[0].isdigit()) else 0
    return _small_word(tokens, first, last, table)


def _small_word(tokens: Sequence[Token], first: int, last: int, table: Words) -> int:
    word = tokens[last].text
    if word == "mini" and tokens[last - 1].text[0].isdigit():
        return 1
    if word in {".", "No"} and tokens[last - 1].text in {"No", "Vol", "Nos"} and tokens[last + 1].text[0].isdigit():
        return 2
    if word not in table.inside:
        return 0
    if word == "and" and last + 2 < len(tokens) and tokens[last + 2].text in EVENT_NOUNS and tokens[last + 1].text[0].isupper():
        return 2
    size = 2 if word == "of" and tokens[last + 1].text == "the" and last + 2 < len(tokens) else 1
    if not is_capitalised(tokens[last + size], table):
        return 0
    opener = any(token.text.lower() in table.openers for token in tokens[first:last])
    if word in {"of", "for", "the"} and opener:
        return size + 1
    if word in {"de", "la", "le", "du", "da", "di", "von", "van", "der", "den", "del", "dos", "bin", "ibn", "al", "v.", "vs."}:
        return size + 1
    one_entity = tokens[last].ent != "" and not tokens[last].ent_start and not tokens[last + size].ent_start
    return size + 1 if word in {"of", "the", "for", "in"} and one_entity and tokens[last - 1].ent == tokens[last].ent else 0


def _version(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number at ``at`` belongs to the name before it ("Falcon 9", "Windows 11"), not to what follows."""
    token = tokens[at]
    if not VERSION.match(token.text) or YEAR.match(token.text) or tokens[at - 1].text.lower() in MONTHS:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.text[0].isupper():
        return True
    if after.text.lower() in SCALE or after.text[0].isdigit() or (after.text in {"-", ":", "/", "x"} and after.start == token.end):
        return False
    return not (after.pos in {"NOUN", "ADJ"} and token.head == at + 1 and token.dep == "nummod" and after.tag == "NNS" and tokens[at - 1].pos != "PROPN")


def _pieces(sentence: Sentence, first: int, last: int, opens: bool, known: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Cut a run into trimmed candidates."""
    table, tokens, text = words(), sentence.tokens, sentence.text
    if known(text[tokens[first].start : tokens[last - 1].end]):
        yield first, last
        return
    first = _trim_first(tokens, first, last, table) if opens else first
    while first < last:
        cut = _next_cut(sentence, first, last, table, known)
        trimmed = _trim(sentence, first, cut, table, known)
        if trimmed:
            yield trimmed
        first = cut


def _trim_first(tokens: Sequence[Token], first: int, last: int, table: Words) -> int:
    """Drop the ordinary word that is capitalised only because the sentence starts with it."""
    token = tokens[first]
    ordinary = token.text.lower() in table.common or token.text.lower() in table.inside
    if token.text.lower() in FUNCTION:
        return first + 1
    if token.pos in SKIPPED_FIRST and (ordinary or token.pos in {"DET", "PRON", "SCONJ", "CCONJ", "ADP"}):
        return first + 1
    return first + 1 if ordinary and token.pos != "PROPN" and last > first + 1 else first


def _next_cut(sentence: Sentence, first: int, last: int, table: Words, known: Callable[[str], bool]) -> int:
    """End of the first piece of the run ``[first, last)``."""
    tokens, text = sentence.tokens, sentence.text
    for at in range(last, first + 1, -1):
        if known(text[tokens[first].start : tokens[at - 1].end]) and (at == last or not _goes_on(tokens, at, last, table)):
            return at
    if last > first + 1 and tokens[first + 1].text.lower() in OFFICES and table.types.get(tokens[first].text) == "Place":
        return first + 1
    prefix = last > first + 2 and known(text[tokens[first].start : tokens[first + 1].end])
    if table.types.get(tokens[first].text) == "Group" and last > first + 1 and not prefix:
        return last if _institution(tokens, first, last, table) else first + 1
    for at in range(first + 1, last):
        lower = tokens[at].text.lower()
        if lower in table.titles and lower not in WEAK_TITLES and at + 1 < last:
            return at
        if lower in MONTHS:
            return at
    return last


def _goes_on(tokens: Sequence[Token], at: int, last: int, table: Words) -> bool:
    """Whether the words after a known name make a longer name of it."""
    lower = tokens[at].text.lower()
    return not (lower in table.titles or lower in OFFICES or (lower in table.generic and lower not in KEPT_TAILS))


def _institution(tokens: Sequence[Token], first: int, last: int, table: Words) -> bool:
    """Whether "French …" goes on as one name: its last word makes it an organisation, a law, an event …"""
    tail = tokens[last - 1].text.lower()
    return tail in table.last and not any(token.text.lower() in table.titles for token in tokens[first + 1 : last])


def _trim(sentence: Sentence, first: int, last: int, table: Words, known: Callable[[str], bool]) -> tuple[int, int] | None:
    """Take titles from the front and abbreviations that are words from the end; None when nothing is left."""
    tokens, text = sentence.tokens, sentence.text
    while first < last:
        if last > first + 1 and known(text[tokens[first].start : tokens[last - 1].end]):
            return first, last
        lower, tail = tokens[first].text.lower(), tokens[last - 1].text.lower()
        title = lower in table.titles and (lower not in WEAK_TITLES or not _organisation(tokens, first, last))
        if title and (last > first + 1 or tokens[first].text not in table.types):
            first += 1
        elif lower in {"the", "a", "an", "and", "of", "de"} or not tokens[first].text[0].isalnum():
            first += 1
        elif last > first + 1 and tail in table.generic and tail not in KEPT_TAILS and tokens[last - 1].text not in table.types:
            last -= 1
        elif tail in table.inside and not tokens[last - 1].text[0].isupper() or not (tail[-1].isalnum() or tail[-1] in "+.!#"):
            last -= 1
        else:
            return first, last
    return None


def _organisation(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a leading title word is part of an organisation's name ("General Dynamics Land Systems")."""
    return last > first + 1 and all(token.ent in {"ORG", "WORK_OF_ART", "EVENT", "FAC"} for token in tokens[first:last])


def _opens(tokens: Sequence[Token], at: int, label: int) -> bool:
    """Whether a token opens the sentence, its label, or what follows the label, apart from quotes and brackets."""
    if at <= 3 and not any(token.text[0].isalnum() for token in tokens[:at]):
        return True
    return bool(label) and tokens[at].start >= label and not any(
        token.start >= label and token.text[0].isalnum() for token in tokens[max(0, at - 4) : at]
    )


def _place(tokens: Sequence[Token], first: int, label: int, run: int) -> str:
    if tokens[first].start < label:
        return "label"
    return "first" if _opens(tokens, first, label) or (first == run and tokens[first - 1].text in {":", "—", "•"}) else "mid"


def _quoted(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    start, end = tokens[first].start, tokens[last - 1].end
    return start > 0 and text[start - 1] in OPEN_QUOTES and text[end : end + 1] != "" and text[end] in CLOSE_QUOTES + ",."
