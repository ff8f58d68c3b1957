"""The table of all settings: name, place, type, default, meaning, limits, and who may set each one."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.config import value_limits as limits
from kg.config.trust_thresholds import USUAL, TrustThresholds

if TYPE_CHECKING:
    from collections.abc import Callable

    Fault = Callable[[Any], str]

RULES, LLM = limits.BACKENDS
# who may set a setting, the widest circle first
VAULT, TRUSTED, USER = "any vault", "a trusted vault", "only you"
ROW = "row"


class SettingRow(NamedTuple):
    """What the table holds of a setting besides its name, type and default.

    Attributes:
        place: Table and key in ``config.toml``, such as ``build.workers``.
        meaning: For a person, one sentence or two.
        who: ``VAULT``: the ``config.toml`` of any vault may set it, for it changes nothing but the vault's own graph
            and pages. ``TRUSTED``: that of a vault on the user's list may. ``USER``: no vault may.
        fault: What is wrong with a value of the right type; "" when nothing is.
        variable: The environment variable; "" where there is none.
    """

    place: str
    meaning: str
    who: str
    fault: Fault
    variable: str


def row(place: str, meaning: str, *, who: str = TRUSTED, fault: Fault = limits.negative, variable: str) -> Any:
    """A setting's row, as metadata of its field."""
    return {ROW: SettingRow(place, meaning, who, fault, variable)}


@dataclass(frozen=True, slots=True)
class Config:
    """What a user may set: each field is a setting; ``ROWS`` has the meaning and the place of each."""

    base_iri: str = field(
        default="https://kg.example/",
        metadata=row(
            "graph.base_iri",
            "Every IRI of notes and entities starts with it. Ends with `/`.",
            who=VAULT,
            fault=limits.iri,
            variable="KG_BASE_IRI",
        ),
    )
    model: str = field(
        default="en_core_web_sm",
        metadata=row(
            "extract.model",
            "An installed English spaCy pipeline by its import name, or by its absolute path. It is code that runs.",
            variable="KG_MODEL",
        ),
    )
    workers: int = field(
        default=0,
        metadata=row(
            "build.workers",
            "Processes that read and analyse notes; 0 means one per processor.",
            fault=limits.workers,
            variable="KG_WORKERS",
        ),
    )
    conflict_copies: bool = field(
        default=False,
        metadata=row(
            "extract.conflict_copies",
            "Whether to extract claims from the second versions of notes that Obsidian Sync leaves.",
            who=VAULT,
            variable="KG_CONFLICT_COPIES",
        ),
    )
    include: str = field(
        default="",
        metadata=row(
            "extract.include",
            "The only notes to extract claims from: globs of vault paths, such as `Talks/*, *.talk.md`. They count "
            "even where Obsidian excludes them.",
            who=VAULT,
            variable="KG_INCLUDE",
        ),
    )
    exclude: str = field(
        default="",
        metadata=row(
            "extract.exclude",
            "Notes to extract nothing from, as such globs. Obsidian's excluded files and folders of templates are left "
            "out anyway.",
            who=VAULT,
            variable="KG_EXCLUDE",
        ),
    )
    transcripts: str = field(
        default=limits.SEARCH,
        metadata=row(
            "extract.transcripts",
            "What transcripts in the vault are for: `search` finds their words and checks times by them; `claims` also "
            "takes claims from those that are written in sentences.",
            who=VAULT,
            fault=limits.transcripts,
            variable="KG_TRANSCRIPTS",
        ),
    )
    languages: tuple[tuple[str, str], ...] = field(
        default=(),
        metadata=row(
            "languages",
            'An installed spaCy pipeline for each language besides English: `fr = "fr_core_news_sm"`. Names, links, '
            "numbers and times of its passages are read. It is code that runs.",
            fault=limits.pipelines,
            variable="",
        ),
    )
    backend: str = field(
        default=RULES,
        metadata=row(
            "extract.backend",
            "`rules` works offline; `llm` asks a language model, and falls back to the rules where it fails.",
            fault=limits.backend,
            variable="KG_BACKEND",
        ),
    )
    llm_url: str = field(
        default="",
        metadata=row(
            "llm.base_url",
            "Address of an OpenAI-compatible endpoint, such as `http://localhost:8080/v1`: your notes are sent there.",
            variable="KG_LLM_BASE_URL",
        ),
    )
    llm_model: str = field(
        default="", metadata=row("llm.model", "The language model's name there.", variable="KG_LLM_MODEL")
    )
    llm_keys: tuple[tuple[str, str], ...] = field(
        default=(),
        metadata=row(
            "llm.keys",
            'The key for each host, as the variable that holds it: `"api.example.org" = "env:EXAMPLE_KEY"`. '
            "A key is sent to its own host and to no other.",
            who=USER,
            fault=limits.keys,
            variable="",
        ),
    )
    llm_timeout: int = field(
        default=120,
        metadata=row(
            "llm.timeout",
            "Seconds for one answer, retries included, from the first byte sent to the last one read.",
            fault=limits.least_one,
            variable="KG_LLM_TIMEOUT",
        ),
    )
    llm_at_once: int = field(
        default=4,
        metadata=row(
            "llm.at_once", "Questions sent at the same time.", fault=limits.at_once, variable="KG_LLM_AT_ONCE"
        ),
    )
    llm_price_in: float = field(
        default=0.0,
        metadata=row(
            "llm.price_in",
            "What a million tokens read cost, in your currency; with both prices, kg says what asking costs.",
            variable="KG_LLM_PRICE_IN",
        ),
    )
    llm_price_out: float = field(
        default=0.0,
        metadata=row("llm.price_out", "What a million tokens written cost.", variable="KG_LLM_PRICE_OUT"),
    )
    llm_currency: str = field(
        default="USD",
        metadata=row("llm.currency", "The currency of prices and budget, as kg shows it.", variable="KG_LLM_CURRENCY"),
    )
    llm_budget: float = field(
        default=0.0,
        metadata=row(
            "llm.budget",
            "The most that asking about a vault may cost in all; 0 means no cap. When it is reached, kg asks no more "
            "and uses its rules.",
            variable="KG_LLM_BUDGET",
        ),
    )
    llm_batch: bool = field(
        default=False,
        metadata=row(
            "llm.batch",
            "Whether to ask in batches, which cost less and are answered within a day: a later build fetches what is "
            "not there yet.",
            variable="KG_LLM_BATCH",
        ),
    )
    store_url: str = field(
        default="",
        metadata=row(
            "store.url",
            "Address of a SPARQL 1.1 store, such as `http://localhost:7878`: builds send the graph there, and "
            "questions are answered from there.",
            fault=limits.store,
            variable="KG_STORE_URL",
        ),
    )
    store_graphs: str = field(
        default="",
        metadata=row(
            "store.graphs",
            "Address of that store's Graph Store Protocol where kg cannot tell it from `store.url`, which then is the "
            "address for queries.",
            fault=limits.store,
            variable="KG_STORE_GRAPHS",
        ),
    )
    view_claims: int = field(
        default=100_000,
        metadata=row(
            "view.claims",
            "Up to this many claims the explorer is one file; beyond, it loads them from files next to it.",
            who=VAULT,
            variable="KG_VIEW_CLAIMS",
        ),
    )
    view_megabytes: int = field(
        default=12,
        metadata=row(
            "view.megabytes",
            "Up to this many megabytes (10^6 bytes) the explorer is one file, likewise.",
            who=VAULT,
            variable="KG_VIEW_MEGABYTES",
        ),
    )
    view_entities: int = field(
        default=5_000,
        metadata=row(
            "view.entities",
            "How many entities the explorer draws, those with most claims first; search finds all of them.",
            who=VAULT,
            variable="KG_VIEW_ENTITIES",
        ),
    )
    outputs_always: bool = field(
        default=False,
        metadata=row(
            "outputs.always",
            "Whether builds always write `graph.trig` and `claims.jsonl`, not only where `--out` names a folder or "
            "they are there already.",
            who=VAULT,
            variable="KG_OUTPUTS_ALWAYS",
        ),
    )
    view_text: bool = field(
        default=True,
        metadata=row(
            "view.text",
            "Whether the explorer holds the text of the notes around their claims, so that a claim is read where it is "
            "written. Switch it off before you share a page of private notes.",
            who=VAULT,
            variable="KG_VIEW_TEXT",
        ),
    )
    sync_folder: str = field(
        default="Knowledge",
        metadata=row(
            "sync.folder",
            "Where `kg sync` puts new pages, as a path in the vault.",
            fault=limits.folder,
            variable="KG_SYNC_FOLDER",
        ),
    )
    sync_min_claims: int = field(
        default=3,
        metadata=row(
            "sync.min_claims",
            "An entity with fewer claims gets no page.",
            who=VAULT,
            fault=limits.least_one,
            variable="KG_SYNC_MIN_CLAIMS",
        ),
    )

    trust_links: float = field(
        default=USUAL.links,
        metadata=row(
            "trust.links",
            'How likely it must be, from 0 to 1, that "it" or "the company" means an entity, or that a claim is about '
            "one it does not name; what is less likely only `kg explain` shows.",
            who=VAULT,
            fault=limits.probability,
            variable="KG_TRUST_LINKS",
        ),
    )
    trust_about: float = field(
        default=USUAL.about,
        metadata=row(
            "trust.about",
            "How likely it must be that a claim is about an entity that it names.",
            who=VAULT,
            fault=limits.probability,
            variable="KG_TRUST_ABOUT",
        ),
    )

    trust_types: float = field(
        default=USUAL.types,
        metadata=row(
            "trust.types",
            "How likely the type of an entity must be, from 0 to 1; below, it is a `Thing`. With 0 each has its "
            "likeliest type.",
            who=VAULT,
            fault=limits.probability,
            variable="KG_TRUST_TYPES",
        ),
    )

    trust_statements: float = field(
        default=USUAL.statements,
        metadata=row(
            "trust.statements",
            "How likely it must be, from 0 to 1, that whoever annotates a claim would state a relation in it too; what "
            "is less likely only `kg explain` shows.",
            who=VAULT,
            fault=limits.probability,
            variable="KG_TRUST_STATEMENTS",
        ),
    )

    @property
    def trust(self) -> TrustThresholds:
        """How sure inferences must be to count."""
        return TrustThresholds(self.trust_links, self.trust_about, self.trust_types, self.trust_statements)

    @property
    def processes(self) -> int:
        """The number of worker processes to use, at least 1."""
        allowed = getattr(os, "sched_getaffinity", None)  # Linux only: the processors this process may use
        return self.workers or (len(allowed(0)) if allowed else os.cpu_count() or 1)


ROWS: dict[str, SettingRow] = {each.name: each.metadata[ROW] for each in fields(Config)}  # setting -> its row
DEFAULTS = Config()
# setting -> (place in config.toml, environment variable)
PLACES = {name: (found.place, found.variable) for name, found in ROWS.items()}
