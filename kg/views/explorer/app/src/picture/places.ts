/** Where the reader has put nodes of the picture: kept in the browser, by mode and name, in units of the layout. */
import type { App } from "../app";
import { folderName, noteTitle } from "../app";
import { Keeping } from "../keeping";
import type { Core } from "../model";
import type { Mode } from "../state";
import type { Picture } from "../graphs";

export type Place = readonly [number, number];
export type Moved = Readonly<Record<string, Place>>;

const FARTHEST = 4000; // units of the layout, whose own places lie within 1,000 of the middle
const MOST = 5000; // places that are kept

/** Places from JSON of any kind; what is none is left out. */
export function readMoved(stored: unknown): Moved {
  const rows = stored && typeof stored === "object" && !Array.isArray(stored) ? Object.entries(stored as Record<string, unknown>) : [];
  return Object.fromEntries(rows.filter((row): row is [string, Place] => isPlace(row[1])).slice(0, MOST));
}

function isPlace(value: unknown): value is Place {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "number" && Math.abs(one) <= FARTHEST);
}

/** What a place is kept under: it stays when the vault is built again, and nodes have other numbers. */
export function placeKey(core: Core, mode: Mode, node: number): string {
  return `${mode} ${mode === "notes" ? core.notes.path[node] : placeName(core, mode, node)}`;
}

/** What a node is called. */
export function placeName(core: Core, mode: Mode, node: number): string {
  return mode === "notes" ? noteTitle(core, node) : mode === "channels" ? folderName(core, node) : core.entities.name[node]!;
}

export class Places {
  private readonly kept: Keeping<Moved>;
  private readonly core: Core;

  constructor(app: App) {
    this.core = app.core;
    this.kept = new Keeping(app.core, "places", {}, readMoved);
  }

  /** Whether a node of a mode was moved. */
  has(mode: Mode): boolean { return Object.keys(this.kept.get()).some((key) => key.startsWith(`${mode} `)); }

  /** Puts the nodes of a graph where they were left. */
  apply(mode: Mode, graph: Picture): Picture {
    const moved = this.kept.get();
    if (!this.has(mode)) return graph;
    graph.forEachNode((node) => {
      const place = moved[placeKey(this.core, mode, Number(node))];
      if (place) graph.mergeNodeAttributes(node, { x: place[0], y: place[1] });
    });
    return graph;
  }

  /** Keeps where a node is now. */
  keep(mode: Mode, node: number, { x, y }: { x: number; y: number }): void {
    const place: Place = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
    this.kept.set(readMoved({ ...this.kept.get(), [placeKey(this.core, mode, node)]: place }));
  }

  /** Forgets where nodes of a mode were put. */
  forget(mode: Mode): void {
    this.kept.set(Object.fromEntries(Object.entries(this.kept.get()).filter(([key]) => !key.startsWith(`${mode} `))));
  }
}
