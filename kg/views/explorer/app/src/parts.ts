/** Pieces that several panels are made of: heads, actions, lists, empty states. */
import type { App } from "./app";
import { citation, rowQuery, toClipboard } from "./copy";
import type { Child } from "./dom";
import { h, icon, iconButton } from "./dom";
import { chips } from "./chips";
import { csv, download, fileName, jsonl } from "./exports";
import { ICONS } from "./icons";
import type { Claim } from "./model";
import { count, plural } from "./text";

/** The head of a panel: what kind of thing it is, its name, what follows, and how to close it. */
export function head(app: App, kind: Child, title: string, ...rest: Child[]): HTMLElement {
  return h("header", { class: "panel-head" },
    h("div", { class: "panel-kind" }, kind, iconButton("Close panel", ICONS.close, () => app.close(), { class: "icon-button push" })),
    h("h2", { class: "panel-title", tabindex: "-1", text: title }), ...rest);
}

/** A line of the facts that count. */
export function facts(...texts: string[]): HTMLElement {
  return h("p", { class: "facts muted", text: texts.filter(Boolean).join(" · ") });
}

/** Buttons that take along the claims of a list, and the query for them. */
export function copyButtons(app: App, claims: readonly Claim[]): HTMLElement {
  const markdown = () => void toClipboard(app, claims.map((claim) => citation(app, claim)).join("\n"), `Copied ${plural(claims.length, "citation")} as Markdown`);
  const query = () => void toClipboard(app, rowQuery(app, claims), "Copied the query that gives this list");
  return h("div", { class: "actions" },
    h("button", { type: "button", class: "button", title: "Copy as citations in Markdown", on: { click: markdown } }, icon(ICONS.copy), "Markdown"),
    h("button", { type: "button", class: "button", title: "Copy the query that gives these claims", on: { click: query } }, icon(ICONS.code), "SPARQL"),
    h("button", { type: "button", class: "button", title: "Save as CSV", on: { click: () => download(csv(app.core, claims), "text/csv", fileName(app, "csv")) } }, icon(ICONS.save), "CSV"),
    h("button", { type: "button", class: "button", title: "Save as lines of JSON", on: { click: () => download(jsonl(app.core, claims), "application/jsonl", fileName(app, "jsonl")) } }, icon(ICONS.save), "JSONL"));
}

/** The claims that pass the filters, and a line that says so, with what is set. */
export function passing(app: App, claims: Claim[]): { shown: Claim[]; told: HTMLElement | null } {
  if (!app.filter.isSet) return { shown: claims, told: null };
  const shown = claims.filter((claim) => app.filter.passes(claim));
  return { shown, told: h("div", { class: "notice small-text" }, h("p", { text: `${count(shown.length)} of ${plural(claims.length, "claim")} ${shown.length === 1 ? "passes" : "pass"} the filters.` }), chips(app)) };
}

/** Says that there is nothing, and what to do about it. */
export function empty(title: string, way: string, ...rest: Child[]): HTMLElement {
  return h("div", { class: "empty" }, h("p", { class: "empty-title", text: title }), h("p", { class: "muted", text: way }), ...rest);
}

/** A body that scrolls by itself and can be scrolled by keyboard. */
export function scroller(label: string, ...children: Child[]): HTMLElement {
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": label }, ...children);
}
