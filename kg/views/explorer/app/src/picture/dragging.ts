/** Moves what is drawn, without drawing it again at every step of the mouse, where drawing takes long. */
import type { Drawing } from "../labels";

const SLOW = 50; // milliseconds from one drawing to the next frame, from which a picture is moved as it is
const REST = 140; // milliseconds without a step after which it is drawn again
const FAR = 0.3; // of the stage's width or height: what is moved farther is drawn again, for what comes into view

interface Point { x: number; y: number }

/** Takes over the dragging of a slow drawing: its layers are shifted as they are, and drawn again when the mouse rests. */
export function shiftWhereSlow(sigma: Drawing): void {
  const captor = sigma.getMouseCaptor(), box = sigma.getContainer();
  let taken = 0, from: Point | null = null, to: Point | null = null, timer = 0;
  const shift = (by: Point | null) => {
    for (const layer of box.children) if (layer instanceof HTMLElement) layer.style.transform = by ? `translate(${by.x}px, ${by.y}px)` : "";
  };
  const settle = () => {
    clearTimeout(timer);
    if (!from || !to) return;
    const before = sigma.viewportToFramedGraph(from), after = sigma.viewportToFramedGraph(to), camera = sigma.getCamera(), { x, y } = camera.getState();
    sigma.once("afterRender", () => shift(null));
    camera.setState({ x: x + before.x - after.x, y: y + before.y - after.y });
    sigma.scheduleRender(); // also where the camera is held back at the border, and so has not moved
    from = to;
    to = null;
  };
  sigma.on("beforeRender", () => {
    const start = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => { taken = performance.now() - start; }));
  });
  captor.on("mousedown", ({ x, y }) => { from = { x, y }; });
  captor.on("mousemovebody", (place) => {
    if (!captor.isMouseDown || !from || place.sigmaDefaultPrevented || !(to || taken > SLOW)) return;
    place.preventSigmaDefault();
    captor.draggedEvents++; // so that letting go is no click
    to = { x: place.x, y: place.y };
    const by = { x: to.x - from.x, y: to.y - from.y }, { width, height } = sigma.getDimensions();
    shift(by);
    clearTimeout(timer);
    if (Math.abs(by.x) > FAR * width || Math.abs(by.y) > FAR * height) settle();
    else timer = window.setTimeout(settle, REST);
  });
  captor.on("mouseup", () => { settle(); from = null; });
}
