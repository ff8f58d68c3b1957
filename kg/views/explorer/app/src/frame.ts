/** The page's frame: bar, filters, picture, panel; every element is made here, once. */
import type { App } from "./app";
import { h, icon, iconButton } from "./dom";
import { ICONS } from "./icons";
import type { Mode } from "./state";
import { MODES } from "./state";
import { sheetHandle } from "./sheet";
import { viewMenu } from "./views/viewmenu";

export interface Frame {
  bar: HTMLElement; filters: HTMLElement; stage: HTMLElement; canvas: HTMLElement; table: HTMLElement; panel: HTMLElement;
  tip: HTMLElement; tools: HTMLElement; putBack: HTMLElement; status: HTMLElement; told: HTMLElement; taps: HTMLButtonElement; modes: Map<Mode, HTMLButtonElement>; filterButton: HTMLButtonElement; caption: HTMLElement;
}

export interface Actions { fit: () => void; putBack: () => void; tap: () => void; zoom: (factor: number) => void; reset: () => void; png: () => void; svg: () => void; theme: () => void; skip: () => void }

const TITLES: Record<Mode, string> = { entities: "Entities", notes: "Notes", channels: "Channels", table: "Table", speakers: "Speakers", claims: "Claims", disputes: "Disputes" };

/** Makes the frame and puts it into the page. */
export function makeFrame(app: App, root: HTMLElement, search: HTMLElement, act: Actions): Frame {
  const modes = new Map(MODES.filter((mode) => mode !== "speakers").map((mode) => [mode, h("button", { type: "button", class: "segment", text: TITLES[mode], on: { click: () => app.go({ mode }) } })]));
  const filterButton = iconButton("Legend and filters", ICONS.filter, () => {
    const open = root.classList.toggle("filters-open");
    filterButton.setAttribute("aria-expanded", String(open));
  }, { class: "icon-button only-narrow", "aria-expanded": "false" });
  const home = h("a", { class: "brand", href: "#", "aria-label": `${app.core.vault}: start` }, h("span", { class: "brand-mark", "aria-hidden": "true" }), h("span", { class: "brand-name", text: app.core.vault }));
  const bar = h("header", { class: "bar" }, h("h1", { class: "offscreen", text: `Claims of ${app.core.vault}` }), h("button", { type: "button", class: "skip button", text: "Skip to what is shown", on: { click: act.skip } }), home, search,
    h("div", { class: "segments modes", role: "group", "aria-label": "What to see" }, ...modes.values()),
    h("div", { class: "bar-tools" }, filterButton, viewMenu(app), iconButton("Light or dark", ICONS.theme, act.theme), iconButton("About this page", ICONS.info, () => app.go({ about: true }))));
  const canvas = h("div", { class: "canvas", tabindex: "0", role: "application", "aria-roledescription": "graph", "aria-label": "Graph. Arrow keys go from node to node, Enter opens one, P pins and H hides it; with Shift the arrows move the picture, with Alt the node, which two presses move as well; plus and minus zoom, 0 fits it. The table shows the same as text." });
  const taps = iconButton("Move nodes by two presses: on a node, then where it should go", ICONS.move, act.tap, { "aria-pressed": "false" });
  const putBack = iconButton("Put moved nodes back", ICONS.undo, act.putBack, { class: "icon-button", hidden: true });
  const tools = h("div", { class: "tools", role: "toolbar", "aria-label": "Picture" }, iconButton("Zoom in", ICONS.plus, () => act.zoom(1 / 1.5)), iconButton("Zoom out", ICONS.minus, () => act.zoom(1.5)),
    iconButton("Fit (0)", ICONS.fit, act.fit), iconButton("Start over", ICONS.reset, act.reset), taps, putBack, saveMenu(act));
  const tip = h("div", { class: "tip", role: "tooltip", hidden: true }), table = h("div", { class: "table-view", hidden: true });
  const caption = h("p", { class: "caption muted small-text" });
  const stage = h("main", { class: "stage" }, canvas, caption, tools, tip, table);
  const filters = h("aside", { class: "filters", "aria-label": "Legend and filters" }), panel = h("aside", { class: "panel", "aria-label": "Panel" });
  const status = h("div", { class: "status", role: "status", "aria-live": "polite" }), told = h("div", { class: "offscreen", role: "status", "aria-live": "polite" });
  root.append(bar, filters, stage, sheetHandle(root), panel, status, told);
  return { bar, filters, stage, canvas, table, panel, tip, tools, putBack, status, told, taps, modes, filterButton, caption };
}

function saveMenu(act: Actions): HTMLElement {
  const menu = h("details", { class: "save" }, h("summary", { class: "icon-button", "aria-label": "Save the picture", title: "Save the picture" }, icon(ICONS.save)),
    h("div", { class: "save-list" }, h("button", { type: "button", class: "button", text: "PNG", on: { click: () => { menu.open = false; act.png(); } } }),
      h("button", { type: "button", class: "button", text: "SVG", on: { click: () => { menu.open = false; act.svg(); } } })));
  return menu;
}
