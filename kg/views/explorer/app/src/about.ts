/** What the page is, what it holds and leaves out, its keys, and the licences of what it is built with. */
import type { App } from "./app";
import { h } from "./dom";
import { unpackElement } from "./packed";
import { head, scroller } from "./parts";
import { count, plural } from "./text";

interface Licence { name: string; version: string; licence: string; text: string }

const KEYS: [string, string][] = [["/", "search"], ["0", "fit the picture"], ["+ −", "zoom"], ["arrows", "go from node to node in the picture (when it has the focus); Enter opens, p pins, h hides; with Shift they move the picture, with Alt the node"], ["Shift + click", "pins a node, so that it stays lit beside the one that is open"], ["t", "table instead of picture"], ["c", "table of claims"], ["d", "board of disputes"], ["j k", "next and previous claim while one is read"], ["Esc", "back to the list, or close the panel"]];

/** Makes the panel. */
export async function aboutPanel(app: App): Promise<HTMLElement[]> {
  const { core } = app, { totals, drawn, limits } = core, left = totals.entities - drawn.entities;
  const licences = await unpackElement<Licence[]>("kg-licences").catch(() => null) ?? [];
  return [head(app, h("span", { class: "kind", text: "About" }), core.vault),
    scroller("About this page",
      h("p", { text: `${plural(totals.claims, "claim")} about ${plural(totals.entities, "entity", "entities")}, from ${plural(totals.notes, "note")} on ${plural(totals.recordings, "recording")}; ${plural(totals.conflicts, "number")} differ between notes.` }),
      h("h3", { text: "What is drawn" }),
      h("p", { text: left > 0 ? `The ${count(drawn.entities)} most important of ${count(totals.entities)} entities (the limit is ${count(drawn.limit)}); the other ${count(left)} are found by search and in the table.` : `All ${count(totals.entities)} entities (the limit is ${count(drawn.limit)}).` }),
      drawn.edgesLeftOut ? h("p", { text: `${count(drawn.edges ?? core.edges.source.length)} connections are drawn; ${count(drawn.edgesLeftOut)} weaker ones are left out of the picture, not of the panels.` }) : null,
      h("p", { text: core.sharded ? `Claims are in files beside this page and are read when needed, because there are more than ${count(limits.claims)} claims or ${count(Math.round(limits.bytes / 1e6))} MB.` : `Everything is in this one file: it can be mailed. Above ${count(limits.claims)} claims or ${count(Math.round(limits.bytes / 1e6))} MB, claims are kept in files beside it.` }),
      h("p", { text: "The page asks for nothing from any network. Only links that you follow leave it." }),
      h("h3", { text: "Keys" }), h("label", { class: "check" }, h("input", { type: "checkbox", checked: app.keys.get(), "data-key": "letters", on: { change: (event) => app.keys.set((event.target as HTMLInputElement).checked) } }), h("span", { text: "Letters and signs work as keys" })), h("dl", { class: "keys" }, ...KEYS.flatMap(([key, what]) => [h("dt", {}, h("kbd", { text: key })), h("dd", { text: what })])),
      h("h3", { text: "Made with" }),
      ...licences.map((one) => h("details", { class: "filter-group" }, h("summary", {}, h("span", { text: `${one.name} ${one.version}` }), h("span", { class: "count", text: one.licence })), h("pre", { class: "licence", text: one.text, tabindex: "0" }))))];
}
