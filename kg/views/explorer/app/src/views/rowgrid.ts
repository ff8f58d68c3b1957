/** A grid that holds only the rows in view, all of one height, so that hundreds of thousands scroll smoothly; one row is current. */
import { h } from "../dom";

export interface GridColumn { id: string; title: string; width: number; sort: "none" | "ascending" | "descending" }

export interface GridSource {
  length: () => number;
  /** The texts of a row's cells, by column; null where they are still being read. */
  cells: (index: number) => string[] | null;
  /** Opens a row. */
  open: (index: number) => void;
  /** Sorts by a column. */
  sort: (id: string) => void;
}

const ROW = 44, HEAD = 32; // pixels, as in the style sheet
const MARGIN = 12; // rows above and below the view that are drawn too
const TALLEST = 12_000_000; // pixels: browsers draw no element much taller; beyond, one step of the scroll bar is several rows

export class RowGrid {
  readonly element: HTMLElement;
  /** The row that the keyboard is on. */
  current = 0;
  private readonly source: GridSource;
  private readonly head = h("div", { class: "grid-head", role: "row", "aria-rowindex": 1 });
  private readonly body = h("div", { class: "grid-body", role: "rowgroup" });
  private readonly drawn = new Map<number, HTMLElement>();
  private opened = -1;

  constructor(label: string, source: GridSource) {
    this.source = source;
    this.element = h("div", { class: "grid-view", role: "grid", "aria-label": label, "aria-readonly": "true" }, h("div", { role: "rowgroup", class: "grid-heads" }, this.head), this.body);
    this.element.addEventListener("scroll", () => this.draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.press(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /** Draws everything again, with other columns or rows; `opened` is the row that is being read, or -1. */
  show(columns: readonly GridColumn[], opened: number): void {
    this.opened = opened;
    this.element.style.setProperty("--columns", columns.map((column) => (column.id === "text" ? `minmax(${column.width}px, 1fr)` : `${column.width}px`)).join(" "));
    this.element.style.setProperty("--least", `${columns.reduce((sum, column) => sum + column.width, 0) + 24}px`);
    this.element.setAttribute("aria-rowcount", String(this.source.length() + 1));
    this.element.setAttribute("aria-colcount", String(columns.length));
    this.heads(columns);
    this.current = Math.max(0, Math.min(this.current, this.source.length() - 1));
    const had = this.body.contains(document.activeElement);
    this.drawn.clear();
    this.body.replaceChildren();
    if (had) this.hold(); // the view stays where the reader scrolled it
    this.draw();
  }

  /** Brings a row into view and makes it the current one. */
  reveal(index: number): void {
    this.current = index;
    const { element } = this, top = index * ROW / this.scale, height = element.clientHeight - HEAD;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW > element.scrollTop + height) element.scrollTop = top + ROW - height;
    this.draw();
  }

  /** Puts the keyboard on the current row. */
  focus(): void {
    this.reveal(this.current);
    this.drawn.get(this.current)?.focus({ preventScroll: true });
  }

  /** Puts the keyboard on the current row, which may be out of view. */
  private hold(): void {
    this.put(this.current);
    this.drawn.get(this.current)?.focus({ preventScroll: true });
  }

  private get scale(): number {
    return Math.max(1, (this.source.length() * ROW) / TALLEST);
  }

  private heads(columns: readonly GridColumn[]): void {
    const active = document.activeElement instanceof HTMLElement && this.head.contains(document.activeElement) ? document.activeElement.dataset.sort : undefined;
    this.head.replaceChildren(...columns.map((column) => h("div", { role: "columnheader", "aria-sort": column.sort },
      h("button", { type: "button", class: "sort", "data-sort": column.id, on: { click: () => this.source.sort(column.id) } }, column.title,
        h("span", { "aria-hidden": "true", text: { none: "", ascending: " ↑", descending: " ↓" }[column.sort] })))));
    if (active) this.head.querySelector<HTMLElement>(`[data-sort="${active}"]`)?.focus();
  }

  private draw(): void {
    const length = this.source.length(), { scrollTop, clientHeight } = this.element, scale = this.scale, above = scrollTop * scale;
    this.body.style.height = `${(length * ROW) / scale}px`;
    const first = Math.max(0, Math.floor(above / ROW) - MARGIN), last = Math.min(length - 1, Math.ceil((above + clientHeight) / ROW) + MARGIN);
    for (const [index, row] of this.drawn) {
      if ((index < first || index > last) && !row.contains(document.activeElement)) {
        row.remove();
        this.drawn.delete(index);
      }
    }
    for (let index = first; index <= last; index++) this.put(index);
    for (const [index, row] of this.drawn) {
      row.style.transform = `translateY(${index * ROW - above + scrollTop}px)`;
      row.tabIndex = index === this.current ? 0 : -1;
    }
  }

  private put(index: number): void {
    const known = this.drawn.get(index);
    if (known && !known.dataset.waits) return;
    const cells = this.source.cells(index);
    if (known && !cells) return;
    const row = this.make(index, cells), before = [...this.drawn.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    if (known) {
      const had = known === document.activeElement;
      known.replaceWith(row);
      if (had) { row.tabIndex = 0; row.focus({ preventScroll: true }); }
    } else this.body.insertBefore(row, before === undefined ? null : this.drawn.get(before)!);
    this.drawn.set(index, row);
  }

  private make(index: number, cells: string[] | null): HTMLElement {
    const inner = cells ? cells.map((text) => h("div", { role: "gridcell" }, h("span", { text, title: text || undefined }))) : [h("div", { role: "gridcell", class: "muted" }, h("span", { text: "…" }))];
    return h("div", { class: "grid-row", role: "row", tabindex: "-1", "aria-rowindex": index + 2, "aria-selected": String(index === this.opened), "data-row": index, "data-waits": cells ? undefined : "1",
      on: { click: () => this.choose(index), focus: () => { this.current = index; } } }, ...inner);
  }

  private choose(index: number): void {
    this.current = index;
    this.source.open(index);
  }

  private press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((this.element.clientHeight - HEAD) / ROW) - 1), last = this.source.length() - 1;
    if (!this.body.contains(document.activeElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = { ArrowDown: this.current + 1, ArrowUp: this.current - 1, PageDown: this.current + page, PageUp: this.current - page, Home: 0, End: last };
    const to = steps[event.key];
    if (to !== undefined) {
      this.current = Math.max(0, Math.min(last, to));
      this.focus();
    } else if (event.key === "Enter" || event.key === " ") this.choose(this.current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
