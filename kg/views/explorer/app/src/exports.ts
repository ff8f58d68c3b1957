/** The claims of a list as files: CSV with the columns of `kg claims -f csv`, and lines of JSON with the names of claims.jsonl. */
import type { App } from "./app";
import { figure } from "./figures";
import { claimUrl, noteIri } from "./links";
import type { Claim, Core } from "./model";
import { MENTION_KINDS } from "./model";
import { unitOffsets } from "./text";

const GAP = "; ";
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/, NUMBER = /^[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?$/;
type Cell = string | number | boolean | null;

const COLUMNS: Record<string, (core: Core, claim: Claim) => Cell> = {
  id: claimIri,
  note: (core, claim) => core.notes.path[claim.note]!,
  text: (_, claim) => claim.text,
  seconds: (_, claim) => claim.start ?? claim.timestamps[0] ?? null,
  url: (core, claim) => claimUrl(claim, core.notes),
  repaired: (_, claim) => (claim.start === null ? null : claim.repaired),
  section: (_, claim) => claim.section.join(" > "),
  callout: (core, claim) => core.callouts[claim.callout] ?? null,
  mentions: (core, claim) => [...new Set(claim.mentions.map((one) => core.entities.name[one.entity]!))].join(GAP),
  numbers: (core, claim) => [...new Set(claim.quantities.map((one) => figure(core, one)))].join(GAP),
  dates: (_, claim) => claim.dates.map((one) => one.value).join(GAP),
  modality: (core, claim) => core.modalities[claim.modality]!,
  negated: (_, claim) => claim.negated,
  attribution: (_, claim) => claim.attribution,
};

/** The IRI of a claim. */
export function claimIri(core: Core, claim: Pick<Claim, "note" | "id">): string {
  return `${noteIri(core.base, core.notes.path[claim.note]!)}#${claim.id.replace(/^.*#/, "")}`;
}

/** Claims as CSV. */
export function csv(core: Core, claims: readonly Claim[]): string {
  return csvHead() + claims.map((claim) => csvLine(core, claim)).join("");
}

/** The line of CSV that names the columns. */
export function csvHead(): string {
  return `${Object.keys(COLUMNS).join(",")}\n`;
}

/** A claim as a line of CSV. */
export function csvLine(core: Core, claim: Claim): string {
  return `${Object.values(COLUMNS).map((of) => cell(of(core, claim))).join(",")}\n`;
}

/** Claims as JSON, one on a line. */
export function jsonl(core: Core, claims: readonly Claim[]): string {
  return claims.map((claim) => jsonLine(core, claim)).join("");
}

/** A claim as a line of JSON. */
export function jsonLine(core: Core, claim: Claim): string {
  return `${JSON.stringify(record(core, claim))}\n`;
}

/** Hands a text to the browser as a file. */
export function download(text: string | Blob, type: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(typeof text === "string" ? new Blob([text], { type }) : text);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The name of a file about what is seen. */
export function fileName(app: App, ending: string): string {
  return `${`${app.core.vault}-${app.state.entity || app.state.mode}`.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.${ending}`;
}

/** A value for CSV; a text that a spreadsheet would calculate begins with an apostrophe, as in kg/escape.py. */
function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function record(core: Core, claim: Claim): object {
  const words = (start: number, end: number) => claim.text.slice(...(unitOffsets(claim.text, [start, end]) as [number, number]));
  return {
    id: claimIri(core, claim), note: core.notes.path[claim.note], text: claim.text, section: claim.section, callout: core.callouts[claim.callout] ?? null,
    timestamps: claim.timestamps, source: claim.start === null ? null : { start: claim.start, url: claimUrl(claim, core.notes), repaired: claim.repaired },
    mentions: claim.mentions.map((one) => ({ text: words(one.start, one.end), start: one.start, end: one.end, kind: MENTION_KINDS[one.kind], entity: core.entities.name[one.entity] ?? null })),
    quantities: claim.quantities.map((one) => ({ text: one.text, value: one.value, ...(one.max === null ? {} : { value_max: one.max }), unit: core.units.name[one.unit], comparator: one.comparator })),
    dates: claim.dates, modality: core.modalities[claim.modality], negated: claim.negated, attribution: claim.attribution,
  };
}
