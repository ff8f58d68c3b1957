/** What the page is given: the core's columns and the claims, as the Python side writes them. */

export interface Core {
  version: number;
  vault: string;
  obsidian: string | null;
  base: string;
  totals: { notes: number; claims: number; entities: number; recordings: number; conflicts: number };
  drawn: { entities: number; limit: number; edges?: number; edgesLeftOut?: number };
  sharded: boolean;
  limits: { claims: number; bytes: number };
  types: string[];
  /** The IRI of the class of each type. */
  typeIris: string[];
  /** Number of the type of what has no known type. */
  unknown: number;
  /** A colour for each type. */
  colours: { light: string[]; dark: string[] };
  /** Units, and what is written before a number of each, after 1, and after any other number. */
  units: { name: string[]; before: string[]; one: string[]; many: string[] };
  /** The sign of each comparator: ">=" is written "≥". */
  comparators: Record<string, string>;
  /** Attributes that are compared across notes, their names for people, and whether their values are dates. */
  properties: { name: string[]; label: string[]; dated: boolean[] };
  modalities: string[];
  /** Who says something, those who say most first, with how many claims; `left` say less and are not listed. */
  speakers: { name: string[]; claims: number[]; left: number };
  callouts: string[];
  folders: string[];
  entities: {
    name: string[]; type: number[]; claims: number[]; notes: number[]; aliases: string[][];
    x: (number | null)[]; y: (number | null)[]; community: number[]; shard: number[];
    /** Of those that are drawn, the folder with most of its claims (-1: none) and the middle year these speak of (0: none). */
    folder: number[]; year: number[];
  };
  communities: { label: string; x: number; y: number; r: number }[];
  edges: { source: number[]; target: number[]; weight: number[]; label: string[] };
  notes: {
    path: string[]; title: string[]; folder: number[]; play: string[]; claims: number[]; first: number[]; heard: number[];
    x: number[]; y: number[]; community: number[]; shard: number[];
  };
  noteEdges: { source: number[]; target: number[] };
  channels: { name: string[]; notes: number[]; claims: number[]; x: number[]; y: number[] };
  channelEdges: { source: number[]; target: number[]; weight: number[] };
  conflicts: Conflict[];
  transcripts: { path: string[]; part: number[] };
  /** Whether the page holds the text of the notes around their claims. */
  texts: boolean;
}

/** A stretch of a transcript: its second, who speaks, the words. */
export type HeardRow = [number, string | null, string];

export interface Conflict {
  entity: number;
  property: number;
  of: string;
  what: string;
  /** Of the pair that needs a reader most. */
  verdict: string;
  values: Figure[];
  /** Places of two values, the verdict on them, and why; as `kg conflicts` has them, but for those that agree. */
  pairs: [number, number, string, string][];
}

export interface Figure {
  /** A number, or a date where that is the value. */
  value: number | string;
  max: number | null;
  unit: number;
  comparator: string;
  date: string;
  kind: string;
  note: number;
  claim: number;
  start: number | null;
  play: string | null;
  text: string;
}

export type ClaimRow = [
  number, string, number, string, string[], number, number, number, string | null, number | null, number[], number,
  [number, number, number, number][], number[], [string, string, string, number, number, number, string | null, string, number][],
  [string, number, number | null, number, string][], [string, string][], string | null,
];

/** The kinds of mention by number, as kg/model/claim.py has them. */
export const MENTION_KINDS = ["name", "nominal", "pronoun"] as const;

export interface Mention { start: number; end: number; entity: number; kind: number }

export interface Statement {
  subject: string; predicate: string; object: string;
  subjectEntity: number; objectEntity: number; quantity: number; date: string | null;
  /** What a reader must know of it besides its words: "denied", "planned"; "" of a plain fact. */
  mark: string;
  /** Number of the attribute it gives a value of; -1 of any other relation. */
  property: number;
}

export interface Quantity { text: string; value: number; max: number | null; unit: number; comparator: string }

export interface Claim {
  number: number;
  id: string;
  note: number;
  text: string;
  section: string[];
  callout: number;
  modality: number;
  negated: boolean;
  attribution: string | null;
  start: number | null;
  timestamps: number[];
  repaired: boolean;
  mentions: Mention[];
  about: number[];
  statements: Statement[];
  quantities: Quantity[];
  dates: { text: string; value: string }[];
  /** The link to its recording, with the place of the second in braces, where that is not its note's. */
  play: string | null;
}

/** Gives a claim's array names. */
export function claimOf(row: ClaimRow): Claim {
  return {
    number: row[0], id: row[1], note: row[2], text: row[3], section: row[4], callout: row[5], modality: row[6],
    negated: row[7] === 1, attribution: row[8], start: row[9], timestamps: row[10], repaired: row[11] === 1,
    mentions: row[12].map(([start, end, entity, kind]) => ({ start, end, entity, kind })),
    about: row[13],
    statements: row[14].map(([subject, predicate, object, subjectEntity, objectEntity, quantity, date, mark, property]) => (
      { subject, predicate, object, subjectEntity, objectEntity, quantity, date, mark, property })),
    quantities: row[15].map(([text, value, max, unit, comparator]) => ({ text, value, max, unit, comparator })),
    dates: row[16].map(([text, value]) => ({ text, value })),
    play: row[17],
  };
}

/** The entities a claim is of: those it mentions and those it is about, each once. */
export function entitiesOf(claim: Claim): number[] {
  const found = new Set(claim.about);
  for (const mention of claim.mentions) if (mention.entity >= 0) found.add(mention.entity);
  return [...found];
}

/** Tells whether a claim mentions an entity or is about it. */
export function isOf(claim: Claim, entity: number): boolean {
  return claim.about.includes(entity) || claim.mentions.some((mention) => mention.entity === entity);
}
