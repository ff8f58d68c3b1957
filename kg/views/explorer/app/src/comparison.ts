/** Sets the numbers that claims state of two entities side by side: by attribute, then by the time they are of. */
import type { Point } from "./charts";
import { spread, yearOf } from "./facts";
import type { Claim, Core, Quantity, Statement } from "./model";

/** One value of an entity: its number, or null where the value is the date of the row, and the claim that states it. */
export interface Stated { quantity: Quantity | null; statement: Statement; claim: Claim }
/** The values of both entities that are of one time ("" where none is said). */
export interface Moment { date: string; values: [Stated[], Stated[]] }
/** One attribute: its number, or -1 and the words of a relation that has no name; what it is with regard to. */
export interface Aligned { property: number; words: string; of: number; moments: Moment[] }

type Columns = { properties: Pick<Core["properties"], "dated"> };

/** Aligns what two lists of claims state of two entities; attributes that both have come first, then those with most values. */
export function aligned(core: Columns, claims: [readonly Claim[], readonly Claim[]], entities: [number, number]): Aligned[] {
  const found = new Map<string, Aligned>();
  entities.forEach((entity, side) => {
    for (const [statement, claim] of claims[side]!.flatMap((each) => each.statements.map((one) => [one, each] as const))) {
      const isDate = statement.quantity < 0 && statement.property >= 0 && core.properties.dated[statement.property]! && statement.date !== null;
      if (statement.subjectEntity !== entity || (statement.quantity < 0 && !isDate)) continue;
      const of = statement.property >= 0 && !isDate ? statement.objectEntity : -1, words = statement.property >= 0 ? "" : statement.predicate;
      const row = put(found, `${statement.property}|${words}|${of}`, () => ({ property: statement.property, words, of, moments: [] as Moment[] }));
      const date = statement.date ?? "";
      let moment = row.moments.find((one) => one.date === date);
      if (!moment) row.moments.push(moment = { date, values: [[], []] });
      moment.values[side]!.push({ quantity: isDate ? null : claim.quantities[statement.quantity]!, statement, claim });
    }
  });
  for (const row of found.values()) row.moments.sort((a, b) => Number(!a.date) - Number(!b.date) || (a.date < b.date ? -1 : 1));
  return [...found.values()].sort((a, b) => Number(shared(b)) - Number(shared(a)) || Number(b.property >= 0) - Number(a.property >= 0) || size(b) - size(a));
}

/** One attribute of both entities over time, in one unit. */
export interface Overlay { row: Aligned; unit: number; points: Point[] }

/** What can be drawn over each other: attributes of which both entities have dated values in one unit, at more than one time. */
export function overlays(rows: readonly Aligned[]): Overlay[] {
  return rows.flatMap((row) => {
    const byUnit = new Map<number, Point[]>();
    for (const moment of row.moments) {
      const year = yearOf(moment.date);
      if (!Number.isFinite(year)) continue;
      for (const series of [0, 1] as const) {
        for (const { quantity, statement, claim } of moment.values[series]) {
          if (quantity) put(byUnit, quantity.unit, () => [] as Point[]).push({ quantity, year, date: moment.date, claim, what: statement.subject, series, property: row.property });
        }
      }
    }
    return [...byUnit].filter(([, points]) => spread(points) && new Set(points.map((one) => one.series)).size > 1).map(([unit, points]) => ({ row, unit, points }));
  });
}

function put<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function shared(row: Aligned): boolean {
  return [0, 1].every((side) => row.moments.some((moment) => moment.values[side]!.length));
}

function size(row: Aligned): number {
  return row.moments.reduce((sum, moment) => sum + moment.values[0].length + moment.values[1].length, 0);
}
