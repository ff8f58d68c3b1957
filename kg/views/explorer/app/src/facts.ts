/** What claims say of an entity, gathered: relations, numbers, and what it is named together with. */
import type { Point, Relation } from "./charts";
import type { Claim, Statement } from "./model";
import { entitiesOf } from "./model";

/** Statements that have the entity as subject or object, alike ones together, the most stated first. */
export function relationsOf(claims: readonly Claim[], entity: number): Relation[] {
  const found = new Map<string, Relation>();
  for (const claim of claims) {
    for (const one of claim.statements) {
      const out = one.subjectEntity === entity;
      if (!out && one.objectEntity !== entity) continue;
      const other = out ? one.object : one.subject, number = out ? one.objectEntity : one.subjectEntity;
      const predicate = said(one);
      const key = `${out}|${predicate}|${number >= 0 ? number : other}`;
      const known = found.get(key);
      if (!known) found.set(key, { predicate, other, entity: number, out, claims: [claim] });
      else if (!known.claims.includes(claim)) known.claims.push(claim);
    }
  }
  return [...found.values()].sort((a, b) => Number(b.entity >= 0) - Number(a.entity >= 0) || b.claims.length - a.claims.length);
}

/** The words of a relation, with how it is meant where it is no plain fact. */
const said = (one: Statement): string => one.mark ? `${one.predicate} (${one.mark})` : one.predicate;

/** All numbers in claims, with what they are a number of and the time they are of. */
export function numbersOf(claims: readonly Claim[], entity: number): Point[] {
  return claims.flatMap((claim) => claim.quantities.map((quantity, at) => {
    const stated = claim.statements.find((one) => one.quantity === at && (entity < 0 || one.subjectEntity === entity))
      ?? claim.statements.find((one) => one.quantity === at);
    const date = stated?.date || claim.dates[0]?.value || "";
    return { quantity, claim, date, year: yearOf(date), what: stated ? `${stated.subject} ${said(stated)}` : "", series: 0 as const, property: stated && stated.subjectEntity === entity ? stated.property : -1 };
  }));
}

/** Values of one attribute and unit over time; `property` -1: of several things, where no attribute has values of more than one time. */
export interface Series { property: number; unit: number; points: Point[] }

/** What can be plotted: attributes with values of at least two times, else units that have them; the fullest first. */
export function plottable(points: readonly Point[]): Series[] {
  const dated = points.filter((point) => Number.isFinite(point.year)), found = series(dated.filter((point) => point.property >= 0), (point) => point.property);
  return found.length ? found : series(dated, () => -1);
}

function series(points: readonly Point[], property: (point: Point) => number): Series[] {
  const groups = new Map<string, Series>();
  for (const point of points) {
    const key = `${property(point)}|${point.quantity.unit}`, group = groups.get(key) ?? { property: property(point), unit: point.quantity.unit, points: [] };
    groups.set(key, group);
    group.points.push(point);
  }
  return [...groups.values()].filter((one) => spread(one.points)).sort((a, b) => b.points.length - a.points.length);
}

/** Whether points are of more than one time. */
export function spread(points: readonly Point[]): boolean {
  return new Set(points.map((one) => one.year)).size > 1;
}

/** Entities that stand in the same claims, most often first. */
export function together(claims: readonly Claim[], ...but: number[]): [number, number][] {
  const counts = new Map<number, number>();
  for (const claim of claims) {
    for (const entity of entitiesOf(claim)) if (!but.includes(entity)) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

/** A date as a number of years: "2024-07" → 2024.54; NaN where it says no year. */
export function yearOf(date: string): number {
  const found = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?/.exec(date);
  if (!found) return NaN;
  const [, year, quarter, month, day] = found;
  if (quarter) return Number(year) + (Number(quarter) - 0.5) / 4;
  return Number(year) + (month ? (Number(month) - 1 + (day ? (Number(day) - 1) / 31 : 0.5)) / 12 : 0);
}
