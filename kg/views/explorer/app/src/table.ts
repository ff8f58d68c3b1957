/** The table: everything the picture shows and what it leaves out, to read, sort and page through. */
import type { App } from "./app";
import { folderName, hrefTo, noteTitle } from "./app";
import { entityLink } from "./claimlist";
import { fill, h } from "./dom";
import { empty } from "./parts";
import { tableKinds } from "./tablekinds";
import { count, plural } from "./text";

const PAGE = 100;
type Cell = { text: string | number; node?: () => Node };
interface Column { title: string; number?: boolean; cell: (row: number) => Cell }

let kind: "entities" | "notes" = "entities", sort = 0, down = true, page = 0;

/** Lists something else, from its first page in its own order. */
export function listInstead(next: typeof kind): void {
  [kind, sort, down, page] = [next, 0, true, 0];
}

/** Draws the table into an element; `visible` leaves out what the filters leave out. */
export function fillTable(app: App, place: HTMLElement, visible: ((entity: number) => boolean) | null, told: string): void {
  const again = () => fillTable(app, place, visible, told);
  const columns = kind === "entities" ? entityColumns(app) : noteColumns(app);
  const all = kind === "entities" ? app.core.entities.name.map((_, at) => at).filter((entity) => !visible || visible(entity)) : noteRows(app);
  const rows = sorted(all, columns);
  page = Math.min(page, Math.max(0, Math.ceil(rows.length / PAGE) - 1));
  const shown = rows.slice(page * PAGE, (page + 1) * PAGE);
  fill(place, told ? h("p", { class: "notice", role: "status", text: told }) : null,
    h("div", { class: "table-head" }, tableKinds(app, kind, (next) => { listInstead(next); again(); }),
      h("span", { class: "muted", text: kind === "entities" ? plural(rows.length, "entity", "entities") : plural(rows.length, "note") }), pager(rows.length, again)),
    rows.length ? h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", { class: "table" },
      h("caption", { class: "offscreen", text: kind === "entities" ? "Entities" : "Notes" }),
      h("thead", {}, h("tr", {}, ...columns.map((column, at) => header(column, at, again)))),
      h("tbody", {}, ...shown.map((row) => h("tr", {}, ...columns.map((column, at) => tableCell(column, row, at)))))))
      : empty("Nothing passes the filters.", "Clear them to see everything."));
}

function tableCell(column: Column, row: number, at: number): HTMLElement {
  const { text, node } = column.cell(row), content = node ? node() : typeof text === "number" ? count(text) : text;
  return at === 0 ? h("th", { scope: "row" }, content) : h("td", { class: column.number ? "number" : undefined }, content);
}

function header(column: Column, at: number, again: () => void): HTMLElement {
  const order = sort !== at + 1 ? "none" : down ? "descending" : "ascending";
  const press = () => {
    if (sort === at + 1) down = !down; else { sort = at + 1; down = Boolean(column.number); }
    again();
  };
  return h("th", { scope: "col", class: column.number ? "number" : undefined, "aria-sort": order }, h("button", { type: "button", class: "sort", on: { click: press } }, column.title, h("span", { "aria-hidden": "true", text: order === "none" ? "" : down ? " ↓" : " ↑" })));
}

function pager(rows: number, again: () => void): HTMLElement | null {
  if (rows <= PAGE) return null;
  const pages = Math.ceil(rows / PAGE), turn = (by: number) => { page = Math.min(pages - 1, Math.max(0, page + by)); again(); };
  return h("div", { class: "pager" }, h("button", { type: "button", class: "button", text: "Previous", disabled: page === 0, on: { click: () => turn(-1) } }),
    h("span", { class: "muted small-text", text: `${page + 1} of ${count(pages)}` }), h("button", { type: "button", class: "button", text: "Next", disabled: page === pages - 1, on: { click: () => turn(1) } }));
}

function sorted(rows: number[], columns: Column[]): number[] {
  if (!sort) return rows;
  const column = columns[sort - 1]!, keyed = rows.map((row) => ({ row, key: column.cell(row).text }));
  keyed.sort((a, b) => (typeof a.key === "number" && typeof b.key === "number" ? a.key - b.key : String(a.key).localeCompare(String(b.key), "en")) * (down ? -1 : 1) || a.row - b.row);
  return keyed.map((one) => one.row);
}

function entityColumns(app: App): Column[] {
  const { entities, types } = app.core;
  return [{ title: "Entity", cell: (row) => ({ text: entities.name[row]!, node: () => entityLink(app, row) }) },
    { title: "Type", cell: (row) => ({ text: types[entities.type[row]!]! }) },
    { title: "Claims", number: true, cell: (row) => ({ text: entities.claims[row]! }) }, { title: "Notes", number: true, cell: (row) => ({ text: entities.notes[row]! }) },
    { title: "Neighbours", number: true, cell: (row) => ({ text: app.near.get(row)?.size ?? 0 }) }];
}

function noteColumns(app: App): Column[] {
  const { core } = app, { notes } = core;
  return [{ title: "Note", cell: (row) => ({ text: noteTitle(core, row), node: () => h("a", { href: hrefTo(app, { note: notes.path[row]! }), text: noteTitle(core, row) }) }) },
    { title: "Folder", cell: (row) => ({ text: folderName(core, notes.folder[row]!) }) }, { title: "Claims", number: true, cell: (row) => ({ text: notes.claims[row]! }) },
    { title: "Recording", cell: (row) => ({ text: notes.play[row] ? "yes" : "" }) }];
}

function noteRows(app: App): number[] {
  const wanted = app.state.folder.map((name) => (name === "." ? "" : name)), { notes, folders } = app.core;
  return notes.path.map((_, at) => at).filter((note) => !wanted.length || wanted.includes(folders[notes.folder[note]!]!));
}
