/** Named views: states of the page under names of the user's own, and the JSON that carries them to another browser. */
import { START, format, parse, type State } from "./state";

/** A view: its name, and its address without light or dark, which belong to who looks. */
export interface SavedView { name: string; address: string }

const FORMAT = 1; // of the exported file
const NAME_MOST = 80; // code points of a name
const BLANK = /[\s\p{C}]+/gu;

/** A name as it is kept: in one line, not too long; "" where nothing is left. */
export function viewName(typed: string): string {
  return [...typed.replace(BLANK, " ").trim()].slice(0, NAME_MOST).join("");
}

/** A state as a view of that name. */
export function viewOf(name: string, state: State): SavedView {
  return { name: viewName(name), address: format({ ...state, theme: "", about: false }) || "#" };
}

/** The address of a view, in the light that the page has now. */
export function viewHref(view: SavedView, theme: State["theme"]): string {
  return format({ ...parse(view.address), theme }) || "#";
}

/** The views with these added; one of the same name is replaced. In the order of names. */
export function withViews(views: readonly SavedView[], added: readonly SavedView[]): SavedView[] {
  const byName = new Map([...views, ...added].map((one) => [one.name, one]));
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/** The views with one under another name, which takes the place of a view that had it. */
export function renamed(views: readonly SavedView[], from: string, to: string): SavedView[] {
  const one = views.find((view) => view.name === from), name = viewName(to);
  return one && name ? withViews(without(views, from), [{ ...one, name }]) : [...views];
}

/** The views but for one. */
export function without(views: readonly SavedView[], name: string): SavedView[] {
  return views.filter((view) => view.name !== name);
}

/** Views from JSON of any kind; what is none is left out, and addresses hold only what a state can. */
export function readViews(stored: unknown): SavedView[] {
  const rows: unknown[] = Array.isArray(stored) ? stored : [];
  return withViews([], rows.flatMap((row) => {
    const { name, address } = (row ?? {}) as Record<string, unknown>;
    return typeof name === "string" && typeof address === "string" && viewName(name) ? [viewOf(name, { ...START, ...parse(address) })] : [];
  }));
}

/** The file that carries views. */
export function exportedViews(vault: string, views: readonly SavedView[]): string {
  return `${JSON.stringify({ "claimgraph-views": FORMAT, vault, views }, null, 1)}\n`;
}

/** The views of such a file, or what is wrong with it, in words. */
export function importedViews(text: string): SavedView[] | string {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return "This file is no JSON.";
  }
  const { "claimgraph-views": version, views } = (file ?? {}) as Record<string, unknown>;
  if (version === undefined) return "This file holds no views: export them with Export in this menu.";
  if (version !== FORMAT) return `These views have format ${String(version)}; this page reads format ${FORMAT}.`;
  const found = readViews(views);
  return found.length ? found : "This file holds no views.";
}
