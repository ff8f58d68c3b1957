/** Dates as ranges of days, so that "2024", "202X" and "2023-11/2024-02" can be held against a time that is asked for. */

const DATE = /^\d\d[\dX]{2}(-\d\d(-\d\d)?)?$/;
const FIRST = "0000-01-01", LAST = "0000-12-31";

/** First and last day of an EDTF date, as ISO dates; null where its year is open. */
export function days(date: string): [string, string] | null {
  const ends = date.split("/");
  if (!ends.every((end) => DATE.test(end))) return null;
  const first = ends[0]!.replaceAll("X", "0"), last = ends.at(-1)!.replaceAll("X", "9");
  return [first + FIRST.slice(first.length), last + LAST.slice(last.length)];
}

/** Tells whether a date shares a day with a time, whose ends may be as inexact as it ("2024" is the whole year) or "". */
export function within(date: string, from: string, to: string): boolean {
  const covered = days(date);
  if (!covered) return false;
  return (!from || covered[1] >= from + FIRST.slice(from.length)) && (!to || covered[0] <= to + LAST.slice(to.length));
}

/** Whether a time ends before it begins, so that nothing is of it. */
export function isTurned(from: string, to: string): boolean {
  return Boolean(from && to) && from + FIRST.slice(from.length) > to + LAST.slice(to.length);
}

/** Whether a text can be asked for as a date: a year, a month or a day that there is. */
export function isDate(text: string): boolean {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!found) return false;
  const [, year, month = "01", day = "01"] = found, time = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.getUTCDate() === Number(day);
}
