/**
 * Search operators: `about:CoreWeave by:"Dylan Patel" unit:USD in:allin year:2024 -type:Place words` as a change of the state.
 *
 * An operator or value that is not known is answered, never searched for as words.
 */
import type { Core } from "../model";
import type { Names } from "../search";
import { FOCUS, type State } from "../state";
import { fold } from "../text";
import { isDate } from "./daterange";
import type { Facet } from "./facets";
import { TOP, choice, chosen } from "./facets";

export interface Known { core: Core; names: Pick<Names, "entity" | "entities"> }
export interface Value { facet: Facet; value: string; label: string }

/** What was asked for: the change of the state, the words that are left to search for, and what is wrong, in words. */
export interface Asked { change: Partial<State>; words: string; problems: string[] }

interface Operator { hint: string; values?: (core: Core) => Value[]; read?: (asked: Asked, value: string, known: Known) => string }

const TOKEN = /(-?)([a-z]+):(?!\/\/)(?:"([^"]*)"?|(\S*))|"[^"]*"?|\S+/giu;

export const OPERATORS: Record<string, Operator> = {
  about: { hint: "an entity", read: about },
  by: { hint: "who says it", values: (core) => core.speakers.name.map((value) => ({ facet: "speaker", value, label: value })) },
  unit: { hint: "a unit: USD, percent", values: (core) => plain("unit", core.units.name.filter(Boolean)) },
  in: { hint: "a folder or note", values: places },
  type: { hint: "a type of entity", values: (core) => plain("type", core.types) },
  year: { hint: "a year spoken of: 2024, 2020..2024", read: year },
  from: { hint: "the first date spoken of", read: (asked, value) => date(asked, "from", value) },
  to: { hint: "the last date spoken of", read: (asked, value) => date(asked, "to", value) },
  attribute: { hint: "an attribute: revenue", values: (core) => core.properties.name.map((value, at) => ({ facet: "attribute", value, label: core.properties.label[at] || value })) },
  callout: { hint: "a kind of callout", values: (core) => plain("callout", core.callouts) },
  modality: { hint: "how it is put", values: (core) => plain("modality", core.modalities) },
  has: { hint: "numbers or conflicts", read: has },
};

/** Reads what a user typed into the search box, in the state that it would change. */
export function asked(known: Known, text: string, state: State): Asked {
  const found: Asked = { change: {}, words: "", problems: [] }, words: string[] = [];
  for (const [token, not, name, quoted, bare] of text.matchAll(TOKEN)) {
    if (name === undefined) words.push(token);
    else found.problems.push(...[apply(found, known, state, { name: name.toLowerCase(), value: (quoted ?? bare ?? "").trim(), not: not === "-" })].filter(Boolean));
  }
  found.words = words.join(" ");
  return found;
}

/** Whether a text holds an operator, known or not. */
export function hasOperators(text: string): boolean {
  return [...text.matchAll(TOKEN)].some(([, , name]) => name !== undefined);
}

/** A value as it is typed behind an operator. */
export function typed(name: string, value: string, not = false): string {
  return `${not ? "-" : ""}${name}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value}`;
}

function apply(found: Asked, known: Known, state: State, { name, value, not }: { name: string; value: string; not: boolean }): string {
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name]! : undefined;
  if (!operator) return `There is no operator “${name}:”. There are ${Object.keys(OPERATORS).map((one) => `${one}:`).join(", ")}. Put words with a colon in quotes.`;
  if (!value) return `“${name}:” needs ${operator.hint}.`;
  if (operator.read) return not ? `“-${name}:” cannot be left out.` : operator.read(found, value, known);
  const values = operator.values!(known.core), one = values.find((each) => names(known.core, each).includes(fold(value))) ?? unlisted(known.core, name, value);
  if (!one) return `“${name}:${value}” is not known.${near(values, value)}`;
  const set = found.change[one.facet] ?? state[one.facet];
  found.change[one.facet] = [...set.filter((written) => choice(written).value !== one.value), chosen({ value: one.value, not })];
  return "";
}

/** All that a value may be called, folded. */
function names(core: Core, { facet, value, label }: Value): string[] {
  const called = [value, label];
  if (facet === "unit") {
    const at = core.units.name.indexOf(value);
    called.push(core.units.before[at]!, core.units.one[at]!, core.units.many[at]!);
  }
  if (facet === "notes") called.push(value.replace(/\.md$/, ""), value.replace(/^.*\//, "").replace(/\.md$/, ""));
  return called.map((each) => fold(each.trim())).filter(Boolean);
}

/** A speaker who says little is not in the page's list where that is cut. */
function unlisted(core: Core, name: string, value: string): Value | undefined {
  return name === "by" && core.speakers.left ? { facet: "speaker", value, label: value } : undefined;
}

function near(values: readonly Value[], value: string): string {
  const wanted = fold(value), like = values.filter((one) => fold(one.label).includes(wanted) || wanted.includes(fold(one.label))).slice(0, 3);
  return like.length ? ` Did you mean ${like.map((one) => one.label).join(" or ")}?` : "";
}

function plain(facet: Facet, values: readonly string[]): Value[] {
  return values.map((value) => ({ facet, value, label: value }));
}

function places(core: Core): Value[] {
  const folders: Value[] = core.folders.map((name) => ({ facet: "folder", value: name || TOP, label: name || "(top folder)" }));
  return [...folders, ...core.notes.path.map((value, at): Value => ({ facet: "notes", value, label: core.notes.title[at] || value.replace(/\.md$/, "") }))];
}

function about({ change }: Asked, value: string, { core, names: known }: Known): string {
  const entity = known.entity(value);
  if (entity < 0) {
    const [best] = known.entities(value, 1);
    return `No entity is called “${value}”.${best ? ` Did you mean ${core.entities.name[best.index]}?` : ""}`;
  }
  const name = core.entities.name[entity]!;
  if (change.edge) return "“about:” can be given twice at most.";
  Object.assign(change, change.entity ? { entity: "", edge: [change.entity, name] } : { ...FOCUS, entity: name });
  return "";
}

function year({ change }: Asked, value: string): string {
  const [, first, last] = /^(\d{4})(?:\.\.(\d{4}))?$/.exec(value) ?? [];
  if (!first) return `“${value}” is no year. Write 2024 or 2020..2024.`;
  Object.assign(change, { from: first, to: last ?? first });
  return "";
}

function date({ change }: Asked, end: "from" | "to", value: string): string {
  if (!isDate(value)) return `“${value}” is no date. Write 2024, 2024-06 or 2024-06-30.`;
  change[end] = value;
  return "";
}

function has({ change }: Asked, value: string): string {
  if (value !== "numbers" && value !== "conflicts") return `“has:${value}” is not known. There are has:numbers and has:conflicts.`;
  change[value] = true;
  return "";
}
