/** Finds entities, notes and claims by what was typed: a plain scan, ranked; no index is built. */
import type { Core } from "./model";
import { fold } from "./text";

export interface Hit { kind: "entity" | "note" | "claim"; index: number; score: number; alias?: string }

/** How well a folded text answers a folded query: 0 not at all, else higher is better. */
export function score(text: string, query: string): number {
  if (!query) return 0;
  if (text === query) return 100;
  if (text.startsWith(query)) return 80;
  const at = text.indexOf(query);
  if (at > 0) return isBoundary(text[at - 1]!) ? 65 : 45;
  const words = query.split(" ").filter(Boolean);
  if (words.length > 1 && words.every((word) => text.includes(word))) return 40;
  if (query.length >= 3 && isNear(text, query)) return 22;
  return query.length >= 3 ? scattered(text, query) : 0;
}

/** Finds names: folded once, asked many times. */
export class Names {
  private folded: { names: string[]; aliases: string[][]; titles: string[] } | null = null;
  private readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  private get names(): string[] { return this.texts().names; }
  private get aliases(): string[][] { return this.texts().aliases; }
  private get titles(): string[] { return this.texts().titles; }

  /** Folds all names when the first is asked for, so that the picture does not wait for it. */
  private texts() {
    this.folded ??= {
      names: this.core.entities.name.map(fold),
      aliases: this.core.entities.aliases.map((list) => list.map(fold)),
      titles: this.core.notes.title.map((title, at) => fold(title || this.core.notes.path[at]!)),
    };
    return this.folded;
  }

  /** The best entities for a query, best first; `shown` leaves some out. */
  entities(query: string, most: number, shown: (entity: number) => boolean = () => true): Hit[] {
    const wanted = fold(query.trim()), hits: Hit[] = [];
    const aliases = this.aliases;
    this.names.forEach((name, index) => {
      if (!shown(index)) return;
      let best = score(name, wanted), alias: string | undefined;
      aliases[index]!.forEach((other, at) => {
        const found = score(other, wanted) - 3;
        if (found > best) [best, alias] = [found, this.core.entities.aliases[index]![at]];
      });
      if (best > 0) hits.push({ kind: "entity", index, score: best + weight(this.core.entities.claims[index]!), alias });
    });
    return top(hits, most);
  }

  /** The best notes for a query, best first. */
  notes(query: string, most: number): Hit[] {
    const wanted = fold(query.trim()), hits: Hit[] = [];
    this.titles.forEach((title, index) => {
      const found = score(title, wanted);
      if (found > 22) hits.push({ kind: "note", index, score: found + weight(this.core.notes.claims[index]!) });
    });
    return top(hits, most);
  }

  /** The entity of exactly this name, else by alias or without regard to case; -1 for none. */
  entity(name: string): number {
    if (!name) return -1;
    const exact = this.core.entities.name.indexOf(name);
    if (exact >= 0) return exact;
    const wanted = fold(name), folded = this.names.indexOf(wanted);
    return folded >= 0 ? folded : this.aliases.findIndex((list) => list.includes(wanted));
  }
}

/** What a search in claims finds: all are counted, the first `most` are kept to be listed. */
export class Found<Item> {
  readonly kept: Item[] = [];
  count = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  add(item: Item): void {
    this.count++;
    if (this.kept.length < this.most) this.kept.push(item);
  }

  /** Tells how many there are, and how many of them are listed where that is not all. */
  told(noun: (many: number) => string): string {
    return `${noun(this.count)} found${this.count > this.kept.length ? `, the first ${this.kept.length.toLocaleString("en")} listed` : ""}`;
  }
}

function top(hits: Hit[], most: number): Hit[] {
  return hits.sort((a, b) => b.score - a.score || a.index - b.index).slice(0, most);
}

function weight(claims: number): number {
  return Math.min(12, Math.log2(1 + claims));
}

function isBoundary(letter: string): boolean {
  return !/[\p{L}\p{N}]/u.test(letter);
}

/** One letter too many, too few, wrong or swapped at the beginning of a word: what a slip of the finger makes. */
function isNear(text: string, query: string): boolean {
  return query.length >= 4 && text.split(" ").some((word) => Math.abs(word.length - query.length) <= 2 && distance(word, query) <= 1);
}

function distance(one: string, other: string): number {
  let start = 0, end = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++;
  const left = Math.min(one.length, other.length) - start;
  while (end < left && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const a = one.slice(start, one.length - end), b = other.slice(start, other.length - end);
  const swapped = a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];
  return swapped ? 1 : Math.max(a.length, b.length);
}

/** The letters of the query in order, each at the beginning of a word or next to the one before: "jhuang", "nv ai". */
function scattered(text: string, query: string): number {
  let at = -1;
  for (const letter of query.replaceAll(" ", "")) {
    let next = text.indexOf(letter, at + 1);
    while (next > 0 && next !== at + 1 && !isBoundary(text[next - 1]!)) next = text.indexOf(letter, next + 1);
    if (next < 0) return 0;
    at = next;
  }
  return 15;
}
