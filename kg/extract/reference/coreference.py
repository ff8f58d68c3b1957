"""Resolves pronouns and definite phrases to the entity they refer to, with method and probability.

Sentence by sentence, in reading order, each anaphor is offered the entities that fit it in type, number and gender,
weighed by ``salience`` and ``antecedents``, and each form of anaphor has its own small resolver (the table
``RESOLVERS``) that takes the heaviest, or none where a common noun is the likelier antecedent. What the resolver says
is one feature of ``antecedent_features``, whose learned weights have the last word and give the probability.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kg.extract.grammar.grammatical_roles import SUBJECTS
from kg.extract.reference import antecedent_features
from kg.extract.reference.anaphors import MOST, Anaphor, anaphors, type_of_noun
from kg.extract.reference.antecedent_features import Referent
from kg.extract.reference.antecedents import FEMALE, REFLEXIVE, Scene, groups, pairs
from kg.extract.reference.note_memory import NoteMemory
from kg.extract.reference.salience import NOUNS, Foreground, Occurrence
from kg.extract.words.learned_weights import weights
from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import word_list
from kg.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.extract.reference.antecedent_features import AntecedentOption
    from kg.extract.words.learned_weights import LogisticWeights
    from kg.model import Sentence

    Chooser = Callable[[int, Anaphor, Sequence[AntecedentOption]], list["Referent"]]

# Which types an anaphor may refer to, and how readily; "noun" and "nouns" are common nouns, which end in no answer.
THINGS = {
    "noun": 1.0,
    "Organization": 1.0,
    "Product": 1.0,
    "Work": 1.0,
    "Concept": 0.9,
    "Event": 0.9,
    "Law": 0.9,
    "Place": 0.8,
    "Award": 0.8,
    "Group": 0.6,
}
PLURALS = {"nouns": 1.0, "Group": 1.1, "Organization": 1.0, "Concept": 0.6, "Product": 0.5, "Place": 0.35}
PERSONS = {"Person": 1.0}
LEADING = SUBJECTS | {"poss-subject", "compound-subject", "nmod-subject", "amod-subject"}
METHOD = "coref-"  # what a mention's method begins with
LIKELY = 0.35  # probability below which an anaphor is taken for nothing at all
ENOUGH = 0.1  # weight below which nothing is resolved
AGAINST_LIST = 1.5  # how much heavier than a list's first member a single entity must be to win "they"
AGAINST_PERSONS = 6.0  # the same against a list of persons
LISTS_BACK = 8  # sentences back to the last list that "both models" takes up
SPEAKERS_BACK = 3  # sentences back to the person whose words a quotation goes on with
# Confidence of answers that rest on a rule, not on weights.
SAME_WORD, LABELLED, TITLED, LISTED, TERM, SPOKEN = 0.85, 0.8, 0.8, 0.7, 0.6, 0.6
LABEL_TOKENS = 8  # a bare "this" further from the start takes up no label


def likeliest(
    number: int,  # noqa: ARG001 - a Chooser
    anaphor: Anaphor,  # noqa: ARG001
    options: Sequence[AntecedentOption],
    table: LogisticWeights | None = None,
) -> list[Referent]:
    """The option of the highest probability by the learned weights; nothing where all are unlikely."""
    if len(options) == 1:
        return []
    chances = (table or weights("antecedents")).chances([option.features for option in options])
    best = max(range(len(options) - 1), key=lambda at: (chances[at], -at))
    if chances[best] < LIKELY:
        return []
    return [Referent(entity, kind, chances[best]) for entity, kind in options[best].entities]


def by_rule(_: int, anaphor: Anaphor, options: Sequence[AntecedentOption]) -> list[Referent]:  # noqa: ARG001
    """The option that the resolvers take, whatever the weights say: what the weights are first learned from."""
    return [Referent(entity, kind, 1.0) for option in options if option.ruled for entity, kind in option.entities]


def resolve(
    sentences: Sequence[Sentence],
    named: Sequence[Sequence[Mention]],
    title: str = "",
    choose: Chooser = likeliest,
) -> tuple[tuple[Mention, ...], ...]:
    """All mentions of each sentence: the named ones given, and the anaphors resolved, in reading order.

    Args:
        sentences: All sentences of one note, in reading order.
        named: What ``named_mentions.named`` gave for them.
        title: The note's.
        choose: Says whom an anaphor in the sentence of a number refers to, given its options.
    """
    foreground, memory = Foreground(), NoteMemory(title, sentences, named)
    result = []
    for number, (sentence, names) in enumerate(zip(sentences, named, strict=True)):
        foreground.introduce(sentence, names)
        scene = Scene(sentence, names, foreground)
        found = (*names, *_anaphoric(scene, memory, number, choose))
        result.append(tuple(sorted(found, key=lambda mention: (mention.start, mention.entity))))
        foreground.add(scene.inside)
        memory.read(number, sentence.tokens, scene.inside)
    return tuple(result)


def _anaphoric(scene: Scene, memory: NoteMemory, number: int, choose: Chooser) -> Iterator[Mention]:
    """Yield the anaphors of a sentence that refer to an entity, one mention per referent."""
    taken = [(mention.start, mention.end) for mention in scene.names]
    for anaphor in islice(anaphors(scene.sentence, taken), MOST):
        ruled = RESOLVERS[anaphor.form](scene, anaphor)
        referents = choose(number, anaphor, antecedent_features.options(scene, anaphor, memory, number, ruled))
        for referent in referents:
            scene.add(anaphor, referent.entity, referent.type)
            yield _mention(scene.sentence, anaphor, referent)
        if len(referents) == 1:
            word = scene.word(anaphor)
            memory.resolved(word, anaphor.form, referents[0].entity, female=word in FEMALE)


def _mention(sentence: Sentence, anaphor: Anaphor, referent: Referent) -> Mention:
    start, end = sentence.tokens[anaphor.first].start, sentence.tokens[anaphor.last - 1].end
    return Mention(
        text=sentence.text[start:end],
        start=start,
        end=end,
        span=Span(sentence.places[start], sentence.places[end - 1] + 1),
        kind="nominal" if anaphor.form == "nominal" else "pronoun",
        entity=referent.entity,
        type=referent.type,
        method=f"{METHOD}{anaphor.form}",
        confidence=round(referent.confidence, 2),
    )


def _heaviest(scene: Scene, anaphor: Anaphor, fitting: Mapping[str, float]) -> list[Referent]:
    """The heaviest entity of a fitting type, unless a common noun is heavier still."""
    weights = scene.weights(anaphor).items()
    ranked = sorted((-value * fitting.get(kind, 0.0), entity, kind) for (entity, kind), value in weights)
    if not ranked or -ranked[0][0] <= ENOUGH or ranked[0][2] in NOUNS:
        return []
    best, entity, kind = ranked[0]
    rival = ranked[1][0] if len(ranked) > 1 and -ranked[1][0] > ENOUGH else 0.0
    return [Referent(entity, kind, best / (best + rival))]


def _person(scene: Scene, anaphor: Anaphor) -> list[Referent]:
    return _heaviest(scene, anaphor, PERSONS) if _reflects(scene, anaphor) else []


def _thing(scene: Scene, anaphor: Anaphor) -> list[Referent]:
    if not _reflects(scene, anaphor):
        return []
    return _labelled(scene, anaphor) or _heaviest(scene, anaphor, THINGS)


def _reflects(scene: Scene, anaphor: Anaphor) -> bool:
    """False when "itself" only stresses the common noun right before it."""
    if scene.word(anaphor) not in REFLEXIVE or not anaphor.first:
        return True
    before = anaphor.first - 1
    named = any(each.head == before and each.type not in NOUNS for each in scene.inside)
    return named or scene.sentence.tokens[before].pos != "NOUN"


def _labelled(scene: Scene, anaphor: Anaphor) -> list[Referent]:
    """What the paragraph's label names, for "It" at the start of its second sentence."""
    if anaphor.first or not scene.before.rows:
        return []
    before = [each for each in scene.before.rows[-1] if each.passage == scene.sentence.passage]
    return _label(before)


def _label(row: Sequence[Occurrence]) -> list[Referent]:
    return [
        Referent(each.entity, each.type, LABELLED) for each in row if each.role == "label" and each.type not in NOUNS
    ][:1]


def _bare(scene: Scene, anaphor: Anaphor) -> list[Referent]:
    """What "this" right after a label takes up."""
    return _label(scene.inside) if scene.label and anaphor.first <= LABEL_TOKENS else []


def _several(scene: Scene, anaphor: Anaphor) -> list[Referent]:
    """Entities named together, or one organization or people, whichever is more prominent."""
    together = [] if _one_speaks(scene, anaphor) else _together(scene, anaphor, "")
    if anaphor.near:
        return together
    one = _heaviest(scene, anaphor, PLURALS)
    if not together:
        return one
    if not one:
        return [] if _plural_subject(scene, anaphor) else together
    if one[0].entity in {referent.entity for referent in together}:
        return together
    weights = scene.weights(anaphor)
    margin = AGAINST_PERSONS if together[0].type == "Person" else AGAINST_LIST
    return one if weights[one[0][:2]] > margin * weights.get(together[0][:2], 0.0) else together


def _one_speaks(scene: Scene, anaphor: Anaphor) -> bool:
    """Whether an organization or a people is a subject, or part of one, before the anaphor."""
    here = scene.earlier(anaphor)
    return not anaphor.near and any(each.role in LEADING and each.type in {"Organization", "Group"} for each in here)


def _plural_subject(scene: Scene, anaphor: Anaphor) -> bool:
    """Whether a plural common noun is a subject before the anaphor."""
    return any(each.role in SUBJECTS and each.type == "nouns" for each in scene.earlier(anaphor))


def _together(scene: Scene, anaphor: Anaphor, wanted: str) -> list[Referent]:
    """The latest entities named together, in this sentence or shortly before; of one type when one is wanted."""
    back = LISTS_BACK if wanted else 1 if anaphor.near else 2
    rows = [scene.earlier(anaphor), *reversed(scene.before.rows[-back:])]
    for distance, row in enumerate(rows):
        entities = [each for each in row if each.type not in NOUNS and wanted in {"", each.type}]
        found = groups(entities)
        if distance and not anaphor.near:
            found = [group for group in found if group[0].type == "Person" or group[0].role in SUBJECTS]
        if not found and anaphor.near and distance <= 1:
            found = pairs(entities)
        if found:
            return [Referent(each.entity, each.type, LISTED) for each in found[-1]]
    return []


def _nominal(scene: Scene, anaphor: Anaphor) -> list[Referent]:
    """What a definite phrase takes up: an entity of the same word, a titled person, a term, or one of its type."""
    inside = scene.sentence.tokens[anaphor.first + 1 : anaphor.head]
    between = [token for token in inside if token.pos in {"NOUN", "PROPN", "ADJ"}]
    same = _same_word(scene, anaphor, [token.text.lower() for token in between])
    if same or any(token.pos != "ADJ" for token in between):
        return same
    if anaphor.noun in scene.before.titles and not anaphor.plural:
        return [Referent(scene.before.titles[anaphor.noun], "Person", TITLED)]
    if anaphor.near and anaphor.noun in word_list("term_nouns"):
        said = (*reversed(scene.earlier(anaphor)), *scene.before.recent(1))
        return [Referent(each.entity, each.type, TERM) for each in said if each.type == "Concept"][:1]
    wanted = type_of_noun(anaphor.noun)
    if not wanted or (anaphor.plural and not anaphor.near):
        return []
    return _together(scene, anaphor, wanted) if anaphor.plural else _heaviest(scene, anaphor, {wanted: 1.0})


def _same_word(scene: Scene, anaphor: Anaphor, between: Sequence[str]) -> list[Referent]:
    """The entity whose last word the phrase repeats ("these rotors") or whose name it holds ("this neocloud model")."""
    fitting, plain = [], word_list("plain_modifiers")
    for (entity, kind), weight in scene.weights(anaphor).items():
        split = entity.lower().split()
        repeats = len(split) > 1 and split[-1].rstrip("s") == anaphor.noun and {*between} <= {*split, *plain}
        if kind not in NOUNS and (repeats or entity.lower() in between):
            fitting.append((weight, entity, kind))
    return [Referent(*max(fitting)[1:], SAME_WORD)] if fitting else []


def _speaker(scene: Scene, anaphor: Anaphor) -> list[Referent]:
    """Who is quoted: the subject of the verb of saying, else the latest person; "we" is that person's organization."""
    tokens = scene.sentence.tokens
    people = [
        each.entity
        for each in scene.inside
        if each.type == "Person"
        and each.role == "nsubj"
        and tokens[tokens[each.head].head].lemma in saying_verbs("quotes")
    ]
    if not people and not scene.names:
        people = [each.entity for each in scene.before.recent(SPEAKERS_BACK) if each.type == "Person"]
    if not people:
        return []
    house = scene.before.houses.get(people[0]) if anaphor.plural else None
    return [Referent(house, "Organization", SPOKEN) if house else Referent(people[0], "Person", SPOKEN)]


RESOLVERS: dict[str, Callable[[Scene, Anaphor], list[Referent]]] = {
    "person": _person,
    "thing": _thing,
    "group": _several,
    "speaker": _speaker,
    "bare": _bare,
    "nominal": _nominal,
}
