/** A menu that opens below its button, and closes by Escape, by a press elsewhere, and when the keyboard leaves it. */
import type { Child } from "./dom";
import { h } from "./dom";

/** Makes the menu; `opened` is called each time before it opens. */
export function popup(extras: { class: string; label: string; key: string }, button: Child, list: HTMLElement, opened: () => void = () => undefined): HTMLDetailsElement {
  const summary = h("summary", { class: "icon-button", "aria-label": extras.label, title: extras.label, "data-key": extras.key }, button);
  const menu = h("details", { class: extras.class }, summary, list);
  const close = () => { menu.open = false; };
  summary.addEventListener("click", () => { if (!menu.open) opened(); }); // before it opens: what is typed at once must not be drawn over
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    summary.focus();
    event.stopPropagation();
  });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) close(); });
  document.addEventListener("pointerdown", (event) => { if (event.target instanceof Node && !menu.contains(event.target)) close(); });
  return menu;
}
