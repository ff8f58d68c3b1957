/** The handle of the panel where it is a sheet from below: dragged, moved by keys, or pressed to go on to the next height. */
import { h } from "./dom";

const LEAST = 12, MOST = 86, STEP = 8; // percent of the window's height
const STOPS = [34, 62, MOST]; // heights that a press goes through
const OVERLAP = 12; // pixels that the panel lies over the picture, as in the style sheet
const TREMBLE = 6; // pixels that a finger moves without meaning to

/** Makes the handle in its own landmark; what it sets lasts until the page is closed. */
export function sheetHandle(root: HTMLElement): HTMLElement {
  const handle = h("div", { class: "sheet-handle", role: "separator", tabindex: "0", "aria-orientation": "horizontal", "aria-label": "Height of the panel", "aria-valuemin": LEAST, "aria-valuemax": MOST, "aria-valuenow": STOPS[0] });
  const now = () => Math.round(((innerHeight - handle.getBoundingClientRect().top - OVERLAP) / innerHeight) * 100);
  const set = (percent: number) => {
    const height = Math.round(Math.max(LEAST, Math.min(MOST, percent)));
    root.style.setProperty("--sheet", `${height}dvh`);
    handle.setAttribute("aria-valuenow", String(height));
  };
  let from = 0, isDragged = false;
  handle.addEventListener("pointerdown", (event) => {
    [from, isDragged] = [event.clientY, false];
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    isDragged ||= Math.abs(event.clientY - from) > TREMBLE;
    if (isDragged) set(((innerHeight - event.clientY) / innerHeight) * 100);
  });
  handle.addEventListener("pointerup", () => { if (!isDragged) set(STOPS.find((stop) => stop > now() + 1) ?? STOPS[0]!); });
  handle.addEventListener("keydown", (event) => {
    const to = { ArrowUp: now() + STEP, ArrowDown: now() - STEP, Home: LEAST, End: MOST }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  });
  return h("aside", { class: "sheet-edge", "aria-label": "Height of the panel" }, handle);
}
