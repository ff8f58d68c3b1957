/** What is written below the picture: how much of it is shown. */
import type { App } from "./app";
import type { Picture } from "./graphs";
import { EDGES_MOST } from "./graphs";
import type { Shape } from "./picture/shape";
import type { Mode } from "./state";
import { count, plural } from "./text";
import type { NodeTest } from "./visible";

const NAMES: Partial<Record<Mode, [string, string]>> = { entities: ["entity", "entities"], notes: ["note", "notes"], channels: ["channel", "channels"] };

export interface Pictured { picture: Picture; leftOut: number; lines: number }

/** Writes it; `visible` is null where everything is shown. */
export function captionOf({ core, state }: App, mode: Mode, { picture, leftOut, lines }: Pictured, visible: NodeTest | null, shape: Shape | null): string {
  const shown = visible ? picture.filterNodes((node) => visible(Number(node))).length : picture.order, [one, many] = NAMES[mode] ?? ["", ""];
  const left = mode === "entities" && !state.depth ? core.totals.entities - picture.order : leftOut, folded = shape ? [...shape.folded.values()].reduce((sum, each) => sum + each, 0) : 0;
  if (!shown) return shape?.hidden.size ? "Everything is hidden or filtered." : "Nothing passes the filters.";
  return [visible ? `${count(shown)} of ${plural(picture.order, one, many)}` : plural(shown, one, many),
    visible || shape ? `${count(lines)} of ${plural(picture.size, "connection")}` : picture.size > EDGES_MOST ? `the strongest ${count(EDGES_MOST)} of ${plural(picture.size, "connection")}` : plural(picture.size, "connection"),
    folded ? `${count(folded)} folded` : "", left > 0 ? `${count(left)} more by search` : ""].filter(Boolean).join(" · ");
}
