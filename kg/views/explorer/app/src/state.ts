/** The whole state of the page as the fragment of its address, both ways. */
import { isDate } from "./filter/daterange";

export const MODES = ["entities", "notes", "channels", "table", "speakers", "claims", "disputes"] as const;
export type Mode = (typeof MODES)[number];

/** What entities of the picture can be coloured by. */
export const COLOURINGS = ["type", "folder", "time", "community"] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** Whether a mode is one to work through rows, which has the panel for the row that is read alone. */
export function isBench(mode: Mode): boolean {
  return mode === "claims" || mode === "disputes";
}

/** Whether a mode lists things instead of drawing them. */
export function isList(mode: Mode): boolean {
  return mode === "table" || mode === "speakers" || isBench(mode);
}

export interface State {
  mode: Mode;
  entity: string;
  note: string;
  claim: string;
  edge: [string, string] | null;
  path: [string, string] | null;
  compare: [string, string] | null;
  depth: number;
  tab: string;
  q: string;
  type: string[];
  folder: string[];
  /** Paths of notes that claims are to be in. */
  notes: string[];
  callout: string[];
  modality: string[];
  attribute: string[];
  unit: string[];
  speaker: string[];
  numbers: boolean;
  conflicts: boolean;
  from: string;
  to: string;
  /** The column that the table of claims is sorted by, with "-" before it the other way round. */
  sort: string;
  /** The columns of the table of claims; none for the usual ones. */
  columns: string[];
  /** Entities that stay lit in the picture, and that are not drawn; whether small ones and hubs are folded. */
  pin: string[];
  hide: string[];
  fold: boolean;
  hubs: boolean;
  /** What entities of the picture are coloured by. */
  colour: Colouring;
  theme: "" | "light" | "dark";
  about: boolean;
}

export const START: State = {
  mode: "entities", entity: "", note: "", claim: "", edge: null, path: null, compare: null, depth: 0, tab: "", q: "",
  type: [], folder: [], notes: [], callout: [], modality: [], attribute: [], unit: [], speaker: [], numbers: false, conflicts: false, from: "", to: "",
  sort: "", columns: [], pin: [], hide: [], fold: false, hubs: false, colour: "type", theme: "", about: false,
};

/** What filters claims, none of it set. */
export const UNFILTERED = {
  q: "", type: [], folder: [], notes: [], callout: [], modality: [], attribute: [], unit: [], speaker: [], numbers: false, conflicts: false, from: "", to: "",
} satisfies Partial<State>;

/** Fields that choose what the panel shows; setting one clears the others. */
export const FOCUS = { entity: "", note: "", claim: "", edge: null, path: null, compare: null, tab: "", depth: 0 } as const;

const LISTS = ["type", "folder", "notes", "callout", "modality", "attribute", "unit", "speaker", "columns", "pin", "hide"] as const;
const PAIRS = ["edge", "path", "compare"] as const;
const TEXTS = ["entity", "note", "claim", "tab", "q", "from", "to", "sort"] as const;
const FLAGS = ["numbers", "conflicts", "fold", "hubs", "about"] as const;

/** Reads a fragment; what cannot be read is as if it were not there. */
export function parse(fragment: string): State {
  const state: State = { ...START };
  for (const part of fragment.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) take(state, part.slice(0, at), part.slice(at + 1));
  }
  return state;
}

/** The dates of a fragment that are none, as they are written there. */
export function wrongDates(fragment: string): string[] {
  const dates = fragment.replace(/^#/, "").split("&").filter((part) => /^(?:from|to)=./.test(part)).map((part) => decode(part.slice(part.indexOf("=") + 1)));
  return dates.filter((date) => !isDate(date));
}

/** Writes a state as a fragment, the shortest that gives it back. */
export function format(state: State): string {
  const parts: string[] = [];
  const put = (key: string, value: string) => { if (value) parts.push(`${key}=${value}`); };
  if (state.mode !== "entities") put("mode", state.mode);
  for (const key of TEXTS) put(key, encode(state[key]));
  for (const key of PAIRS) put(key, state[key]?.map(encode).join("|") ?? "");
  if (state.depth) put("depth", String(state.depth));
  for (const key of LISTS) put(key, state[key].map(encode).join(","));
  for (const key of FLAGS) put(key, state[key] ? "1" : "");
  if (state.colour !== "type") put("colour", state.colour);
  put("theme", state.theme);
  return parts.length ? `#${parts.join("&")}` : "";
}

function take(state: State, key: string, raw: string): void {
  const text = decode(raw);
  if (key === "mode") state.mode = MODES.find((mode) => mode === text) ?? "entities";
  else if (key === "depth") state.depth = /^[1-3]$/.test(text) ? Number(text) : 0;
  else if (key === "colour") state.colour = COLOURINGS.find((one) => one === text) ?? "type";
  else if (key === "theme") state.theme = text === "light" || text === "dark" ? text : "";
  else if (key === "from" || key === "to") state[key] = isDate(text) ? text : "";
  else if (isIn(PAIRS, key)) state[key] = pair(raw);
  else if (isIn(LISTS, key)) state[key] = raw.split(",").map(decode).filter(Boolean);
  else if (isIn(FLAGS, key)) state[key] = text === "1";
  else if (isIn(TEXTS, key)) state[key] = text;
}

function pair(raw: string): [string, string] | null {
  const split = raw.includes("|") ? raw.split("|").map(decode) : decode(raw).split("|");
  return split.length === 2 && split[0] && split[1] ? [split[0], split[1]] : null;
}

function isIn<T extends string>(list: readonly T[], key: string): key is T {
  return (list as readonly string[]).includes(key);
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/%2F/g, "/");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, "%20"));
  } catch {
    return "";
  }
}
