/** The SPARQL query that gives exactly the claims of a list: where they are looked for, and what filters them. */
import { claimIri } from "../exports";
import { entityIri, noteIri, segment } from "../links";
import type { Claim, Core } from "../model";
import type { Scope } from "../scope";
import type { State } from "../state";
import type { Facet } from "./facets";
import { FACETS, TOP, choice } from "./facets";
import { query } from "./words";

const PREFIXES = `PREFIX schema: <https://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX kg: <https://kg.example/ns#>
`;
const DATED = "^[0-9]{2}[0-9X]{2}(-[0-9]{2}){0,2}(/[0-9]{2}[0-9X]{2}(-[0-9]{2}){0,2})?$";

/** Writes the query. `claims` are those of the list: they are named where a condition has no counterpart in the graph. */
export function claimQuery(core: Core, state: State, scope: Scope, claims: readonly Pick<Claim, "note" | "id">[]): string {
  const lines = ["?claim a schema:Claim ; schema:text ?text ; prov:wasDerivedFrom ?note ; nif:beginIndex ?begin .", "?note kg:path ?path ."];
  const named = isNamed(state);
  const body = named ? [`VALUES ?claim {\n    ${claims.map((claim) => `<${claimIri(core, claim)}>`).join("\n    ")}\n  }`, ...lines]
    : [...within(core, scope), ...lines, ...FACETS.flatMap((facet) => facetLines(core, facet, state[facet])), ...otherLines(state)];
  const told = named ? `# The claims that ${query(state.q) ? "the full-text search finds" : "differ from another"}, which the graph alone does not know.\n` : "";
  return `${told}${PREFIXES}SELECT DISTINCT ?claim ?text ?path WHERE {\n  ${body.join("\n  ")}\n}\nORDER BY ?path ?begin ?claim\n`;
}

/** Words are matched by an index, and verdicts given by a program: the graph knows neither. */
function isNamed(state: State): boolean {
  return state.conflicts || query(state.q) !== null;
}

function within(core: Core, { entities, note }: Scope): string[] {
  if (note >= 0) return [`VALUES ?note { <${noteIri(core.base, core.notes.path[note]!)}> }`];
  return entities.map((entity) => `?claim schema:mentions|schema:about <${entityIri(core.base, core.entities.name[entity]!)}> .`);
}

function facetLines(core: Core, facet: Facet, written: readonly string[]): string[] {
  const choices = written.map(choice), wanted = choices.filter((one) => !one.not), unwanted = choices.filter((one) => one.not);
  const lines = (values: string[]) => PATTERNS[facet](core, values);
  return [...(wanted.length ? [lines(wanted.map((one) => one.value))] : []), ...(unwanted.length ? [`FILTER NOT EXISTS { ${lines(unwanted.map((one) => one.value))} }`] : [])];
}

const PATTERNS: Record<Facet, (core: Core, values: string[]) => string> = {
  type: (core, values) => `${list("type", values.map((value) => core.types.indexOf(value)).filter((at) => at >= 0).map((at) => `<${core.typeIris[at]!}>`))} ?claim schema:mentions|schema:about ?named . ?named a ?type .`,
  folder: (_, values) => `?note kg:path ?under . FILTER(${values.map((value) => (value === TOP ? '!CONTAINS(?under, "/")' : `STRSTARTS(?under, ${literal(`${value}/`)})`)).join(" || ")})`,
  notes: (core, values) => `${list("in", values.map((value) => `<${noteIri(core.base, value)}>`))} ?claim prov:wasDerivedFrom ?in .`,
  callout: (_, values) => `${list("callout", values.map(literal))} ?claim kg:callout ?callout .`,
  modality: (core, values) => `${list("modality", values.filter((value) => core.modalities.includes(value)).map((value) => `kg:${value}`))} ?claim kg:modality ?modality .`,
  attribute: (core, values) => `${list("attribute", values.map((value) => `<${core.base}prop/${segment(value)}>`))} ?claim kg:states/rdf:predicate ?attribute .`,
  unit: (_, values) => `${list("unit", values.map(literal))} ?claim kg:hasQuantity/schema:unitText ?unit .`,
  speaker: (core, values) => `${list("speaker", values.flatMap((value) => ["entity", "phrase"].map((kind) => `<${core.base}${kind}/${segment(value)}>`)))} ?claim prov:wasAttributedTo ?speaker .`,
};

function otherLines(state: State): string[] {
  const lines: string[] = [];
  if (state.numbers) lines.push("FILTER EXISTS { ?claim kg:hasQuantity ?number }");
  if (state.from || state.to) {
    const tests = [`REGEX(?date, ${literal(DATED)})`, ...(state.from ? [`CONCAT(?last, SUBSTR("0000-12-31", STRLEN(?last) + 1)) >= ${literal(state.from + "0000-01-01".slice(state.from.length))}`] : []),
      ...(state.to ? [`CONCAT(?first, SUBSTR("0000-01-01", STRLEN(?first) + 1)) <= ${literal(state.to + "0000-12-31".slice(state.to.length))}`] : [])];
    lines.push("?claim kg:hasDate/schema:temporalCoverage ?date .", 'BIND(REPLACE(REPLACE(?date, "/.*$", ""), "X", "0") AS ?first)', 'BIND(REPLACE(REPLACE(?date, "^.*/", ""), "X", "9") AS ?last)', `FILTER(${tests.join(" && ")})`);
  }
  return lines;
}

function list(name: string, terms: string[]): string {
  return `VALUES ?${name} { ${terms.join(" ")} }`;
}

function literal(text: string): string {
  return JSON.stringify(text).replace(/\u007f/g, "\\u007F");
}
