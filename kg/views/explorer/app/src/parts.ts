/** Pieces that several panels are made of: heads, actions, lists, empty states. */
import type { App } from "./app";
import { citation, sparql, toClipboard } from "./copy";
import type { Child } from "./dom";
import { h, icon, iconButton } from "./dom";
import { claimTest } from "./filters";
import { ICONS } from "./icons";
import type { Claim } from "./model";
import { FOCUS } from "./state";
import { count, plural } from "./text";

/** The head of a panel: what kind of thing it is, its name, what follows, and how to close it. */
export function head(app: App, kind: Child, title: string, ...rest: Child[]): HTMLElement {
  return h("header", { class: "panel-head" },
    h("div", { class: "panel-kind" }, kind, iconButton("Close panel", ICONS.close, () => app.go({ ...FOCUS, q: "", about: false }), { class: "icon-button push" })),
    h("h2", { class: "panel-title", tabindex: "-1", text: title }), ...rest);
}

/** A line of the facts that count. */
export function facts(...texts: string[]): HTMLElement {
  return h("p", { class: "facts muted", text: texts.filter(Boolean).join(" · ") });
}

/** Buttons that copy the claims on screen. */
export function copyButtons(app: App, claims: readonly Claim[]): HTMLElement {
  const markdown = () => void toClipboard(app, claims.map((claim) => citation(app, claim)).join("\n"), `Copied ${plural(claims.length, "citation")} as Markdown`);
  const query = () => void toClipboard(app, sparql(app), "Copied the query that gives this list");
  return h("div", { class: "actions" },
    h("button", { type: "button", class: "button", on: { click: markdown } }, icon(ICONS.copy), "Markdown"),
    h("button", { type: "button", class: "button", on: { click: query } }, icon(ICONS.code), "SPARQL"));
}

/** The claims that pass the filters, and a line that says so where some do not. */
export function passing(app: App, claims: Claim[]): { shown: Claim[]; told: HTMLElement | null } {
  const test = claimTest(app.core, app.state);
  const shown = test ? claims.filter(test) : claims;
  return { shown, told: test ? h("p", { class: "notice small-text", text: `${count(shown.length)} of ${plural(claims.length, "claim")} pass the filters.` }) : null };
}

/** Says that there is nothing, and what to do about it. */
export function empty(title: string, way: string, ...rest: Child[]): HTMLElement {
  return h("div", { class: "empty" }, h("p", { class: "empty-title", text: title }), h("p", { class: "muted", text: way }), ...rest);
}

/** A body that scrolls by itself and can be scrolled by keyboard. */
export function scroller(label: string, ...children: Child[]): HTMLElement {
  return h("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": label }, ...children);
}
