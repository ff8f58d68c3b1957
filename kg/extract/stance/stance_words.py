"""The words that show how far a text stands behind what it says; lemmas unless said otherwise."""

from __future__ import annotations

from kg.extract.words.wordset import wordset

# Somebody says or thinks; a clause or an object tells what.
SAYING = wordset(
    """
    say state claim argue believe think note explain suggest emphasize emphasise stress assert contend maintain
    insist declare announce report observe remark comment reply respond tell warn caution recall recount reiterate
    allege estimate conclude concede admit acknowledge affirm reckon speculate theorize posit propose advocate
    recommend advise urge doubt question wonder worry fear feel consider regard view perceive deem describe
    characterize portray depict praise criticize criticise credit attribute blame accuse hail identify cite quote
    highlight underscore underline mention point express complain agree disagree dispute deny hope imagine joke
    confess find clarify counter add hypothesize rule interpret dismiss call label testify opine lament muse
    elaborate assess see compare liken mock ridicule
    """
)
# Verbs with an everyday sense: they report only with a complement clause or with "as" and a judgement.
OPINION_ONLY = wordset(
    """
    consider call see view regard perceive find label rule interpret feel identify assess describe
    """
)
# These report only with a complement clause: "added that", but not "added a feature".
CLAUSE_ONLY = wordset(
    """
    add maintain insist propose recall tell rule announce claim agree hope imagine declare admit observe posit
    think feel deny hold joke question interpret
    """
)
# Estimates and analysts also "place" or "put" a figure somewhere.
PLACING = wordset("place put peg show indicate range suggest")
ESTIMATES = wordset("estimate forecast projection")
# "expresses surprise", but not "expresses interest in buying".
NOT_VOICED = wordset("interest desire love support willingness commitment gene protein trait")
# Verbs that only people do: "this approach highlights" and "the result points to" report nobody.
ONLY_PEOPLE = wordset(
    """
    highlight underscore underline cite point express emphasize emphasise stress describe identify suggest tell
    explain acknowledge note mention add call depict portray question recommend reflect assess credit refer allude
    dismiss see compare liken mock ridicule
    """
)
# Past participles that report somebody's judgement when passive: "is seen as", "is widely believed".
JUDGED = wordset(
    """
    consider regard view see perceive deem describe believe think say claim allege report estimate attribute
    credit characterize portray depict present identify cite hail praise criticize accuse recommend analogize
    liken compare rumor speculate suspect argue suggest note acknowledge recognize understand blame dub label tout
    bill assume reckon judge interpret highlight emphasize rate rank condemn quote mention feel hold advise
    celebrate
    """
)
# Of those, these report only with "as" or "to be" (or a predicate) behind them.
JUDGED_AS = wordset(
    """
    see view regard note present identify depict portray recognize understand cite hail highlight celebrate label
    bill tout interpret characterize perceive hold rate rank quote feel liken describe
    """
)
FORETELLING = wordset("predict forecast foresee expect anticipate project envision prophesy foretell")
FORETOLD = FORETELLING | wordset("set poise slate schedule bind due destine")
WILL = frozenset({"will", "'ll", "’ll", "wo", "shall"})
MAY = frozenset({"may", "might", "could", "would", "'d", "’d"})
HEDGE_ADVERBS = wordset(
    """
    likely possibly perhaps maybe probably presumably seemingly arguably apparently conceivably potentially
    """
)
HEDGE_ADJECTIVES = wordset("likely unlikely possible probable plausible conceivable unclear uncertain")
HEDGE_VERBS = wordset("seem appear suggest")
HEDGE_NOUNS = wordset(
    """
    possibility chance concern risk likelihood probability hint fear suspicion potential
    """
)
REPORT_ADVERBS = wordset("reportedly allegedly supposedly purportedly ostensibly")
REPORT_NOUNS = wordset(
    """
    argument belief claim view opinion allegation perception consensus rumor sentiment notion assertion contention
    counter-argument counterargument feeling criticism accusation
    """
)
FORECAST_NOUNS = wordset("expectation prediction forecast projection anticipation")
# Documents and bodies of opinion that can "say" something in the place of people.
DOCUMENTS = wordset(
    """
    report study survey paper article book poll estimate narrative quote review research memo letter statement
    document analyst commentary essay post tweet interview lawsuit complaint filing audit headline op-ed editorial
    """
)
# Nouns that name people by what they do.
AGENTIVE = ("er", "ers", "or", "ors", "ist", "ists", "ian", "ians", "ant", "ants", "ee", "ees", "eur", "eurs")
PEOPLE = wordset(
    """
    people person man woman men women expert analyst critic speaker author host guest customer user investor
    scientist researcher scholar official leader fan some many most others observer economist teacher student
    doctor staff team company firm court government administration police parent child kid friend public community
    media everyone someone somebody nobody everybody panel panelist participant individual skeptic proponent
    opponent supporter professor president minister general ceo founder co-host cofounder pundit historian source
    spokesperson voter spokesman spokeswoman judge lawyer board congress agency jury guy lady couple group
    audience viewer majority minority philosopher theologian prophet conservative liberal democrat republican
    resident native employee character they he she who both folk folks respondent trader bank union church
    committee commission
    """
)
NOT_PEOPLE = wordset(
    """
    factor number paper computer power transfer matter order water letter chapter center border server router
    processor sensor error motor behavior color sector vector monitor tractor reactor container layer answer
    filter buffer register parameter transformer planet document moment element environment treatment development
    restaurant plant grant constant variant weather winter summer disaster cover offer
    """
)
IMPERSONAL = frozenset({"it", "this", "that", "these", "those", "which", "what", "there", "i", "we", "you", "one"})
NEGATIVE_VERBS = frozenset({"lack", "fail", "refuse", "decline", "cease"})
NEGATIVE_WORDS = frozenset({"no", "nothing", "nobody", "none", "neither", "nor", "no-one"})
NEVER = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither"})
CONDITIONS = frozenset({"if", "unless"})
UNCONDITIONAL = frozenset({"even", "as", "what", "only"})
# "if needed" is no condition worth the name.
CONVENIENT = wordset("needed necessary possible any applicable required desired available appropriate")
