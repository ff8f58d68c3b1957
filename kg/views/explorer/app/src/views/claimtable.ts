/** The table of claims: all that pass the filter within what is chosen, to sort, to read one by one, and to take along. */
import type { App } from "../app";
import { chips, scopeChip } from "../chips";
import { fill, h } from "../dom";
import { columnsOf, nextSort, sortOf } from "../rows/columns";
import { empty } from "../parts";
import { count, plural } from "../text";
import { columnMenu, rowButtons } from "./claimtools";
import { RowGrid } from "./rowgrid";

export class ClaimTable {
  private readonly app: App;
  private readonly grid: RowGrid;
  private readonly head = h("div", { class: "table-head" });
  private readonly told = h("span", { class: "muted", role: "status" });
  private readonly none = h("div", { class: "grid-none" });
  private shown = "";
  private opened = -1;

  constructor(app: App) {
    this.app = app;
    this.grid = new RowGrid("Claims", {
      length: () => app.rows.length,
      cells: (index) => {
        const row = app.rows.at(index);
        return row && columnsOf(app.state).map((column) => column.text(app.core, row));
      },
      open: (index) => void app.read(index),
      sort: (id) => app.go({ sort: nextSort(app.state, columnsOf(app.state).find((column) => column.id === id)!) }, true),
    });
  }

  /** Shows the rows as they are now, in an element. */
  show(place: HTMLElement): void {
    const { app, grid } = this, { state, rows } = app, key = JSON.stringify({ ...state, claim: "" });
    if (key !== this.shown) this.heads(key);
    if (this.grid.element.parentElement !== place) fill(place, this.head, this.grid.element, this.none);
    const opened = state.claim ? rows.place(Number(state.claim)) : -1, sort = sortOf(state);
    this.told.textContent = rows.problem || (rows.isReading ? `${plural(rows.length, "claim")} so far · ${count(rows.looked)} of ${count(app.core.totals.claims)} read` : plural(rows.length, "claim"));
    const isOther = opened >= 0 && opened !== this.opened;
    this.opened = opened;
    if (isOther) grid.current = opened;
    grid.show(columnsOf(state).map((column) => ({ ...column, sort: sort?.column !== column ? "none" as const : sort.down ? "descending" as const : "ascending" as const })), opened);
    if (isOther) grid.reveal(opened);
    const isEmpty = !rows.length && !rows.isReading;
    this.none.hidden = !isEmpty;
    grid.element.hidden = isEmpty;
    if (isEmpty && !this.none.childElementCount) fill(this.none, empty("No claim passes the filters.", "Take some of them off to see more."));
  }

  /** Puts the keyboard on the row that was read last. */
  focus(): void { this.grid.focus(); }

  private heads(key: string): void {
    const { app, head } = this, active = document.activeElement instanceof HTMLElement && head.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const isOpen = head.querySelector("details")?.open;
    this.shown = key;
    this.grid.current = 0;
    this.grid.element.scrollTop = 0;
    fill(head, h("h2", { class: "offscreen", text: "Claims" }), this.told, rowButtons(app), columnMenu(app), chips(app, scopeChip(app)));
    if (isOpen) head.querySelector("details")!.open = true;
    if (active) head.querySelector<HTMLElement>(`[data-key="${active}"]`)?.focus();
  }
}
