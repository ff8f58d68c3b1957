/**
 * Numbers and attributes as people read them, the same as in kg/views/render/figures.py: `≥$3.5 B`, `32 data centers`.
 * Both are tested with tests/views/render/figures.tsv.
 */
import type { Core } from "./model";

export interface Measured { value: number | string; max: number | null; unit: number; comparator: string }
type Units = Pick<Core, "units" | "comparators">;

const SCALES: [number, string][] = [[1e12, "T"], [1e9, "B"], [1e6, "M"]];
const FINEST = 1000; // a shortened amount has at most three decimals

/** A number with its comparator and unit; a date as a value stays as it is. */
export function figure(core: Units, one: Measured): string {
  if (typeof one.value === "string") return one.value;
  const { before, one: single, many } = core.units, mark = before[one.unit]!;
  const minus = mark && one.max === null && one.value < 0 ? "-" : "", low = minus ? -one.value : one.value;
  const shown = one.max === null ? amount(low) : span(low, one.max);
  return `${core.comparators[one.comparator] ?? ""}${minus}${mark}${shown}${((one.max ?? low) === 1 ? single : many)[one.unit]!}`.trimEnd();
}

/** A number with thousands separated, or with T, B, M where that loses nothing: "1.9 B", "250,000". */
export function amount(value: number): string {
  const scale = SCALES.find(([least]) => Math.abs(value) >= least);
  if (scale && value % (scale[0] / FINEST) === 0) return `${digits(value / scale[0])} ${scale[1]}`;
  return digits(value);
}

/** An amount as short as a tick of an axis needs it. */
export function rounded(value: number): string {
  return amount(Number(value.toPrecision(3)));
}

/** An attribute's name for people, with what has changed and what it is with regard to: "Share of revenue of Acme". */
export function attributeName(core: Pick<Core, "properties">, property: number, of = "", what = ""): string {
  return capital([core.properties.label[property] || core.properties.name[property]!, what, of].filter(Boolean).join(" of "));
}

/** A text with its first letter as a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function digits(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 20 });
}

/** A range; what both ends share is said once: "1–2.5 B". */
function span(low: number, high: number): string {
  const first = amount(low), last = amount(high), gap = first.indexOf(" ");
  return `${gap > 0 && last.endsWith(first.slice(gap)) ? first.slice(0, gap) : first}–${last}`;
}
