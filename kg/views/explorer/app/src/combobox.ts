/** A text field with a list of suggestions, by keyboard as the ARIA pattern has it. */
import { fill, h } from "./dom";

/** An option; one with `complete` puts that into the field and goes on, one that `isKept` leaves the list open. */
export interface Option { label: string; detail?: string; group?: string; colour?: string; mark?: string; complete?: string; isKept?: boolean; isLong?: boolean; pick: () => void }

export interface Combobox { element: HTMLElement; input: HTMLInputElement; close: () => void }

interface Choice { label: string; placeholder: string; options: (query: string) => Option[]; changed?: (query: string) => void; submit?: (query: string) => void }

let made = 0;

/** Makes one. */
export function combobox(choice: Choice): Combobox {
  const id = `options-${++made}`;
  const input = h("input", {
    type: "text", role: "combobox", class: "field", "aria-label": choice.label, "aria-expanded": "false", "aria-controls": id,
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder: choice.placeholder,
  });
  const list = h("div", { id, role: "listbox", class: "options", "aria-label": choice.label, hidden: true });
  const element = h("div", { class: "combobox" }, input, list);
  let options: Option[] = [], at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (to: number) => {
    at = options.length ? (to + options.length) % options.length : -1;
    list.querySelectorAll("[role=option]").forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
    const active = list.querySelector(`#${id}-${at}`);
    if (active) input.setAttribute("aria-activedescendant", active.id);
    active?.scrollIntoView({ block: "nearest" });
  };
  const take = (option: Option | undefined) => {
    if (option?.complete !== undefined) {
      input.value = option.complete;
      input.focus();
      open();
    } else if (option) {
      if (!option.isKept) close();
      option.pick();
    } else choice.submit?.(input.value);
  };
  const open = () => {
    options = choice.options(input.value);
    at = -1;
    fill(list, ...items(options, id, take, input.value));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (input.value.trim()) mark(0);
  };

  input.addEventListener("input", () => { open(); choice.changed?.(input.value); });
  input.addEventListener("focus", open);
  input.addEventListener("blur", () => setTimeout(() => { if (!element.contains(document.activeElement)) close(); }, 120));
  input.addEventListener("keydown", (event) => {
    const keys: Record<string, () => void> = {
      ArrowDown: () => (list.hidden ? open() : mark(at + 1)),
      ArrowUp: () => (list.hidden ? open() : mark(at < 0 ? options.length - 1 : at - 1)),
      Enter: () => take(options[at]),
      Escape: () => { if (list.hidden || !input.value) input.blur(); close(); event.stopPropagation(); },
    };
    const act = keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
  });
  return { element, input, close };
}

function items(options: Option[], id: string, take: (option: Option) => void, query: string): HTMLElement[] {
  if (!options.length) return [h("div", { class: "empty small-text", text: query.trim() ? `Nothing is called “${query.trim()}”.` : "Type a name." })];
  let group = "";
  return options.flatMap((option, index) => {
    const dot = h("span", { class: "dot", "aria-hidden": "true" });
    if (option.colour) dot.style.backgroundColor = option.colour;
    const item = h("div", { role: "option", id: `${id}-${index}`, class: option.isLong ? "option option-long" : "option", "aria-selected": "false" },
      option.colour ? dot : h("span", { class: "option-mark", text: option.mark ?? "", "aria-hidden": "true" }),
      h("span", { class: "option-label", text: option.label }), option.detail ? h("span", { class: "option-detail", text: option.detail }) : null);
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(option));
    const head = option.group && option.group !== group ? h("div", { class: "option-group", role: "presentation", text: option.group }) : null;
    group = option.group ?? group;
    return head ? [head, item] : [item];
  });
}
