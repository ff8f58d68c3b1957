/** The page's keys. */
import type { App } from "./app";
import { toggled } from "./picture/shape";
import type { Scene } from "./scene";

/** Listens to keys: everywhere but in fields, arrows only where the picture has the focus; letters and signs where they are not switched off. */
export function listenToKeys(app: App, search: HTMLInputElement, canvas: HTMLElement, scene: () => Scene | null, open: (node: number) => void): void {
  const everywhere: Record<string, () => void> = {
    "/": () => { search.focus(); search.select(); },
    "0": () => scene()?.camera.fit(),
    "+": () => scene()?.camera.zoom(1 / 1.5), "=": () => scene()?.camera.zoom(1 / 1.5), "-": () => scene()?.camera.zoom(1.5),
    "?": () => app.go({ about: true }),
    t: () => app.go({ mode: app.state.mode === "table" || app.state.mode === "speakers" ? "entities" : "table" }),
    c: () => app.go({ mode: app.state.mode === "claims" ? "entities" : "claims" }),
    d: () => app.go({ mode: app.state.mode === "disputes" ? "entities" : "disputes" }),
    j: () => void app.step(1), k: () => void app.step(-1),
    Escape: () => app.close(),
  };
  const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const named = (does: (name: string) => void) => () => {
    const { state, core } = app, at = scene()?.current ?? -1;
    if (state.mode !== "entities") return;
    if (at >= 0) does(core.entities.name[at]!);
    else app.say("Go to a node by the arrow keys first.");
  };
  const inPicture: Record<string, () => void> = {
    Enter: () => open(scene()?.current ?? -1), " ": () => open(scene()?.current ?? -1),
    p: named((name) => {
      app.go({ pin: toggled(app.state.pin, name) }, true);
      app.say(app.state.pin.includes(name) ? `Pinned ${name}` : `Unpinned ${name}`);
    }),
    h: named((name) => {
      app.go({ hide: toggled(app.state.hide, name) }, true);
      app.say(`Hid ${name} from the picture`);
    }),
  };
  document.addEventListener("keydown", (event) => {
    const inField = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (inField || event.ctrlKey || event.metaKey || (event.altKey && document.activeElement !== canvas)) return;
    if (event.key.length === 1 && !app.keys.get() && !(document.activeElement === canvas && "0+=-ph ".includes(event.key))) return;
    const isOn = document.activeElement === canvas, arrow = isOn ? arrows[event.key] : undefined, act = (isOn ? inPicture[event.key] : undefined) ?? everywhere[event.key];
    if (arrow) {
      if (event.altKey) scene()?.nudge(arrow);
      else if (event.shiftKey) scene()?.camera.pan(arrow[0], -arrow[1]);
      else scene()?.walk(arrow);
    } else if (act && !event.altKey) act();
    else return;
    event.preventDefault();
  });
}
