/**
 * Words as `kg search` matches them: all of them, `"as a phrase"`, or by `beginning*`, each by its stem, in a claim's text,
 * its note's path or the names of its entities.
 */
import { stem } from "./porter";

interface Term { stems: string[]; prefix: string }
export interface Query { terms: Term[] }

const TERM = /"([^"]*)"?|(\S+)/g;
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;
const known = new Map<string, string>(); // stems of words met before
const KEPT = 200_000;

/** The words of a text in order, folded: lower case, no accents. */
export function words(text: string): string[] {
  const plain = /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : unaccented(text);
  return plain.match(WORD) ?? [];
}

/** The stems of a text's words, in order. */
export function stems(text: string): string[] {
  return words(text).map(kept);
}

/** Reads what a user typed; null where it holds no word. */
export function query(text: string): Query | null {
  const terms: Term[] = [];
  for (const [, phrase, single] of text.matchAll(TERM)) {
    const raw = single === undefined ? phrase! : single.replaceAll('"', " ");
    const found = words(raw), last = single?.endsWith("*") ? found.at(-1) : undefined;
    if (found.length) terms.push({ stems: (last === undefined ? found : found.slice(0, -1)).map(kept), prefix: last === undefined ? "" : kept(last) });
  }
  return terms.length ? { terms } : null;
}

/** Tells whether each term of a query is in one of some fields, each given as its stems. */
export function matches(query: Query, fields: readonly (readonly string[])[]): boolean {
  return query.terms.every((term) => fields.some((field) => holds(field, term)));
}

function holds(field: readonly string[], { stems: wanted, prefix }: Term): boolean {
  const length = wanted.length + Number(Boolean(prefix));
  for (let at = 0; at + length <= field.length; at++) {
    if (wanted.every((word, place) => field[at + place] === word) && (!prefix || field[at + length - 1]!.startsWith(prefix))) return true;
  }
  return false;
}

function kept(word: string): string {
  let found = known.get(word);
  if (found === undefined) {
    if (known.size >= KEPT) known.clear();
    known.set(word, found = stem(word));
  }
  return found;
}

/** Lower case, and without accents where the letter below is one of a to z, as SQLite has it. */
function unaccented(text: string): string {
  return text.normalize("NFD").replace(/([a-z])[\u0300-\u036f]+/giu, "$1").normalize("NFC").toLowerCase().replaceAll("ς", "σ");
}
