/** Looks up what the pointer is on, which waits for the graphics card: never while the picture is dragged, and once a frame. */
import type { Drawing } from "../labels";

/** Makes a drawing's own look-ups wait. */
export function pickRarely(sigma: Drawing): void {
  const captor = sigma.getMouseCaptor(), lookUps = captor.listeners("mousemove");
  type Place = Parameters<(typeof lookUps)[number]>[0];
  let last: Place | null = null;
  captor.removeAllListeners("mousemove");
  captor.on("mousemove", (place) => {
    if (captor.isMouseDown) return;
    if (!last) requestAnimationFrame(() => {
      const now = last!;
      last = null;
      if (!captor.isMouseDown) for (const lookUp of lookUps) lookUp(now);
    });
    last = place;
  });
}
