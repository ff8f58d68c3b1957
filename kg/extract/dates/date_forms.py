"""How absolute calendar expressions are written in English: one pattern for each form, and the words they use."""

from __future__ import annotations

import re

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
SHORT_MONTHS = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
NUMBER_OF_MONTH = {name: number for number, name in enumerate(MONTHS, 1)} | SHORT_MONTHS
# Level 1 of EDTF numbers the seasons after the months.
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
QUARTERS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4,
}  # fmt: skip
DECADE_WORDS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
AMBIGUOUS = frozenset({"may", "march", "mar", "april", "june", "august", "jan", "sep"})  # also words or given names
OLD = 1900  # a year before it needs a preposition to be told from a plain number
CENTURY_TURN = 30  # two-digit years up to this one belong to this century

_NAMES = "|".join(name.title() for name in MONTHS)
_MON = rf"(?:{_NAMES}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?!\w)"
_YEAR = r"(?:1\d{3}|20\d\d|2100)(?![\d\w%]|,\d{3}|\.\d|\s?[°%])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.:,]\d)"
_DASH = r"(?:\s?[-–—/]\s?|\s(?:to|until|till|through)\s)"
_ERA = r"(?:\s?(?:BCE?|B\.C\.(?:E\.)?)(?!\w))"
_AD = r"(?:\s?(?:CE|AD|A\.D\.)(?!\w))"
_PART = r"(?:(?i:early|mid|late|the)[-\s])"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_CENTURY = rf"(?:(?P<{{n}}>\d{{{{1,2}}}})(?:st|nd|rd|th)|(?i:(?P<{{o}}>{_ORDINAL})))"
_EARLY = r"(?:(?i:early|mid|late)[-\s])"
_QUARTER = rf"(?:Q(?P<qa_n>[1-4])|(?i:(?P<qa_o>{'|'.join(QUARTERS)})[-\s]quarter))"

# Name of a form -> how it is written. Of two that begin at one place the earlier wins; groups feed BUILDERS.
FORMS: dict[str, str] = {
    "iso": r"(?P<iso_y>\d{4})-(?P<iso_m>0[1-9]|1[0-2])-(?P<iso_d>0[1-9]|[12]\d|3[01])(?!\d)",
    "slashed": r"(?P<sl_a>0?[1-9]|[12]\d|3[01])/(?P<sl_b>0?[1-9]|[12]\d|3[01])/(?P<sl_y>(?:19|20)\d\d)(?!\d)",
    "day_range": rf"(?P<dr_m>{_MON})\s(?P<dr_a>{_DAY})"
    rf"(?:\s?[-–—]\s?|\s(?:to|through|until)\s)(?P<dr_b>{_DAY})(?:,?\s(?P<dr_y>{_YEAR}))?",
    "month_day": rf"(?P<md_m>{_MON})\s(?:the\s)?(?P<md_d>{_DAY})(?:,?\s(?:of\s)?(?P<md_y>{_YEAR}))?",
    "day_month": rf"(?:(?P<dm_d>{_DAY})\s(?:of\s)?(?P<dm_m>{_MON}))(?:,?\s(?P<dm_y>{_YEAR}))?",
    "month_between": rf"(?<=[Bb]etween\s)(?P<mb_a>{_MON})(?:\s(?P<mb_x>{_YEAR}))?"
    rf"\sand\s(?P<mb_b>{_MON}),?\s(?P<mb_y>{_YEAR})",
    "month_range": rf"(?P<mr_a>{_MON})(?:\s(?P<mr_x>{_YEAR}))?{_DASH}"
    rf"(?P<mr_b>{_MON})(?:,?\s(?:of\s)?(?P<mr_y>{_YEAR}))",
    "month_year": rf"(?P<my_m>{_MON}),?\s(?:of\s)?(?:(?P<my_y>{_YEAR})|['’](?P<my_s>\d\d)(?!\w))",
    "quarter": rf"{_QUARTER}(?:,?\s(?:of\s)?(?:(?i:fiscal\s(?:year\s)?)|FY\s?)?(?P<qa_y>{_YEAR}))",
    "year_quarter": r"(?P<yq_y>(?:19|20)\d\d)\s?Q(?P<yq_q>[1-4])(?!\w)",
    "half": rf"(?:H(?P<ha_n>[12])|(?i:(?P<ha_o>first|second|latter)\shalf))\s(?:of\s)?(?P<ha_y>{_YEAR})",
    "season": rf"(?i:(?P<se_n>{'|'.join(SEASONS)}))\s(?:of\s)?(?P<se_y>{_YEAR})",
    "month": rf"(?P<mo_m>{_MON})",
    "century_span": rf"{_CENTURY.format(n='cs_a', o='cs_v')}(?:\s?[-–]\s?|\sto\s(?:the\s)?){_EARLY}?"
    rf"{_CENTURY.format(n='cs_b', o='cs_w')}[-\s](?i:century|centuries)(?P<cs_e>{_ERA})?(?!\w)",
    "century_before": rf"{_CENTURY.format(n='cb_n', o='cb_o')}"
    rf"(?=(?:,?\s(?:and|or)\s|,\s|/)(?:the\s)?{_EARLY}?{_CENTURY.format(n='cb_x', o='cb_y')}[-\s](?i:centur))",
    "century": rf"{_CENTURY.format(n='ce_n', o='ce_o')}[-\s](?i:century|centuries)(?P<ce_e>{_ERA})?(?!\w)",
    "decade": r"(?P<de_y>(?:1\d|20)\d0)['’]?s(?!\w)",
    "short_decade": rf"(?:(?P<sd_p>['’]|{_PART}|(?i:\band|,|or|to|[-–])\s?)['’]?)(?P<sd_y>[1-9]0)['’]?s(?!\w)",
    "decade_word": rf"(?P<dw_p>{_PART})(?:(?i:roaring|swinging)\s)?(?i:(?P<dw_w>{'|'.join(DECADE_WORDS)}))(?!\w)",
    "fiscal": r"(?:FY|(?i:fiscal(?:\syear)?\s))\s?['’]?(?:(?P<fi_y>(?:19|20)\d\d)|(?P<fi_s>\d\d))"
    r"(?:[-–/](?P<fi_e>\d\d))?(?!\w)",
    "before_christ": rf"(?P<bc_y>\d{{1,4}})(?:{_DASH}(?P<bc_z>\d{{1,4}}))?{_ERA}",
    "anno_domini": rf"(?:(?:AD|A\.D\.)\s?(?P<ad_y>\d{{1,4}})|(?P<ad_z>\d{{1,4}}){_AD})(?!\w)",
    "year_between": rf"(?<=[Bb]etween\s)(?P<yb_a>{_YEAR})\sand\s(?P<yb_b>{_YEAR})",
    "year_range": rf"(?P<yr_a>{_YEAR}){_DASH}"
    rf"(?:(?P<yr_b>{_YEAR})|(?P<yr_s>\d\d)(?![\w%.,]\d|\w)|(?P<yr_p>(?i:present|now|today)\b))",
    "year": rf"(?P<ye_y>{_YEAR})",
}
PATTERN = re.compile(
    r"(?<![\w$€£¥₹#/])(?<!\d[.,:])(?<![A-Z]-)(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in FORMS.items())
    + ")"
)
# No expression without one of these: two digits, a month, or the name of a decade or century.
CHEAP = re.compile(
    rf"\d\d|\d(?:st|nd|rd|th)\b|[Cc]entur|{'|'.join(DECADE_WORDS)}|FY|{_NAMES}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
