"""Finds the runs of capitalised words of a sentence: whatever could be a name, with nothing cut off yet.

Neighbouring capitalised words belong together, and with them the small words ("of", "&"), hyphens and numbers that a
name can hold ("Bank of England", "Weights & Biases", "Falcon 9", "Paper No. 74").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.labels import opening_end
from kg.extract.words.word_data import word_list
from kg.extract.words.wordlists import Words, words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.model import Sentence, Token

LONGEST_KNOWN_NAME = 8  # tokens a well-known name may span
LONGEST_RUN = 16  # tokens of a run; a longer row of capitals is no one name
EVENT_NOUNS = wordset("crisis war pandemic invasion scandal")  # in lower case after capitals they end an event's name
OFFICES = frozenset({"Organization", "Law"})
OPENED = wordset("of for the")  # go on with a name that one of ``Words.openers`` began
ENTITY_LINKS = wordset("of the for in")  # go on with a name that the NLP pipeline holds for one entity
JOINING_SIGNS = frozenset("-–&+.")  # may join the words of a name
SYLLABLE = 4  # letters
HYPHENED = 2  # tokens: a number and a hyphen
TITLE_WORDS = 3  # ordinary words with a capital that a title has at least
SMALL = frozenset({"ADP", "CCONJ", "DET", "PART", "SCONJ"})  # kinds of words that a title leaves small
BEFORE_NUMBERS = wordset("No Nos Vol")  # "Paper No. 74"
VERSION = re.compile(r"\d{1,4}(?:\.\d+)*[A-Za-z]?\Z")
YEAR = re.compile(r"(?:1[5-9]|20)\d(?:\d|0s)\Z|[2-9]0s\Z")  # or a decade
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
SCALE_LETTERS = frozenset("KMBT")
AMOUNT = re.compile(r"(?:[A-Z]{0,3}[$€£¥₹₩₽₺₪₫₦฿₱₴₿]|(?:RM|Rp|Rs|KSh|TSh|USh)\.?(?=\d))(?:\d|\Z)")


@dataclass(frozen=True, slots=True)
class RunLine:
    """A sentence on its way to candidates.

    Attributes:
        tokens, text: Of the sentence.
        label: Where its leading label ends, 0 without one.
        titled: Whether it is written like a title, so that its capitals say nothing.
        known: Whether a spelling is a name known in advance.
        table: The word lists.
    """

    tokens: Sequence[Token]
    text: str
    label: int
    titled: bool
    known: Callable[[str], bool]
    table: Words

    def surface(self, first: int, last: int) -> str:
        """The text of the tokens ``[first, last)``."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def type_of(self, first: int, last: int) -> str | None:
        """The type of those tokens when they are a name known in advance."""
        return self.table.types.get(self.surface(first, last))

    def lower(self, at: int) -> str:
        """A token in lower case; "" past the end."""
        return self.tokens[at].text.lower() if at < len(self.tokens) else ""

    def capital(self, at: int) -> bool:
        """Whether a token looks like a word of a name: a capital in it, or well known in lower case ("n8n")."""
        return at < len(self.tokens) and self._is_capital(self.tokens[at].text) and not self.amount(at)

    def _is_capital(self, text: str) -> bool:
        if text[0].isupper():
            return text != "I"
        if text in self.table.types and text not in self.table.common and len(text) > 1:
            return True
        return not text.islower() and text[0].isalpha() and any(map(str.isupper, text))

    def amount(self, at: int) -> bool:
        """Whether a token is money or a unit of the number it touches: "HK$500", the "C" of "74°C"."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or AMOUNT.match(token.text):
            return token is not None
        before = self.tokens[at - 1] if at else None
        return before is not None and (
            (before.text.endswith("°") and len(token.text) == 1)
            or (before.text[-1].isdigit() and self._measures(token, touches=before.end == token.start))
        )

    def _measures(self, token: Token, *, touches: bool) -> bool:
        """Whether a token behind a number is its scale or unit: "3,5 Mrd.", "100K", "0.5TB", "300 mAh"."""
        scale = token.text.rstrip(".").lower() in word_list("money_scales")
        symbol = token.text in word_list("unit_symbols")
        apart = symbol and len(token.text) > 1 and not token.text.isupper()  # "in 2020 HP" is about a company
        return scale or apart or (touches and (symbol or token.text in SCALE_LETTERS))

    def digit(self, at: int) -> bool:
        """Whether a token is a number."""
        return at < len(self.tokens) and self.tokens[at].text[0].isdigit()


def line_of(sentence: Sentence, known: Callable[[str], bool]) -> RunLine:
    """Prepare a sentence."""
    label = opening_end(sentence)
    return RunLine(sentence.tokens, sentence.text, label, _titled(sentence.tokens, label), known, words())


def _titled(tokens: Sequence[Token], label: int) -> bool:
    """Whether what follows the label is written like a title: "Lower Prices and Changes in Reproductive Capacity"."""
    telling = [token for token in tokens if token.start >= label and token.text.isalpha() and token.pos not in SMALL]
    ordinary = sum(token.text.lower() in words().common for token in telling)
    return ordinary >= TITLE_WORDS and all(token.text[0].isupper() for token in telling)


def runs(line: RunLine) -> Iterator[tuple[int, int]]:
    """Yield the runs ``[first, last)`` of a sentence in reading order; none crosses the end of the label."""
    position = 0
    while position < len(line.tokens):
        if not line.capital(position) and not _ordinal(line, position):
            position += 1
            continue
        last = _end(line, position)
        position -= _numbered(line, position)
        if line.tokens[position].start < line.label < line.tokens[last - 1].end:
            last = next(at for at in range(position, last) if line.tokens[at].end >= line.label) + 1
        yield position, last
        position = last


def _numbered(line: RunLine, at: int) -> int:
    """How many tokens before a run belong to it: the number that its first word touches, as in "4G LTE"."""
    touches = at > 0 and line.digit(at - 1) and line.tokens[at - 1].end == line.tokens[at].start
    return int(touches and line.tokens[at].text.isalpha() and line.tokens[at].text.isupper()) or _hyphened(line, at)


def _hyphened(line: RunLine, at: int) -> int:
    """How many tokens a number with a hyphen before two capitals is: "5-Minute Crafts"."""
    if at < HYPHENED or line.tokens[at - 1].text != "-" or not line.capital(at + 1):
        return 0
    number, hyphen, word = line.tokens[at - HYPHENED : at + 1]
    tight = number.end == hyphen.start and hyphen.end == word.start
    return HYPHENED if tight and number.text.isdigit() else 0


def _ordinal(line: RunLine, at: int) -> bool:
    """Whether a number opens a name, as in "14th Amendment"."""
    return bool(ORDINAL.match(line.tokens[at].text)) and line.capital(at + 1)


def _end(line: RunLine, first: int) -> int:
    """Where the run that starts at ``first`` ends."""
    last = _known_end(line, first) or first + 1
    while last < len(line.tokens) and last - first < LONGEST_RUN:
        if line.digit(last) and (line.type_of(first, last) or "Product") != "Product":
            break
        step = _joined(line, first, last)
        if not step:
            break
        last = max(last + step, _known_end(line, last))
    return last + 1 if _event(line, first, last) else last


def _known_end(line: RunLine, first: int) -> int:
    """End of the longest well-known name of two or more tokens that starts at ``first``; 0 if there is none."""
    for last in range(min(first + LONGEST_KNOWN_NAME, len(line.tokens)), first + 1, -1):
        if line.known(line.surface(first, last)):
            return last
    return 0


def _event(line: RunLine, first: int, last: int) -> bool:
    """Whether a lower-case noun makes an event's name of the run ("Savings and Loan crisis", "Ukraine war")."""
    noun = line.tokens[last].text if last < len(line.tokens) else ""
    if noun not in EVENT_NOUNS:
        return False
    if noun == "war":
        return any(line.type_of(start, last) == "Place" for start in range(first, last))
    text = line.surface(first, last)
    plain = line.type_of(first, first + 1) is None and text.lower() not in line.table.generic
    return plain and last > first + 1 and not line.known(text)


def _joined(line: RunLine, first: int, last: int) -> int:
    """How many tokens from ``last`` on belong to the run ``[first, last)``; 0 when it ends there."""
    token, before = line.tokens[last], line.tokens[last - 1]
    if line.capital(last):
        return 0 if token.text.lower() in word_list("calendar_words") and before.end < token.start else 1
    if line.digit(last):
        return int(_version(line, last))
    if token.text in JOINING_SIGNS:
        return 2 if last + 1 < len(line.tokens) and _glued(line, last) else 0
    if token.text == "mini" and line.digit(last - 1):
        return 1
    return _small_word(line, first, last) if token.text in line.table.inside else 0


def _glued(line: RunLine, at: int) -> bool:
    """Whether a sign joins the words around it: a hyphen without spaces, an ampersand, the dot of "No. 74"."""
    before, sign, after = line.tokens[at - 1 : at + 2]
    if sign.text == ".":
        return before.text in BEFORE_NUMBERS and line.digit(at + 1)
    tight = sign.text == "&" or (before.end == sign.start and sign.end == after.start)
    return tight and (line.capital(at + 1) or line.digit(at + 1) or _syllable(line, at))


def _syllable(line: RunLine, at: int) -> bool:
    """Whether a hyphen joins a small syllable to the name of a person, as in "Sun Yat-sen"."""
    after = line.tokens[at + 1].text
    small = after.isalpha() and after.islower() and len(after) <= SYLLABLE and after not in line.table.common
    return small and line.tokens[at].text == "-" and line.capital(at - 1) and at > 1 and line.capital(at - 2)


def _small_word(line: RunLine, first: int, last: int) -> int:
    """How many tokens a small word and what follows it add to a run."""
    word = line.tokens[last].text
    if last + 1 >= len(line.tokens):
        return 0
    if word == "and":
        joined = line.capital(last + 1) and (line.lower(last + 2) in EVENT_NOUNS or _office(line, first, last))
        return 2 if joined else 0
    particles = word_list("name_particles")
    two = (word == "of" and line.lower(last + 1) == "the") or {word, line.lower(last + 1)} <= particles
    size = 3 if two else 2
    if not line.capital(last + size - 1):
        return 0
    opened = any(token.text.lower() in line.table.openers for token in line.tokens[first:last])
    if word in particles or (word in OPENED and opened):
        return size
    before, small, after = line.tokens[last - 1], line.tokens[last], line.tokens[last + size - 1]
    one = small.ent != "" and small.ent == before.ent and not small.ent_start and not after.ent_start
    return size if one and word in ENTITY_LINKS else 0


def _office(line: RunLine, first: int, last: int) -> bool:
    """Whether an "and" joins the ordinary words of an office's name: "Food and Drug Administration"."""
    if line.lower(last - 1) not in line.table.common or line.type_of(first, last):
        return False
    end = last + 2
    while line.capital(end) and end - last < LONGEST_KNOWN_NAME:
        end += 1
    ends = line.table.last.get(line.lower(end - 1))
    return end > last + 2 and ends in OFFICES and not line.known(line.surface(last + 1, end))


def _version(line: RunLine, at: int) -> bool:
    """Whether the number at ``at`` belongs to the name before it ("Falcon 9", "Windows 11"), not to what follows."""
    token = line.tokens[at]
    if not VERSION.match(token.text) or YEAR.match(token.text) or line.lower(at - 1) in word_list("calendar_words"):
        return False
    if at + 1 >= len(line.tokens):
        return True
    after = line.tokens[at + 1]
    if after.text[0].isupper():
        return True
    if after.text.lower() in word_list("counting_words") or line.digit(at + 1) or after.text == "x":
        return False
    if after.text in "-:/" and after.start == token.end:
        return False
    counts = token.head == at + 1 and token.dep == "nummod" and after.tag == "NNS"
    return not counts or line.tokens[at - 1].pos == "PROPN"


def is_titled_letter(tokens: Sequence[Token]) -> bool:
    """Whether a title and a letter are all of a name, which the letter alone would not be ("Dr. K", "Prof. G")."""
    if not tokens or tokens[0].text.lower() not in words().titles:
        return False
    letter = "".join(token.text for token in tokens[1:]).rstrip(".")
    return len(letter) == 1 and letter.isupper() and tokens[1].pos not in {"PRON", "DET"}
