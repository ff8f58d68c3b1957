"""Describes what an anaphor may refer to, and that it refers to none of it, by features that learned weights judge.

Each option is one entity, or several named together, with the features that speak for or against it; the last option
is that the anaphor refers to no entity of the note at all. What the resolvers of ``coreference`` say is a feature
among others: where both agree, the answer is likeliest to be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.grammatical_roles import SUBJECTS, clause_of, role_of
from kg.extract.grammar.tag_sets import WEIGHED_ROLES
from kg.extract.reference.anaphors import type_of_noun
from kg.extract.reference.antecedents import ANY_NUMBER, FEMALE, POSSESSIVE, REFLEXIVE
from kg.extract.reference.salience import NOUNS
from kg.extract.words.learned_weights import step
from kg.extract.words.word_data import word_list
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.extract.reference.anaphors import Anaphor
    from kg.extract.reference.antecedents import Scene
    from kg.extract.reference.note_memory import NoteMemory
    from kg.extract.reference.salience import Occurrence

MOST = 10  # entities that are weighed for one anaphor
SHARES = (0.05, 0.15, 0.3, 0.45, 0.6, 0.8)
HEAVY = (0.1, 0.3, 0.6, 1.0, 1.6, 2.4)
RULED = (0.5, 0.55, 0.6, 0.7, 0.8, 0.9)
RIVALRY = (0.01, 0.2, 0.35, 0.5, 0.65, 0.8)
OFTEN = (1, 2, 3, 6, 12)
SHARED = (0.01, 1, 2, 4, 7, 11)  # weight of words in common
OF_SECTION = (0.01, 0.3, 0.5, 0.8, 1)
DENSE = (0.1, 0.3, 0.6, 1.0, 1.5)  # names for each sentence
FAR = (0, 1, 2, 3, 4, 4, 4, 7)  # sentences back, told apart less the further
UNSEEN = 9  # for an entity that is only named later, or in a title
OPENING = 2  # code points before a subject that opens its sentence
ROLES = {
    **dict.fromkeys(("nsubj", "nsubjpass"), "subj"),
    **{f"{dep}-subject": "subjmod" for dep in ("poss", "compound", "nmod", "amod")},
    **{dep: dep for dep in sorted(WEIGHED_ROLES)},
}
WHOM = {  # types that a form of anaphor may refer to; every type where it is not listed
    "person": frozenset({"Person"}),
    "speaker": frozenset({"Person", "Organization"}),
}
NOT_PERSON = frozenset({"thing"})


class Referent(NamedTuple):
    """Whom an anaphor refers to."""

    entity: str
    type: str
    confidence: float


class AntecedentOption(NamedTuple):
    """What an anaphor may refer to.

    Attributes:
        entities: Names with types; none where it refers to no entity.
        features: Speak for or against it.
        ruled: Whether the resolvers of ``coreference`` take the anaphor for just that.
    """

    entities: tuple[tuple[str, str], ...]
    features: tuple[str, ...]
    ruled: bool


class _Candidate(NamedTuple):
    """An entity with its weight in the foreground, and whether grammar, number and gender allow it."""

    name: str
    type: str
    weight: float
    fits: bool
    excluded: bool


class _Asked(NamedTuple):
    """An anaphor in its scene, with what does not depend on the candidate."""

    scene: Scene
    anaphor: Anaphor
    memory: NoteMemory
    number: int
    form: str
    word: str
    role: str
    here: Mapping[str, Occurrence]
    excluded: frozenset[tuple[str, str]]
    ruled: tuple[tuple[str, str], ...]
    sure: float


def options(
    scene: Scene, anaphor: Anaphor, memory: NoteMemory, number: int, resolved: Sequence[Referent]
) -> list[AntecedentOption]:
    """All that an anaphor may refer to, "nothing" last.

    Args:
        scene: Its sentence.
        anaphor: The phrase.
        memory: What the note has said before.
        number: Of the sentence in the note.
        resolved: What the resolvers of ``coreference`` take it for.
    """
    tokens = scene.sentence.tokens
    role = role_of(tokens, anaphor.first, anaphor.last).dep
    here = {each.entity: each for each in scene.earlier(anaphor) if each.type not in NOUNS}
    excluded = scene.excluded(anaphor)
    ruled = tuple(each[:2] for each in resolved)
    sure = resolved[0].confidence if resolved else 0.0
    asked = _Asked(
        scene, anaphor, memory, number, _form(anaphor), scene.word(anaphor), role, here, excluded, ruled, sure
    )
    weights, noun = _weights(asked)
    pool = _pool(asked, weights)
    fitting = [each.weight for each in pool if each.fits]
    whole, heaviest = sum(fitting) or 1.0, max(fitting, default=0.0)
    found = [
        AntecedentOption(own, tuple(_features(asked, each, rank, whole)), ruled == own)
        for rank, each in enumerate(pool)
        for own in (((each.name, each.type),),)
    ]
    if anaphor.plural and len(ruled) > 1:
        found.append(AntecedentOption(ruled, tuple(_listed(asked)), ruled=True))
    found.append(AntecedentOption((), tuple(_nothing(asked, pool, heaviest, noun)), not ruled))
    return found


def _form(anaphor: Anaphor) -> str:
    if anaphor.form != "nominal":
        return anaphor.form
    return ("near" if anaphor.near else "the") + ("s" if anaphor.plural else "")


def _weights(asked: _Asked) -> tuple[dict[tuple[str, str], float], tuple[float, str]]:
    """The weight of each entity that the foreground, title or heading holds, and the heaviest common noun."""
    scene, anaphor = asked.scene, asked.anaphor
    entities: dict[tuple[str, str], float] = {}
    noun = (0.0, "")
    for key, weight in scene.standing(anaphor).items():
        if key[1] not in NOUNS:
            entities[key] = weight
        elif (key[1] == "nouns") == anaphor.plural and key not in asked.excluded:
            noun = max(noun, (weight, key[0]))
    known = {name for name, _ in entities}
    section = scene.sentence.section
    for name in sorted(asked.memory.titled | (asked.memory.headed(section[-1]) if section else frozenset())):
        if name not in known:
            entities[name, asked.memory.types[name]] = 0.0
    return entities, noun


def _pool(asked: _Asked, weights: Mapping[tuple[str, str], float]) -> list[_Candidate]:
    """The entities that are weighed: of a type that the form allows, those that fit first, by weight."""
    scene, anaphor = asked.scene, asked.anaphor
    allowed = WHOM.get(anaphor.form)
    found = []
    for (name, kind), weight in weights.items():
        if kind not in allowed if allowed else (kind == "Person" and anaphor.form in NOT_PERSON):
            continue
        excluded = (name, kind) in asked.excluded
        fits = not excluded and scene.agrees(anaphor, name, kind)
        found.append(_Candidate(name, kind, weight, fits, excluded))
    return sorted(found, key=lambda each: (not each.fits, -each.weight, each.name))[:MOST]


def _features(asked: _Asked, one: _Candidate, rank: int, whole: float) -> Iterator[str]:
    """The features of one entity."""
    form = asked.form
    yield f"{form}|t={one.type}"
    yield f"{form}|fit={one.fits}"
    if one.excluded:
        yield "excl"
    ruled = any(one.name == name for name, _ in asked.ruled)
    yield f"{form}|{'rule' if ruled else 'otherrule' if asked.ruled else 'norule'}"
    if ruled:
        yield f"rule={step(asked.sure, RULED)}"
        yield f"{form}|rule={step(asked.sure, RULED)}"
    if one.fits:
        yield f"{form}|rank={min(rank, 3)}"
        yield f"share={step(one.weight / whole, SHARES)}"
        yield f"{form}|w={step(one.weight, HEAVY)}"
    yield from _placed(asked, one)
    yield from _agreeing(asked, one)
    yield from _topical(asked, one)
    yield from _sectional(asked, one)
    if asked.anaphor.form == "nominal":
        yield from _worded(asked, one)
    else:
        yield f"word={asked.word}|{one.type}"


def _placed(asked: _Asked, one: _Candidate) -> Iterator[str]:
    """Where the entity was mentioned last, and how that mention stands to the anaphor."""
    occurrence, back = asked.here.get(one.name), 0
    if occurrence is None and one.name in asked.memory.last:
        last, occurrence = asked.memory.last[one.name]
        back = min(asked.number - last, len(FAR) - 1)
    yield f"{asked.form}|d={FAR[back] if occurrence else UNSEEN}"
    if occurrence is None:
        return
    role, near = ROLES.get(occurrence.role, "other"), min(back, 2)
    subject = role == "subj"
    yield f"d={near}|r={role}"
    yield "named" if occurrence.named else "pron"
    yield f"par={asked.role in SUBJECTS}|{subject}|{near}"
    sentence = asked.scene.sentence
    if back:
        yield f"pas={occurrence.passage == sentence.passage}|part={occurrence.part == sentence.part}"
    elif subject:
        same = clause_of(sentence.tokens, occurrence.head) == clause_of(sentence.tokens, asked.anaphor.head)
        yield f"{_case(asked.word)}|clause={same}"
    if back == 1:
        if subject and occurrence.start <= OPENING:
            yield "openprev"
        if not asked.anaphor.first:
            yield f"first|{role}"


def _case(word: str) -> str:
    return "poss" if word in POSSESSIVE else "refl" if word in REFLEXIVE else "plain"


def _agreeing(asked: _Asked, one: _Candidate) -> Iterator[str]:
    """What number and gender say."""
    plural, form = asked.scene.before.plurals.get(one.name), asked.form
    if form == "group":
        yield f"group|{one.type}|plu={plural}"
    elif form == "thing" and plural is not None and one.type not in ANY_NUMBER:
        yield f"thing|pl={plural}"
    if form == "person":
        female = asked.word in FEMALE
        if one.name.partition(" ")[0] in (words().female if female else words().male):
            yield "gender"
        leaning = asked.memory.female.get(one.name, 0) - asked.memory.male.get(one.name, 0)
        if leaning:
            yield f"gmem={'same' if (leaning > 0) == female else 'other'}"


def _topical(asked: _Asked, one: _Candidate) -> Iterator[str]:
    """How much the note speaks of the entity."""
    memory, section = asked.memory, asked.scene.sentence.section
    if section and one.name in memory.headed(section[-1]):
        yield f"head|{asked.form}"
    elif any(one.name in memory.headed(heading) for heading in section[:-1]):
        yield "outhead"
    if one.name in memory.titled:
        yield f"title|{asked.anaphor.form}"
    count = memory.counts.get(one.name, 0)
    yield f"c={step(count, OFTEN)}"
    if count and count == memory.most:
        yield f"top|{asked.form}"
    if memory.echo.get(asked.word) == one.name:
        yield f"echoword|{asked.form}"
    if memory.echo.get(asked.anaphor.form) == one.name:
        yield f"echoform|{asked.form}"


def _sectional(asked: _Asked, one: _Candidate) -> Iterator[str]:
    """How the entity's other sentences resemble this one, and how the section speaks of it."""
    places = asked.memory.places
    yield f"shared={step(places.shared_words(asked.number, one.name), SHARED)}"
    use = places.section_use(asked.number, one.name)
    yield f"seclater={use.later}"
    if use.first:
        yield f"secfirst|{asked.form}"
    if use.naming:
        yield f"sec={step(use.before / use.naming, OF_SECTION)}|{min(use.naming, 3)}"


def _worded(asked: _Asked, one: _Candidate) -> Iterator[str]:
    """What the words of a definite phrase say."""
    form, noun, tokens = asked.form, asked.anaphor.noun, asked.scene.sentence.tokens
    wanted = type_of_noun(noun)
    fitting = "y" if wanted == one.type else "n" if wanted else "-"
    loose = noun in word_list("loose_nouns")
    yield f"{form}|want={fitting}|loose={loose}"
    yield f"noun={noun}|{one.type}"
    split = one.name.casefold().split()
    if _repeats(noun, split):
        last = split[-1].rstrip("s") == noun.rstrip("s")
        yield "sameword"
        yield f"sameword|{form}"
        yield f"sameword|last={last}|{one.type}"
        yield f"sameword|num={split[-1].endswith('s') == asked.anaphor.plural}"
        yield f"sameword|len={min(len(split), 3)}"
    if noun in asked.memory.nouns.get(one.name, ()):
        yield "said"
        yield f"said|{form}"
    if words().last.get(noun) == one.type:
        yield "lastnoun"
    between = tokens[asked.anaphor.first + 1 : asked.anaphor.head]
    inside = {token.lemma.lower() for token in between if token.pos in {"NOUN", "PROPN", "ADJ"}}
    if inside:
        yield f"inner|{'out' if inside.isdisjoint(split) else 'in'}"


def _repeats(noun: str, split: Sequence[str]) -> bool:
    """Whether a name, as its words, holds a noun in either number."""
    return any(word.rstrip("s") == noun.rstrip("s") for word in split)


def _listed(asked: _Asked) -> Iterator[str]:
    """The features of several entities together."""
    form, ruled = asked.form, asked.ruled
    yield f"{form}|LIST"
    yield f"{form}|LIST|{ruled[0][1]}"
    yield f"LIST|near={asked.anaphor.near}"
    yield f"LIST|n={min(len(ruled), 4)}"
    yield f"LIST|word={asked.word}"
    last = asked.memory.last
    back = [min(asked.number - last[name][0], 3) for name, _ in ruled if name in last and name not in asked.here]
    yield f"LIST|d={max(back, default=0)}"


def _nothing(asked: _Asked, pool: Sequence[_Candidate], heaviest: float, noun: tuple[float, str]) -> Iterator[str]:
    """The features of referring to no entity of the note."""
    anaphor, form, tokens = asked.anaphor, asked.form, asked.scene.sentence.tokens
    yield f"N|{form}"
    yield f"N|{form}|rule={'some' if asked.ruled else 'none'}"
    yield f"N|dep={asked.role}"
    yield f"N|{form}|dep={ROLES.get(asked.role, 'other')}"
    yield f"N|first={anaphor.first == 0}|{form}"
    total = heaviest + noun[0]
    yield f"N|{form}|noun={step(noun[0] / total, RIVALRY) if total else '-'}"
    yield f"N|{form}|n={min(sum(each.fits for each in pool), 4)}"
    yield f"N|{form}|maxw={step(heaviest, HEAVY)}"
    yield f"N|{form}|sent={min(asked.number, 2)}"
    yield f"N|{form}|dense={step(asked.memory.density, DENSE)}"
    yield f"N|{form}|people={min(asked.memory.people, 3)}"
    if anaphor.form == "nominal":
        yield from _nothing_named(asked, pool)
        return
    yield f"N|word={asked.word}"
    yield f"N|{form}|verb={tokens[tokens[anaphor.head].head].lemma}"
    rival = next((each for each in reversed(asked.scene.earlier(anaphor)) if noun[1] and each.entity == noun[1]), None)
    yield f"N|{form}|nounhere={ROLES.get(rival.role, 'other') if rival else '-'}"


def _nothing_named(asked: _Asked, pool: Sequence[_Candidate]) -> Iterator[str]:
    """The same, of a definite phrase: as far as its noun tells."""
    noun, form, anaphor = asked.anaphor.noun, asked.form, asked.anaphor
    yield f"N|noun={noun}"
    wanted = type_of_noun(noun)
    loose, term = noun in word_list("loose_nouns"), noun in word_list("term_nouns")
    yield f"N|{form}|want={bool(wanted)}|loose={loose}|term={term}"
    yield f"N|{form}|mods={min(anaphor.head - anaphor.first - 1, 2)}"
    same = sum(_repeats(noun, each.name.casefold().split()) for each in pool)
    said = sum(noun in asked.memory.nouns.get(each.name, ()) for each in pool)
    yield f"N|same={min(same, 2)}|said={min(said, 2)}"
