/** The columns of the table of claims: what each shows of a claim, and what it is sorted by. */
import { figure } from "../figures";
import { choice } from "../filter/facets";
import { days } from "../filter/daterange";
import type { Core } from "../model";
import type { State } from "../state";
import { clock } from "../text";
import type { RowClaim } from "./rowclaim";
import type { SortKey } from "./sorting";

export interface Column {
  id: string; title: string;
  /** Width in pixels; the column of texts takes what is left, and this at least. */
  width: number;
  text: (core: Core, row: RowClaim) => string;
  /** What rows are sorted by where that is not the text. */
  key?: (core: Core, row: RowClaim, state: State) => SortKey;
}

const GAP = "; ";

export const COLUMNS: readonly Column[] = [
  { id: "time", title: "Time", width: 64, text: (_, row) => (row.start === null ? "" : clock(row.start)), key: (_, row) => row.start },
  { id: "text", title: "Claim", width: 250, text: (_, row) => row.text },
  { id: "note", title: "Note", width: 160, text: (core, row) => core.notes.title[row.note] || core.notes.path[row.note]! },
  { id: "about", title: "About", width: 140, text: (core, row) => row.about.map((entity) => core.entities.name[entity]!).join(GAP) },
  { id: "numbers", title: "Numbers", width: 110, text: (core, row) => once(row.quantities.map((one) => figure(core, one))), key: numberKey },
  { id: "unit", title: "Unit", width: 90, text: (core, row) => once(row.quantities.map((one) => core.units.name[one.unit]!)) },
  { id: "date", title: "Date", width: 100, text: (_, row) => once(row.dates.map((one) => one.value)), key: (_, row) => row.dates.map((one) => days(one.value)?.[0] ?? "").filter(Boolean).sort()[0] ?? null },
  { id: "speaker", title: "Who says it", width: 130, text: (_, row) => row.attribution ?? "" },
  { id: "modality", title: "How it is put", width: 110, text: (core, row) => `${core.modalities[row.modality]!}${row.negated ? ", negated" : ""}` },
  { id: "callout", title: "Callout", width: 90, text: (core, row) => core.callouts[row.callout] ?? "" },
];

/** The columns that are shown where none are chosen. */
export const USUAL: readonly string[] = ["time", "text", "note", "numbers", "date", "speaker"];

/** The columns that a state chooses, in their own order; the texts are always among them. */
export function columnsOf(state: Pick<State, "columns">): Column[] {
  const wanted = new Set(state.columns.length ? state.columns : USUAL);
  return COLUMNS.filter((column) => column.id === "text" || wanted.has(column.id));
}

/** The columns of a state with one more or one less; [] where these are the usual ones. */
export function toggled(state: Pick<State, "columns">, id: string): string[] {
  const shown = columnsOf(state).map((column) => column.id), next = new Set(shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id]);
  const chosen = COLUMNS.map((column) => column.id).filter((one) => next.has(one));
  return chosen.join() === COLUMNS.map((column) => column.id).filter((one) => USUAL.includes(one)).join() ? [] : chosen;
}

export interface Sort { column: Column; down: boolean }

/** What a state sorts by; null for the order of notes. */
export function sortOf(state: Pick<State, "sort">): Sort | null {
  const down = state.sort.startsWith("-"), id = down ? state.sort.slice(1) : state.sort;
  const column = COLUMNS.find((one) => one.id === id);
  return column ? { column, down } : null;
}

/** The sort after a press on a column's head: numbers the largest first, texts from A; then the other way; then none. */
export function nextSort(state: Pick<State, "sort">, column: Column): string {
  const first = column.id === "numbers" ? `-${column.id}` : column.id, second = column.id === "numbers" ? column.id : `-${column.id}`;
  return state.sort === first ? second : state.sort === second ? "" : first;
}

/** The first number of a unit that is filtered for, else the first. */
function numberKey(core: Core, row: RowClaim, state: State): SortKey {
  const wanted = state.unit.map(choice).filter((one) => !one.not).map((one) => one.value);
  const found = row.quantities.find((one) => wanted.includes(core.units.name[one.unit]!)) ?? row.quantities[0];
  return found && typeof found.value === "number" ? found.value : null;
}

function once(texts: readonly string[]): string {
  return [...new Set(texts)].join(GAP);
}
