/** How claims are spread over the years they speak of, and the range of years that two thumbs on it choose. */
import { days, isTurned } from "./daterange";

/** The first and last years of a claim's dates, in pairs. */
export type Span = readonly number[];
/** Years from `first` to `last`, and how many claims speak of one of them; the outermost bins take what lies beyond. */
export interface Bin { first: number; last: number; claims: number }
/** Places of the thumbs between bins: the bins from `from` up to, not with, `to` are chosen. */
export interface Chosen { from: number; to: number }

const MOST = 40; // bins, of some pixels each
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500]; // years in a bin
const SHOWN = 0.7; // share of claims that the bins must reach back to; the first bin takes what is older
const TAIL = 0.02; // share of claims at either end that the outermost bin takes, so that one of 1602 does not squeeze the rest

/** The span of a claim; empty where no date of it has a year. */
export function spanOf(dates: readonly { value: string }[]): Span {
  return dates.flatMap(({ value }) => days(value)?.map((day) => Number(day.slice(0, 4))) ?? []);
}

/** The bins of some claims, each of the same number of years; none where they are of one year or of none. */
export function bins(spans: readonly Span[]): Bin[] {
  const firsts = spans.map((span) => span[0]!).sort((a, b) => a - b), lasts = spans.map((span) => span[1]!).sort((a, b) => a - b);
  if (!firsts.length) return [];
  const cut = Math.floor(firsts.length * TAIL), high = lasts[lasts.length - 1 - cut]!, oldest = firsts[cut]!, wanted = firsts[Math.floor(firsts.length * (1 - SHOWN))]!;
  const step = STEPS.find((years) => high - wanted < (MOST - 1) * years) ?? STEPS.at(-1)!, first = (year: number) => Math.floor(year / step) * step, found: Bin[] = [];
  for (let year = Math.max(first(oldest), first(high) - (MOST - 1) * step); year <= high; year += step) found.push({ first: year, last: year + step - 1, claims: 0 });
  if (found.length < 2) return [];
  found.forEach((bin, at) => {
    const from = at ? bin.first : -Infinity, to = at + 1 < found.length ? bin.last : Infinity;
    bin.claims = spans.reduce((sum, span) => sum + Number(touches(span, from, to)), 0);
  });
  return found;
}

function touches(span: Span, from: number, to: number): boolean {
  for (let at = 0; at < span.length; at += 2) if (span[at]! <= to && span[at + 1]! >= from) return true;
  return false;
}

/** Where the thumbs are for dates that are set, each of which may be ""; at the ends where the first date is the later one. */
export function placed(all: readonly Bin[], from: string, to: string): Chosen {
  if (isTurned(from, to)) return { from: 0, to: all.length };
  const first = from ? Math.max(0, all.findIndex((bin) => bin.last >= Number(from.slice(0, 4)))) : 0;
  const last = to ? all.findLastIndex((bin) => bin.first <= Number(to.slice(0, 4))) + 1 : all.length;
  return { from: from && Number(from.slice(0, 4)) > all.at(-1)!.last ? all.length - 1 : first, to: Math.max(last, 1) };
}

/** The dates that thumbs choose; a thumb at its end of the bins sets none. */
export function datesOf(all: readonly Bin[], { from, to }: Chosen): { from: string; to: string } {
  const year = (value: number) => String(value).padStart(4, "0");
  return { from: from > 0 ? year(all[from]!.first) : "", to: to < all.length ? year(all[to - 1]!.last) : "" };
}

/** The thumbs after one of them is moved so many bins; it stops one bin before the other. */
export function moved(all: readonly Bin[], { from, to }: Chosen, end: "from" | "to", by: number): Chosen {
  return end === "from" ? { from: Math.min(Math.max(from + by, 0), to - 1), to } : { from, to: Math.max(Math.min(to + by, all.length), from + 1) };
}
