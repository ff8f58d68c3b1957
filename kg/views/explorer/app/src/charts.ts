/** Small drawings in a panel: relations around an entity, numbers over time, and a strip of a note's seconds. */
import type { App } from "./app";
import { entityHref } from "./app";
import { s } from "./dom";
import { rounded } from "./figures";
import type { Claim, Quantity } from "./model";
import { typeColour } from "./palette";
import { linearTicks, logarithmicTicks } from "./ticks";
import { clock, plural, shorten } from "./text";

export interface Relation { predicate: string; other: string; entity: number; out: boolean; claims: Claim[] }
/** A number at a time; `series` is which of two entities it is of, `property` the attribute of the entity that it is a value of, or -1. */
export interface Point { quantity: Quantity; year: number; date: string; claim: Claim; what: string; series: 0 | 1; property: number }

/** Relations in and out, drawn left and right of the entity. */
export function relationChart(app: App, entity: number, relations: readonly Relation[]): SVGElement {
  const left = relations.filter((one) => !one.out).slice(0, 7), right = relations.filter((one) => one.out).slice(0, 7);
  const rows = Math.max(left.length, right.length, 1), height = rows * 40 + 20, middle = height / 2;
  const root = s("svg", { class: "chart", viewBox: `0 0 400 ${height}`, role: "group", "aria-label": `Relations: ${plural(left.length, "statement")} in, ${right.length} out; all of them are in the list below` });
  const side = (list: Relation[], x: number, anchor: string, edge: number) => list.forEach((one, at) => {
    const y = middle + (at - (list.length - 1) / 2) * 40;
    root.append(s("path", { class: "chart-link", d: `M${edge} ${middle} C${(edge + x) / 2} ${middle} ${(edge + x) / 2} ${y} ${x} ${y}` }));
    const dot = s("circle", { cx: x, cy: y, r: 4.5, fill: one.entity >= 0 ? typeColour(app, app.core.entities.type[one.entity]!) : "currentColor" });
    const name = s("text", { x: x + (anchor === "end" ? -9 : 9), y: y + 12, "text-anchor": anchor, class: "chart-name", text: shorten(one.other, 20) });
    const predicate = s("text", { x: x + (anchor === "end" ? -9 : 9), y: y - 3, "text-anchor": anchor, class: "chart-predicate", text: shorten(one.predicate, 22) });
    root.append(predicate, dot, one.entity >= 0 ? s("a", { href: entityHref(app, one.entity) }, name) : name);
  });
  side(left, 140, "end", 186);
  side(right, 260, "start", 214);
  root.append(s("circle", { cx: 200, cy: middle, r: 13, fill: typeColour(app, app.core.entities.type[entity]!) }));
  return root;
}

/**
 * Values of one unit over time: a dot for an exact one, an arrow for a bound, a bar for a range, a ring for "about"; those of a
 * second entity have corners and a colour of their own. Each is a link to where `href` says.
 */
export function numberPlot(points: readonly Point[], unit: string, href: (point: Point) => string): SVGElement {
  const width = 400, height = 190, left = 58, right = 16, top = 16, bottom = 30;
  const values = points.flatMap((one) => [one.quantity.value, one.quantity.max ?? one.quantity.value]);
  const years = points.map((one) => one.year);
  const logarithmic = Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 60;
  const scale = logarithmic ? Math.log10 : (value: number) => value;
  const least = Math.min(...values), most = Math.max(...values), ticks = logarithmic ? logarithmicTicks(least, most) : linearTicks(least >= 0 && least < most / 2 ? 0 : least, most);
  const low = scale(ticks[0]!), high = scale(ticks.at(-1)!);
  const [first, last] = padded(years, 0.4);
  const x = (year: number) => left + ((year - first) / (last - first)) * (width - left - right);
  const y = (value: number) => height - bottom - ((scale(value) - low) / (high - low)) * (height - top - bottom);
  const root = s("svg", { class: "chart plot", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `${points.length} values in ${unit || "no unit"} over time; the table has all of them` });
  for (const tick of ticks) root.append(s("line", { class: "grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }), s("text", { class: "tick", x: left - 8, y: y(tick) + 3.5, "text-anchor": "end", text: rounded(tick) }));
  for (const year of yearTicks(first, last)) root.append(s("text", { class: "tick", x: x(year), y: height - 10, "text-anchor": "middle", text: String(year) }));
  for (const point of points) root.append(s("a", { href: href(point), "aria-label": spoken(point) }, mark(point, x(point.year), y)));
  return root;
}

/** Where in a recording the claims of a note are. */
export function timeStrip(claims: readonly Claim[]): SVGElement | null {
  const seconds = claims.flatMap((claim) => claim.start === null ? [] : [claim.start]);
  if (seconds.length < 2) return null;
  const end = Math.max(...seconds) * 1.02 || 1;
  return s("svg", { class: "strip", viewBox: "0 0 400 34", preserveAspectRatio: "none", role: "img", "aria-label": `${seconds.length} claims between ${clock(Math.min(...seconds))} and ${clock(Math.max(...seconds))}` },
    s("line", { class: "grid", x1: 0, x2: 400, y1: 17, y2: 17 }),
    ...seconds.map((second) => s("line", { class: "strip-mark", x1: (second / end) * 400, x2: (second / end) * 400, y1: 6, y2: 28 })));
}

/** A point in words. */
function spoken({ quantity, date, what }: Point): string {
  return [quantity.text, date, what].filter(Boolean).join(" · ");
}

function mark(point: Point, x: number, y: (value: number) => number): SVGElement {
  const { value, max, comparator } = point.quantity, at = y(value), way = comparator.startsWith(">") ? -1 : comparator.startsWith("<") ? 1 : 0;
  const group = s("g", { class: `mark series-${point.series}` }, s("title", { text: spoken(point) }));
  if (max !== null) group.append(s("line", { x1: x, x2: x, y1: at, y2: y(max) }), s("line", { x1: x - 4, x2: x + 4, y1: y(max), y2: y(max) }), s("line", { x1: x - 4, x2: x + 4, y1: at, y2: at }));
  else if (way) group.append(s("line", { x1: x - 6, x2: x + 6, y1: at, y2: at }), s("path", { d: `M${x} ${at} v${way * 17} m-4 ${-way * 5} l4 ${way * 5} l4 ${-way * 5}` }));
  else {
    const shade = comparator === "~" ? "about" : "exact";
    group.append(point.series ? s("rect", { class: shade, x: x - 4, y: at - 4, width: 8, height: 8 }) : s("circle", { class: shade, cx: x, cy: at, r: 4 }));
  }
  return group;
}

function padded(values: readonly number[], least = 0): [number, number] {
  const low = Math.min(...values), high = Math.max(...values);
  const room = Math.max((high - low) * 0.1, least, high === low ? Math.abs(high) * 0.2 || 1 : 0);
  return [low - room, high + room];
}

function yearTicks(first: number, last: number): number[] {
  const from = Math.ceil(first), to = Math.floor(last), step = Math.max(1, Math.ceil((to - from) / 5));
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, at) => from + at * step);
}
