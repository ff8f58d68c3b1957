/** Which nodes and lines of a picture have claims that pass the filter. */
import type { App } from "./app";
import { choice } from "./filter/facets";
import type { Tally } from "./filter/tally";
import { pairKey } from "./filter/tally";

export type NodeTest = (node: number) => boolean;
/** How many passing claims are of two entities. */
export type PairWeight = (one: number, other: number) => number;

/** Tells which nodes of the state's picture are shown; null for all. In the table's mode nodes are entities. */
export function visibleNodes(app: App, drawn: Tally | null): NodeTest | null {
  const { core, state } = app;
  if (!drawn) return null;
  if (state.mode === "notes") return (note) => drawn.notes.has(note);
  if (state.mode === "channels") {
    const folders = new Set([...drawn.notes.keys()].map((note) => core.notes.folder[note]!));
    return (channel) => folders.has(channel);
  }
  const shown = typeTest(app);
  return (entity) => drawn.entities.has(entity) && shown(entity);
}

/** Tells how many passing claims a line between entities rests on; null where nothing is filtered. */
export function pairWeight(app: App, drawn: Tally | null): PairWeight | null {
  return drawn && ((one, other) => drawn.pairs.get(pairKey(app.core, one, other)) ?? 0);
}

/** Entities of the types that are chosen, or of any where none is. */
function typeTest({ core, state }: App): NodeTest {
  const wanted = new Set(state.type.map(choice).filter((one) => !one.not).map((one) => core.types.indexOf(one.value)));
  return (entity) => !wanted.size || wanted.has(core.entities.type[entity]!);
}
