/** Chooses what the table lists. */
import type { App } from "./app";
import { h } from "./dom";

export type TableKind = "entities" | "notes" | "speakers";

const TITLES: Record<TableKind, string> = { entities: "Entities", notes: "Notes", speakers: "Speakers" };

/** The buttons; `choose` is called for what the table itself lists, speakers are a mode of the page. */
export function tableKinds(app: App, shown: TableKind, choose: (kind: "entities" | "notes") => void): HTMLElement {
  return h("div", { class: "segments", role: "group", "aria-label": "What the table lists" }, ...(Object.keys(TITLES) as TableKind[]).map((kind) => h("button", {
    type: "button", class: "segment", "aria-pressed": String(kind === shown), text: TITLES[kind], "data-key": `kind-${kind}`, on: { click: () => (kind === "speakers" ? app.go({ mode: "speakers" }) : choose(kind)) },
  })));
}
