/** Sorts many rows by numbers or texts; what has nothing to sort by comes last, whichever way round. */

export type SortKey = number | string | null;

const READING = new Intl.Collator("en", { numeric: true });

/** Rows in the order of their keys; those that are alike stay in the order they had. Each text is compared once. */
export function sorted<Item>(rows: readonly Item[], key: (row: Item) => SortKey, down: boolean): Item[] {
  const keys = rows.map(key), texts = [...new Set(keys.filter((one): one is string => typeof one === "string" && one !== ""))].sort(READING.compare);
  const ranks = new Map(texts.map((text, at) => [text, at]));
  const values = Float64Array.from(keys, (one) => (typeof one === "number" ? one : one ? ranks.get(one)! : NaN));
  const order = Uint32Array.from(rows, (_, at) => at);
  order.sort((a, b) => compare(values[a]!, values[b]!, down) || a - b);
  return Array.from(order, (at) => rows[at]!);
}

function compare(one: number, other: number, down: boolean): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
  return down ? other - one : one - other;
}
