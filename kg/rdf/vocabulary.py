"""The terms of the graph as N-Triples writes them, and the tables that map the model's words to them."""

from __future__ import annotations

from kg.model.claim import FACTUALITIES, POLARITIES
from kg.model.entity_types import entity_type, type_table
from kg.rdf.terms import DCT, ITSRDF, KG, NIF, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

# Classes.
NOTE = f"<{KG}Note>"
SECTION = f"<{KG}Section>"
CALLOUT = f"<{KG}Callout>"
CHANNEL = f"<{KG}Channel>"
TRANSCRIPT = f"<{KG}Transcript>"
DATE = f"<{KG}Date>"
CORRECTION = f"<{KG}Curation>"
OPINION = f"<{KG}Opinion>"
CLAIM = f"<{SCHEMA}Claim>"
QUANTITY = f"<{SCHEMA}QuantitativeValue>"
RECORDING = f"<{SCHEMA}VideoObject>"
STATEMENT = f"<{RDF}Statement>"
PROPERTY = f"<{RDF}Property>"

# Properties of notes and their parts.
A = f"<{RDF}type>"
NAME = f"<{SCHEMA}name>"
ALTERNATE_NAME = f"<{SCHEMA}alternateName>"
KEYWORD = f"<{SCHEMA}keywords>"
LANGUAGE = f"<{SCHEMA}inLanguage>"
TIMES_UNREACHED = f"<{KG}timesUnreached>"
SHA256 = f"<{SCHEMA}sha256>"
IS_BASED_ON = f"<{SCHEMA}isBasedOn>"
PUBLISHER = f"<{SCHEMA}publisher>"
REFERENCES = f"<{DCT}references>"
IS_PART_OF = f"<{SCHEMA}isPartOf>"
PATH = f"<{KG}path>"
LINKED_PATH = f"<{KG}linkedPath>"
UNRESOLVED = f"<{KG}unresolved>"
IN_CALLOUT = f"<{KG}callout>"

# Properties of transcripts.
HAS_TRANSCRIPT = f"<{KG}transcriptFile>"
TRANSCRIBES = f"<{KG}transcribes>"
CONTENT_URL = f"<{SCHEMA}contentUrl>"
MEDIA_TYPE = f"<{SCHEMA}encodingFormat>"

# Properties of claims.
TEXT = f"<{SCHEMA}text>"
ABOUT = f"<{SCHEMA}about>"
KEY_TERM = f"<{KG}keyTerm>"
REFUSED = f"<{KG}refused>"
MENTIONS = f"<{SCHEMA}mentions>"
APPEARANCE = f"<{SCHEMA}appearance>"
DERIVED_FROM = f"<{PROV}wasDerivedFrom>"
ATTRIBUTED_TO = f"<{PROV}wasAttributedTo>"
BEGIN = f"<{NIF}beginIndex>"
END = f"<{NIF}endIndex>"
AT = f"<{KG}at>"
AT_ORDER = f"<{KG}atOrder>"
SECTION_PATH = f"<{KG}sectionPath>"
ATTRIBUTION_TEXT = f"<{KG}attributionText>"
MODALITY = f"<{KG}modality>"
MODALITY_RULE = f"<{KG}modalityRule>"
ABOUT_RULE = f"<{KG}aboutRule>"
NEGATION_RULE = f"<{KG}negationRule>"
ATTRIBUTION_RULE = f"<{KG}attributionRule>"
NEGATED = f"<{KG}negated>"
STATES = f"<{KG}states>"
MAY_STATE = f"<{KG}mayState>"
HAS_QUANTITY = f"<{KG}hasQuantity>"
HAS_DATE = f"<{KG}hasDate>"
REPAIRED = f"<{KG}repaired>"
REPAIR_REASON = f"<{KG}repairReason>"
REPAIR_CONFIDENCE = f"<{KG}repairConfidence>"
LINK = f"<{SCHEMA}url>"

# Properties of statements, quantities, dates and mentions.
SUBJECT = f"<{RDF}subject>"
PREDICATE = f"<{RDF}predicate>"
OBJECT = f"<{RDF}object>"
POLARITY = f"<{KG}polarity>"
FACTUALITY = f"<{KG}factuality>"
CONFIDENCE = f"<{KG}confidence>"
SUBJECT_TEXT = f"<{KG}subjectText>"
PREDICATE_TEXT = f"<{KG}predicateText>"
OBJECT_TEXT = f"<{KG}objectText>"
OF = f"<{KG}of>"
OBJECT_QUANTITY = f"<{KG}objectQuantity>"
VALUE = f"<{SCHEMA}value>"
MIN_VALUE = f"<{SCHEMA}minValue>"
MAX_VALUE = f"<{SCHEMA}maxValue>"
UNIT = f"<{SCHEMA}unitText>"
UNIT_CODE = f"<{SCHEMA}unitCode>"
COMPARATOR = f"<{KG}comparator>"
TEMPORAL = f"<{SCHEMA}temporalCoverage>"
METHOD = f"<{KG}method>"
FOUND = f"<{KG}found>"
ANCHOR = f"<{NIF}anchorOf>"
REFERENT = f"<{ITSRDF}taIdentRef>"
CANDIDATE = f"<{KG}candidate>"
REFERRING = frozenset({REFERENT, CANDIDATE})

# Properties of entities and properties.
EVIDENCE = f"<{KG}evidence>"
ONLY_TERM = f"<{KG}onlyTerm>"
PREF_LABEL = f"<{SKOS}prefLabel>"
ALT_LABEL = f"<{SKOS}altLabel>"
BROADER = f"<{SKOS}broader>"
LABEL = f"<{RDFS}label>"

# Properties of corrections, and of what the extractor itself says. Their IRIs, and that of the class, say "curation":
# graphs and queries that are out there use them.
CORRECTS = f"<{KG}curates>"
CORRECTION_KIND = f"<{KG}curationKind>"
OVERRIDES = f"<{KG}overrides>"
SETS = f"<{KG}sets>"
SAID_BY = f"<{KG}saidBy>"
IDLE = f"<{KG}idle>"
OPINION_OF = f"<{KG}opinionOf>"
OPINION_TYPE = f"<{KG}opinionType>"
OPINION_NAME = f"<{KG}opinionName>"

# Datatypes and the two kinds of value that need one.
INTEGER = f"<{XSD}integer>"
DECIMAL = f"<{XSD}decimal>"
TRUE = f'"true"^^<{XSD}boolean>'


def entity_class(name: str) -> str:
    """The class of entities of a type."""
    return f"<{entity_type(name).iri}>"


def type_of_class(term: str) -> str | None:
    """The type whose class a term is, or None."""
    return type_table().of_class.get(term[1:-1])


MODALITY_TERM = {name: f"<{KG}{name}>" for name in ("asserted", "hedged", "reported", "predicted", "conditional")}
MODALITY_NAME = {term: name for name, term in MODALITY_TERM.items()}

POLARITY_TERM = {name: f"<{KG}{name}>" for name in POLARITIES}
POLARITY_NAME = {term: name for name, term in POLARITY_TERM.items()}
FACTUALITY_TERM = {name: f"<{KG}{name}>" for name in FACTUALITIES}
FACTUALITY_NAME = {term: name for name, term in FACTUALITY_TERM.items()}

USUAL_RULE = "default"  # the modality rule of most claims, which is not written
