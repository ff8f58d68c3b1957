/** Moves nodes of a drawing: by dragging, by keys, and by two presses. */
import type { Drawing } from "../labels";

const TREMBLE = 3; // steps of the mouse that a hand makes without meaning to
const NUDGE = 12; // pixels that a key moves a node

interface Point { x: number; y: number }

export class NodeMoving {
  private readonly sigma: Drawing;
  private readonly moved: (node: number, place: Point) => void;
  private held = "";
  /** Whether presses move nodes, and the node that was pressed first. */
  isTapping = false;
  picked = "";

  /** `moved` hears where a node was put, in units of the layout. */
  constructor(sigma: Drawing, moved: (node: number, place: Point) => void) {
    this.sigma = sigma;
    this.moved = moved;
    const captor = sigma.getMouseCaptor();
    let steps = 0;
    sigma.on("downNode", ({ node, event }) => { if ("button" in event.original && event.original.button === 0) [this.held, steps] = [node, 0]; });
    captor.on("mousemovebody", (place) => {
      if (!this.held || !captor.isMouseDown) return;
      place.preventSigmaDefault();
      captor.draggedEvents++; // so that letting go is no click
      if (++steps > TREMBLE) this.put(this.held, place);
    });
    captor.on("mouseup", () => {
      if (this.held && steps > TREMBLE) this.tell(this.held);
      this.held = "";
    });
  }

  /** Begins or ends moving by presses. */
  tap(on: boolean): void {
    this.isTapping = on;
    this.picked = "";
  }

  /** A press on a node, or beside all of them: picks it, or puts the one that was picked there; answers which is picked now, or -1. */
  tapped(node: string, place: Point): number {
    if (!this.picked) this.picked = node;
    else {
      this.put(this.picked, place);
      this.tell(this.picked);
      this.picked = "";
    }
    return this.picked ? Number(this.picked) : -1;
  }

  /** Moves a node by one step of a key (x to the right, y down). */
  nudge(node: string, [x, y]: readonly [number, number]): void {
    const data = this.sigma.getNodeDisplayData(node);
    if (!data) return;
    const at = this.sigma.framedGraphToViewport(data);
    this.put(node, { x: at.x + x * NUDGE, y: at.y + y * NUDGE });
    this.tell(node);
  }

  /** Puts a node to a place of the view, in pixels; the scale stays when it leaves the others. */
  private put(node: string, place: Point): void {
    if (!this.sigma.getCustomBBox()) this.sigma.setCustomBBox(this.sigma.getBBox());
    const { x, y } = this.sigma.viewportToGraph(place);
    this.sigma.getGraph().mergeNodeAttributes(node, { x, y });
  }

  private tell(node: string): void {
    const { x, y } = this.sigma.getGraph().getNodeAttributes(node);
    this.moved(Number(node), { x, y });
  }
}
