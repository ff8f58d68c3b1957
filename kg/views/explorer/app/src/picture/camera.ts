/** Moves the camera of a drawing, at once where the reader wants less motion. */
import type { Drawing } from "../labels";

const FIT = { x: 0.5, y: 0.5, ratio: 1.08, angle: 0 };
const NEAR = 0.55; // the camera comes as near as this to a node that it is aimed at
const STEP = 0.12; // of the view that a key moves it

export class Camera {
  private readonly sigma: Drawing;

  constructor(sigma: Drawing) {
    this.sigma = sigma;
  }

  /** Shows everything. */
  fit(): void { this.move(FIT); }

  zoom(factor: number): void {
    const { ratio } = this.sigma.getCamera().getState();
    this.move({ ratio: this.sigma.getCamera().getBoundedRatio(ratio * factor) });
  }

  pan(x: number, y: number): void {
    const camera = this.sigma.getCamera().getState();
    this.move({ x: camera.x + x * STEP * camera.ratio, y: camera.y + y * STEP * camera.ratio });
  }

  /** Brings a node into the middle, and nearer where it is far. */
  aim(node: string): void {
    const data = this.sigma.getNodeDisplayData(node);
    if (data) this.move({ x: data.x, y: data.y, ratio: Math.min(this.sigma.getCamera().getState().ratio, NEAR) });
    else this.fit();
  }

  move(state: { x?: number; y?: number; ratio?: number; angle?: number }): void {
    const camera = this.sigma.getCamera();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) camera.setState(state);
    else void camera.animate(state, { duration: 320, easing: "cubicOut" });
  }
}
