/** Decides what of a picture is drawn and in which light: by the filter, the focus, the pointer, and what is pinned. */
import type { App } from "../app";
import type { EdgeData, NodeData, Picture } from "../graphs";
import { paper } from "../palette";
import type { Mode } from "../state";
import type { NodeTest, PairWeight } from "../visible";
import type { Shape } from "./shape";
import { isFoldedLine } from "./shape";

/** What is drawn: the mode, the focus, and the nodes and lines that pass the filter (null: all); a new filter has a new number. */
export interface View { mode: Mode; focus: number; depth: number; shape: Shape | null; lit: Set<number> | null; visible: NodeTest | null; weight: PairWeight | null; filter: number }

const MANY = 40; // lit nodes from which their lines are drawn lighter

export class Lighting {
  view: View = { mode: "entities", focus: -1, depth: 0, shape: null, lit: null, visible: null, weight: null, filter: 0 };
  /** The node that everything else is lit for; "" where none is. */
  centre = "";
  /** What is lit; none: everything. */
  lit: ReadonlySet<string> = new Set();
  private readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  /** Works out what is lit: what the pointer is on, else a path or the focus, with their neighbours. */
  update(graph: Picture, hovered: string, isLocal: boolean): void {
    const { view } = this, own = view.lit && !hovered ? [...view.lit].map(String).filter((node) => graph.hasNode(node)) : [];
    this.centre = own.length ? "" : hovered || (view.focus >= 0 && !isLocal ? String(view.focus) : "");
    const around = (this.centre ? [this.centre, ...this.pinned] : []).filter((node) => graph.hasNode(node));
    this.lit = new Set(own.length ? own : around.flatMap((node) => [node, ...graph.edges(node).filter((edge) => this.weight(edge) !== 0).map((edge) => graph.opposite(node, edge))]));
  }

  /** Lights everything. */
  clear(): void {
    this.lit = new Set();
    this.centre = "";
  }

  /** A node as it is drawn. */
  node(node: string, data: NodeData) {
    if (!this.passes(node)) return { ...data, hidden: true };
    if (this.lit.size && !this.lit.has(node)) return { ...data, color: paper(this.app.dark).dim, zIndex: 0 };
    return { ...data, zIndex: node === this.centre ? 3 : this.lit.size ? 2 : 1 };
  }

  /** A line as it is drawn. */
  edge(edge: string, data: EdgeData) {
    const [source, target] = ends(edge), colours = paper(this.app.dark), { shape } = this.view;
    if (!this.isLine(edge, source, target)) return { ...data, hidden: true };
    if (!this.lit.size) return { ...data, color: colours.edge, zIndex: 0, hidden: Boolean(data.minor) };
    const isEnd = (node: string) => node === this.centre || this.isPinned(node);
    const isOn = this.centre || shape?.pinned.size ? isEnd(source) || isEnd(target) : this.lit.has(source) && this.lit.has(target);
    return isOn ? { ...data, color: this.lit.size > MANY ? colours.edge : colours.edgeStrong, zIndex: 2 } : { ...data, color: colours.edge, hidden: true };
  }

  /** How many passing claims a line between entities rests on; null of any other line, and where nothing is filtered. */
  weight(edge: string): number | null {
    const [source, target] = ends(edge), { mode, weight } = this.view;
    return mode === "entities" && weight ? weight(Number(source), Number(target)) : null;
  }

  /** How many lines pass the filter. */
  lines(graph: Picture): number {
    return graph.filterEdges((edge, _, source, target) => this.isLine(edge, source, target)).length;
  }

  /** Whether a node passes the filter. */
  passes(node: string): boolean { return !this.view.visible || this.view.visible(Number(node)); }

  isPinned(node: string): boolean { return Boolean(this.view.shape?.pinned.has(Number(node))); }
  get pinned(): string[] { return [...this.view.shape?.pinned ?? []].map(String); }

  private isLine(edge: string, source: string, target: string): boolean {
    return this.passes(source) && this.passes(target) && this.weight(edge) !== 0 && !isFoldedLine(this.view.shape, source, target, this.centre);
  }
}

function ends(edge: string): [string, string] {
  const at = edge.indexOf("|");
  return [edge.slice(0, at), edge.slice(at + 1)];
}
