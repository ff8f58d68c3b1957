/** Tabs of a panel, by keyboard as the ARIA pattern has it; the chosen one is in the page's address. */
import type { App } from "./app";
import { fill, h } from "./dom";
import { count } from "./text";

export interface Tab { id: string; title: string; many?: number; body: () => HTMLElement }

/** Makes the tabs and the body of the chosen one. */
export function tabs(app: App, list: readonly Tab[]): HTMLElement[] {
  const chosen = list.find((tab) => tab.id === app.state.tab) ?? list[0]!;
  const body = h("div", { class: "tab-body", role: "tabpanel", id: "tab-body" });
  const buttons = list.map((tab) => h("button", { type: "button", role: "tab", class: "tab", id: `tab-${tab.id}`, "aria-controls": "tab-body" },
    tab.title, tab.many === undefined ? null : h("span", { class: "count", text: count(tab.many) })));
  const open = (at: number, focus = false) => {
    buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", String(index === at));
      button.tabIndex = index === at ? 0 : -1;
    });
    body.setAttribute("aria-labelledby", buttons[at]!.id);
    fill(body, list[at]!.body());
    if (focus) buttons[at]!.focus();
  };
  const choose = (at: number) => {
    open(at, true);
    app.go({ tab: at ? list[at]!.id : "" }, true);
  };
  buttons.forEach((button, at) => {
    button.addEventListener("click", () => choose(at));
    button.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (step) choose((at + step + list.length) % list.length);
    });
  });
  open(list.indexOf(chosen));
  return [h("div", { class: "tabs", role: "tablist", "aria-label": "What to read" }, ...buttons), body];
}
