/** What a reader does to the picture of entities, without filtering claims: hides nodes, pins them, folds small ones and hubs. */
import type { Adjacency } from "../paths";
import type { State } from "../state";

export interface Shape {
  /** Nodes that are not drawn. */
  hidden: ReadonlySet<number>;
  /** Nodes that stay named and lit. */
  pinned: ReadonlySet<number>;
  /** How many neighbours each node has that are folded into it. */
  folded: ReadonlyMap<number, number>;
  /** Nodes whose lines show only where they are pointed at, with how many lines they have. */
  hubs: ReadonlyMap<number, number>;
}

export interface Shown { near: Adjacency; nodes: number; entity: (name: string) => number; claims: (node: number) => number }

const HUB_LEAST = 20, HUB_SHARE = 0.02; // lines from which a node is a hub: so many, and so large a share of all nodes

/** The shape that a state asks for; null where it asks for none. */
export function shapeOf(state: Pick<State, "pin" | "hide" | "fold" | "hubs" | "entity" | "mode">, shown: Shown): Shape | null {
  if (state.mode !== "entities" || !(state.pin.length || state.hide.length || state.fold || state.hubs)) return null;
  const numbers = (names: readonly string[]) => new Set(names.map(shown.entity).filter((node) => node >= 0));
  const pinned = numbers(state.pin), hidden = numbers(state.hide), kept = new Set([...pinned, ...numbers(state.entity ? [state.entity] : [])]), folded = new Map<number, number>();
  if (state.fold) {
    const isSmall = (node: number) => shown.claims(node) === 1 && !kept.has(node);
    for (const [node, near] of shown.near) {
      if (!isSmall(node) || hidden.has(node)) continue;
      const into = [...near.keys()].filter((other) => !isSmall(other) && !hidden.has(other)).sort((a, b) => shown.claims(b) - shown.claims(a) || a - b)[0];
      if (into === undefined) continue;
      hidden.add(node);
      folded.set(into, (folded.get(into) ?? 0) + 1);
    }
  }
  const least = Math.max(HUB_LEAST, HUB_SHARE * shown.nodes), hubs = new Map<number, number>();
  if (state.hubs) for (const [node, near] of shown.near) if (near.size > least) hubs.set(node, near.size);
  return { hidden, pinned, folded, hubs };
}

/** What is written behind the name of a node: how many are folded into it, how many lines of it are. */
export function suffix(shape: Shape | null, node: number): string {
  const folded = shape?.folded.get(node), lines = shape?.hubs.get(node);
  return `${folded ? ` +${folded.toLocaleString("en")}` : ""}${lines ? ` (${lines.toLocaleString("en")} lines)` : ""}`;
}

/** Whether a line is folded into a hub that is neither the node in the middle of attention nor pinned. */
export function isFoldedLine(shape: Shape | null, source: string, target: string, centre: string): boolean {
  if (!shape?.hubs.size) return false;
  const ends = [source, target];
  return ends.some((node) => shape.hubs.has(Number(node))) && !ends.some((node) => node === centre || shape.pinned.has(Number(node)));
}

/** Names with one more, or without it where it is among them. */
export function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}
