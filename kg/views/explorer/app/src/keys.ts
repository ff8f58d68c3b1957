/** The page's keys. */
import type { App } from "./app";
import type { Scene } from "./scene";

/** Listens to keys: everywhere but in fields, arrows only where the picture has the focus; letters and signs where they are not switched off. */
export function listenToKeys(app: App, search: HTMLInputElement, canvas: HTMLElement, scene: () => Scene | null): void {
  const everywhere: Record<string, () => void> = {
    "/": () => { search.focus(); search.select(); },
    "0": () => scene()?.fit(),
    "+": () => scene()?.zoom(1 / 1.5), "=": () => scene()?.zoom(1 / 1.5), "-": () => scene()?.zoom(1.5),
    "?": () => app.go({ about: true }),
    t: () => app.go({ mode: app.state.mode === "table" ? "entities" : "table" }),
    c: () => app.go({ mode: app.state.mode === "claims" ? "entities" : "claims" }),
    d: () => app.go({ mode: app.state.mode === "disputes" ? "entities" : "disputes" }),
    j: () => void app.step(1), k: () => void app.step(-1),
    Escape: () => app.close(),
  };
  const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  document.addEventListener("keydown", (event) => {
    const inField = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length === 1 && !app.keys.get() && !(document.activeElement === canvas && "0+=-".includes(event.key))) return;
    const arrow = document.activeElement === canvas ? arrows[event.key] : undefined;
    if (!arrow && !everywhere[event.key]) return;
    if (arrow) scene()?.pan(...arrow);
    else everywhere[event.key]!();
    event.preventDefault();
  });
}
