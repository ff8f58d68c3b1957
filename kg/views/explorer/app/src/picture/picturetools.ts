/** What can be done to the picture of entities from the bar: fold, and undo what is pinned and hidden. */
import type { App } from "../app";
import { h } from "../dom";
import type { Colouring, State } from "../state";
import { COLOURINGS } from "../state";

const NAMES: Record<Colouring, string> = { type: "Type", folder: "Folder", time: "Time", community: "Community" };

/** Chooses what entities are coloured by; null in other modes. */
export function colourChoice(app: App): HTMLElement | null {
  if (app.state.mode !== "entities") return null;
  const choice = h("select", { class: "field", "data-key": "colour" }, ...COLOURINGS.map((one) => h("option", { value: one, text: NAMES[one], selected: one === app.state.colour })));
  choice.addEventListener("change", () => app.go({ colour: COLOURINGS[choice.selectedIndex]! }, true));
  return h("label", { class: "colour-choice" }, h("span", { text: "Colour by" }), choice);
}

/** Makes the section of the bar; null in other modes. */
export function pictureTools(app: App): HTMLElement | null {
  if (app.state.mode !== "entities") return null;
  const box = (key: "fold" | "hubs", label: string, title: string) => h("label", { class: "check", title },
    h("input", { type: "checkbox", checked: app.state[key], "data-key": key, on: { change: () => app.go({ [key]: !app.state[key] }, true) } }), h("span", { class: "check-label", text: label }));
  return h("div", { class: "switches", role: "group", "aria-label": "Picture" },
    box("fold", "Fold one-claim entities", "Entities with one claim are counted at a neighbour: +3"),
    box("hubs", "Fold hubs", "Lines of entities with very many show only where you point at them"),
    ...names(app, "pin", "Pinned"), ...names(app, "hide", "Hidden"));
}

function names(app: App, key: "pin" | "hide", title: string): HTMLElement[] {
  const list = app.state[key], does = key === "pin" ? "Unpin" : "Show";
  if (!list.length) return [];
  const without = (name: string): Partial<State> => ({ [key]: list.filter((other) => other !== name) });
  return [h("p", { class: "muted small-text", text: title }), h("ul", { class: "filter-chips", "aria-label": title }, ...list.map((name) => h("li", {},
    h("button", { type: "button", class: "chip chip-filter", "aria-label": `${does} ${name}`, "data-key": `${key}-${name}`, on: { click: () => app.go(without(name), true) } }, h("span", { text: name }), h("span", { "aria-hidden": "true", text: "×" })))))];
}
