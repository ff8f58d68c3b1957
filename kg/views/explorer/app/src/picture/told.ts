/** What is said of nodes to who hears or moves them. */
import type { App } from "../app";
import { plural } from "../text";
import { placeName } from "./places";

/** A node for who hears of it: its name, its type, how much is claimed. */
export function nodeTold(app: App, node: number): string {
  const { core, state } = app, name = placeName(core, state.mode, node);
  if (state.mode !== "entities") return name;
  return `${name}, ${core.types[core.entities.type[node]!]!}, ${plural(core.entities.claims[node]!, "claim")}, ${plural(app.near.get(node)?.size ?? 0, "connection")}`;
}

/** What the next press does while presses move nodes; -1 where none is picked. */
export function tappedTold(app: App, node: number): string {
  return node < 0 ? "Press the node to move. Escape ends it." : `Press the place for ${placeName(app.core, app.state.mode, node)}.`;
}
