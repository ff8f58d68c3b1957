/** Chooses the panel for a state and shows it; the newest question wins where claims arrive late. */
import { aboutPanel } from "./about";
import type { App } from "./app";
import { fill, h } from "./dom";
import type { Claim } from "./model";
import type { Said } from "./picture/linewords";
import { comparePanel } from "./panel-compare";
import { entityPanel } from "./panel-entity";
import { edgePanel, foundPanel, homePanel, notePanel } from "./panel-other";
import { pathPanel } from "./panel-path";
import { empty, head } from "./parts";
import { noteOf } from "./scope";
import type { State } from "./state";
import { isBench } from "./state";
import { readingPanel } from "./views/reading";

export interface Lit { nodes: (nodes: number[]) => void; claims: (claims: Claim[]) => void; said: (said: Said) => void }

/** What of the state a panel depends on: where it is the same, the panel stays as it is. */
export function panelKey(state: State, dark: boolean): string {
  const { mode, tab: _tab, theme: _theme, sort, columns: _columns, fold: _fold, hubs: _hubs, colour: _colour, ...rest } = state;
  return JSON.stringify([rest, dark, mode === "claims" && sort, isBench(mode)]);
}

/** What of a state is open in the panel, without how it is filtered; "" where nothing is. */
export function subjectOf({ mode, about, claim, note, entity, edge, path, compare, q }: State): string {
  if (about) return "about";
  if (isBench(mode)) return claim;
  const open = [claim, note, entity, edge, path, compare];
  return open.some(Boolean) || q ? JSON.stringify(open.some(Boolean) ? open : q) : "";
}

/** What a state is of, for the title of the window. */
export function titleOf({ entity, note, edge, path, compare, q }: State): string {
  return entity || note || (edge ?? compare)?.join(" and ") || path?.join(" → ") || q;
}

/** Shows the panel of the state; answers whether it is still the one that is wanted. */
export async function showPanel(app: App, place: HTMLElement, isCurrent: () => boolean, lit: Lit): Promise<boolean> {
  place.setAttribute("aria-busy", "true");
  let children: HTMLElement[];
  try {
    children = await panelOf(app, lit);
  } catch (error) {
    children = [head(app, null, "Cannot be shown"), empty(error instanceof Error ? error.message : String(error), "Keep the page together with the folder it came in.")];
  }
  if (!isCurrent()) return false;
  const hadFocus = place.contains(document.activeElement);
  fill(place, ...children);
  place.removeAttribute("aria-busy");
  place.querySelector("[data-found]")?.scrollIntoView({ block: "nearest" });
  if (hadFocus) place.querySelector<HTMLElement>(".panel-title")?.focus({ preventScroll: true });
  return true;
}

async function panelOf(app: App, lit: Lit): Promise<HTMLElement[]> {
  const { state } = app;
  if (state.about) return aboutPanel(app);
  if (state.claim && (isBench(state.mode) || !state.note)) return readingPanel(app);
  if (isBench(state.mode)) return []; // the table shows the same, and more
  if (state.note) return ofNote(app, state.note, lit);
  const pair = state.edge ?? state.path ?? state.compare;
  if (pair) return ofPair(app, pair, lit);
  if (state.entity) return ofEntity(app, state.entity, lit);
  return state.q ? foundPanel(app) : homePanel(app);
}

function ofNote(app: App, path: string, lit: Lit): Promise<HTMLElement[]> | HTMLElement[] {
  const note = noteOf(app, path);
  return note < 0 ? unknown(app, path, "note") : notePanel(app, note, lit.claims);
}

function ofEntity(app: App, name: string, lit: Lit): Promise<HTMLElement[]> | HTMLElement[] {
  const entity = app.names.entity(name);
  return entity < 0 ? unknown(app, name, "entity") : entityPanel(app, entity, lit.said);
}

function ofPair(app: App, pair: [string, string], lit: Lit): Promise<HTMLElement[]> | HTMLElement[] {
  const [one, other] = [app.names.entity(pair[0]), app.names.entity(pair[1])];
  if (one < 0 || other < 0) return unknown(app, one < 0 ? pair[0] : pair[1], "entity");
  if (app.state.edge) return edgePanel(app, one, other);
  return app.state.path ? pathPanel(app, one, other, lit.nodes) : comparePanel(app, one, other);
}

function unknown(app: App, name: string, kind: string): HTMLElement[] {
  const near = app.names.entities(name, 5).map(({ index }) => h("li", {}, h("a", { href: `#entity=${encodeURIComponent(app.core.entities.name[index]!)}`, text: app.core.entities.name[index]! })));
  return [head(app, null, name), empty(`There is no ${kind} of this name.`, near.length ? "Did you mean one of these?" : "Search for it with /.", h("ul", { class: "names" }, ...near))];
}
