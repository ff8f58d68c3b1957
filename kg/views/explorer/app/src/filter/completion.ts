/** What the operator that is being typed can be completed to: its name, then the values that it takes. */
import { fold, plural } from "../text";
import type { Known, Value } from "./operators";
import { OPERATORS, typed } from "./operators";
import type { Tally } from "./tally";

/** A completion: what it is called, what it means, and the whole text with it. */
export interface Completion { label: string; detail: string; text: string }

const LAST_VALUE = /(?:^|\s)(-?)([a-z]+):(?:"([^"]*)|([^\s"]*))$/iu, LAST_NAME = /(?:^|\s)(-?)([a-z]*)$/iu;
const DATES = ["from", "to", "year"];

/** Completions of the end of a text, the likeliest first; `counts` tells how many claims each value leaves. */
export function completions(known: Known, text: string, counts: Tally | null, most: number): Completion[] {
  const value = LAST_VALUE.exec(text);
  if (value) return values(known, { not: value[1] === "-", name: value[2]!.toLowerCase(), begun: value[3] ?? value[4] ?? "", before: text.slice(0, text.length - value[0].trimStart().length) }, counts, most);
  const name = LAST_NAME.exec(text), begun = name?.[2]?.toLowerCase() ?? "";
  if (!name || (text.trim() && !begun && name[1] !== "-")) return [];
  return Object.entries(OPERATORS).filter(([one]) => one.startsWith(begun) && one !== begun).slice(0, most)
    .map(([one, { hint }]) => ({ label: `${name[1]}${one}:`, detail: hint, text: `${text.slice(0, text.length - name[0].trimStart().length)}${name[1]}${one}:` }));
}

interface Begun { not: boolean; name: string; begun: string; before: string }

function values({ core, names }: Known, { not, name, begun, before }: Begun, counts: Tally | null, most: number): Completion[] {
  if (DATES.includes(name) || !Object.hasOwn(OPERATORS, name)) return [];
  const done = (value: string) => `${before}${typed(name, value, not)} `;
  if (name === "about") return (begun ? names.entities(begun, most).map(({ index }) => index) : core.entities.name.slice(0, most).map((_, at) => at))
    .map((at) => ({ label: core.entities.name[at]!, detail: core.types[core.entities.type[at]!]!, text: done(core.entities.name[at]!) }));
  if (name === "has") return ["numbers", "conflicts"].filter((one) => one.startsWith(begun)).map((one) => ({ label: one, detail: "", text: done(one) }));
  const wanted = fold(begun), many = ({ facet, value }: Value) => counts?.facets[facet].get(value) ?? 0;
  const rank = (one: Value) => Number(fold(one.label).startsWith(wanted)) * 2 + Number(many(one) > 0);
  return OPERATORS[name]!.values!(core).filter((one) => !wanted || fold(`${one.label} ${one.value}`).includes(wanted))
    .sort((a, b) => rank(b) - rank(a) || many(b) - many(a)).slice(0, most)
    .map((one) => ({ label: one.label, detail: [one.facet === "folder" ? "folder" : one.facet === "notes" ? "note" : "", many(one) ? plural(many(one), "claim") : ""].filter(Boolean).join(" · "), text: done(one.facet === "notes" ? one.value.replace(/\.md$/, "") : one.value) }));
}
