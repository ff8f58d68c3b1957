/** A list that holds only the rows in view, so that thousands scroll smoothly; rows may differ in height. */
import { lastAtMost } from "./bisect";
import { h } from "./dom";

export interface Row { estimate: number; render: () => HTMLElement }

const MARGIN = 400; // pixels above and below the view that are drawn too

export class VirtualList {
  readonly element: HTMLElement;
  private readonly inner = h("div", { class: "virtual-inner", role: "list" });
  private rows: Row[] = [];
  private heights: number[] = [];
  private tops: number[] = [];
  private readonly drawn = new Map<number, HTMLElement>();

  constructor(label: string) {
    this.element = h("div", { class: "virtual", tabindex: "0", role: "region", "aria-label": label, "data-claims": "" }, this.inner);
    this.element.addEventListener("scroll", () => this.draw(), { passive: true });
    this.inner.addEventListener("resized", () => this.draw());
    new ResizeObserver(() => this.remeasure()).observe(this.element);
  }

  /** Shows other rows, from the top. */
  set(rows: Row[]): void {
    this.rows = rows;
    this.heights = rows.map((row) => row.estimate);
    this.clear();
    this.element.scrollTop = 0;
    this.place(0);
    this.draw();
  }

  /** Scrolls a row into view. */
  reveal(index: number): void {
    this.element.scrollTop = Math.max(0, (this.tops[index] ?? 0) - 40);
    this.draw();
    this.element.scrollTop = Math.max(0, (this.tops[index] ?? 0) - 40);
    this.draw();
  }

  private clear(): void {
    this.drawn.clear();
    this.inner.replaceChildren();
  }

  private remeasure(): void {
    this.clear();
    this.draw();
  }

  private draw(): void {
    for (let turn = 0; turn < 4 && this.drawOnce(); turn++);
  }

  /** Draws what is in view; answers whether a height was not as expected, so that other rows may be in view now. */
  private drawOnce(): boolean {
    const top = this.element.scrollTop - MARGIN, bottom = this.element.scrollTop + this.element.clientHeight + MARGIN;
    const first = this.at(top), last = this.at(bottom);
    for (const [index, element] of this.drawn) {
      if ((index < first || index > last) && !element.contains(document.activeElement)) {
        element.remove();
        this.drawn.delete(index);
      }
    }
    for (let index = first; index <= last && index < this.rows.length; index++) {
      if (!this.drawn.has(index)) this.insert(index);
    }
    return this.measure(first);
  }

  private insert(index: number): void {
    const element = this.rows[index]!.render();
    element.classList.add("virtual-row");
    element.setAttribute("aria-setsize", String(this.rows.length));
    element.setAttribute("aria-posinset", String(index + 1));
    if (!element.hasAttribute("role")) element.setAttribute("role", "listitem");
    const after = [...this.drawn.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    this.inner.insertBefore(element, after === undefined ? null : this.drawn.get(after)!);
    this.drawn.set(index, element);
    element.style.transform = `translateY(${this.tops[index]}px)`;
  }

  private measure(first: number): boolean {
    let changed = false, shift = 0;
    const view = this.at(this.element.scrollTop);
    for (const [index, element] of this.drawn) {
      const height = element.offsetHeight;
      if (!height || Math.abs(height - this.heights[index]!) < 0.5) continue;
      if (index < view) shift += height - this.heights[index]!;
      this.heights[index] = height;
      changed = true;
    }
    if (!changed) return false;
    this.place(Math.max(0, Math.min(first, ...this.drawn.keys())));
    for (const [index, element] of this.drawn) element.style.transform = `translateY(${this.tops[index]}px)`;
    if (shift) this.element.scrollTop += shift;
    return true;
  }

  private place(from: number): void {
    let top = from > 0 ? this.tops[from]! : 0;
    for (let index = from; index < this.rows.length; index++) {
      this.tops[index] = top;
      top += this.heights[index]!;
    }
    this.tops.length = this.rows.length;
    this.inner.style.height = `${top}px`;
  }

  private at(position: number): number {
    return lastAtMost(this.tops, position);
  }
}
