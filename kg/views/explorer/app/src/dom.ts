/** Makes elements: text goes in as text, addresses only where they are safe, and no attribute can run anything. */
import { PLAYER_TAB, isPlayer, isSafe } from "./links";

export type Child = Node | string | null | false | undefined;
type Handler = (event: Event & { key?: string }) => void;
interface Extras { class?: string; text?: string; on?: Record<string, Handler>; href?: string; [name: string]: unknown }

const SVG = "http://www.w3.org/2000/svg";
const NEVER = /^(?:on|style$|srcdoc$|src$|action$|formaction$)/i;

/** Makes an element of HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, extras: Extras = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, extras, children);
  return element;
}

/** Makes an element of SVG. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, extras: Extras = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  dress(element, extras, children);
  return element;
}

/** A link that opens outside the page, told nothing of where it was opened from: a player's in the one tab for recordings. */
export function outside(href: string, extras: Extras, ...children: Child[]): HTMLAnchorElement {
  const way = isPlayer(href) ? { target: PLAYER_TAB, referrerpolicy: "no-referrer" } : { target: "_blank", rel: "noopener noreferrer" };
  return h("a", { href, ...way, ...extras }, ...children);
}

/** An icon from a path drawn on a grid of 24. */
export function icon(path: string): SVGSVGElement {
  return s("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: path }));
}

/** A button with an icon, a name for those who cannot see it, and a tip. */
export function iconButton(name: string, path: string, press: () => void, extras: Extras = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "icon-button", "aria-label": name, title: name, on: { click: press }, ...extras }, icon(path));
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
}

function dress(element: Element, extras: Extras, children: Child[]): void {
  for (const [name, value] of Object.entries(extras)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = String(value);
    else if (name === "on") for (const [event, handler] of Object.entries(value as Record<string, Handler>)) element.addEventListener(event, handler);
    else if (name === "href") { if (isSafe(String(value))) element.setAttribute("href", String(value)); }
    else if (!NEVER.test(name)) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
}
