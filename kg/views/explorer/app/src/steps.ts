/** The steps of the browser's history: how far lists were scrolled at each, what the keyboard was on, and where it came from. */

/** Lists as far as they are scrolled, the first claim that is seen and where it is in its list, and the claim that the keyboard is on. */
interface Place { lists: { selector: string; top: number }[]; first: { claim: string; offset: number } | null; claim: string }
interface Step { at: number; from: string }

const LISTS = [".panel .virtual", ".panel .scroller", ".table-view .grid-view", ".table-view .virtual", ".table-view .table-scroll"];
const PATIENCE = 60; // frames in which a list may still be read
const SETTLED = 4; // frames after which rows that were guessed have their heights

export class Steps {
  private readonly places = new Map<number, Place>();
  private last = Date.now(); // steps of an earlier visit have smaller numbers
  private at = 0;
  private address = "";

  /** Notes what is left; answers what brings back what was here before, null where nobody was. */
  go(root: ParentNode): (() => void) | null {
    if (this.at) this.places.set(this.at, placeOf(root));
    let step = history.state as Step | null;
    if (!step?.at) history.replaceState(step = { at: ++this.last, from: this.address }, "");
    this.at = step.at;
    this.address = location.hash || "#";
    const place = this.places.get(this.at);
    return place ? () => bringBack(root, place, PATIENCE, SETTLED) : null;
  }
}

/** Whether the step before this one had an address. */
export function cameFrom(address: string): boolean {
  return (history.state as Step | null)?.from === address;
}

function placeOf(root: ParentNode): Place {
  const lists = LISTS.flatMap((selector) => [...root.querySelectorAll(selector)].slice(0, 1).map((list) => ({ selector, top: list.scrollTop })));
  const seen = [...root.querySelectorAll<HTMLElement>(".panel .virtual [data-claim]")].map((one) => ({ claim: one.dataset.claim!, offset: offsetOf(one) })).sort((a, b) => a.offset - b.offset);
  return { lists, first: seen.find(({ offset }) => offset >= 0) ?? null, claim: document.activeElement?.closest<HTMLElement>("[data-claim]")?.dataset.claim ?? "" };
}

/** How far a claim is below the top of its list. */
function offsetOf(claim: HTMLElement): number {
  return claim.getBoundingClientRect().top - claim.closest(".virtual")!.getBoundingClientRect().top;
}

/** Scrolls as soon as lists are long enough, then to the claim that was seen first, and puts the keyboard on the one it was on. */
function bringBack(root: ParentNode, { lists, first, claim }: Place, frames: number, settling: number): void {
  const left = lists.filter(({ selector, top }) => {
    const list = root.querySelector(selector);
    if (list && Math.abs(list.scrollTop - top) > 1) list.scrollTop = top;
    return !list || Math.abs(list.scrollTop - top) > 1;
  });
  const anchor = first && !left.length ? claimIn(root, first.claim) : null;
  if (anchor) anchor.closest(".virtual")!.scrollTop += offsetOf(anchor) - first!.offset;
  const link = claim ? claimIn(root, claim)?.querySelector<HTMLElement>(".read-link") : null;
  link?.focus({ preventScroll: true });
  const isLeft = left.length > 0 || Boolean(claim && !link);
  if (frames && (isLeft || settling)) requestAnimationFrame(() => bringBack(root, { lists: left, first, claim }, frames - 1, isLeft ? settling : settling - 1)); // a list that is measured again drops the focus
}

function claimIn(root: ParentNode, claim: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`.panel [data-claim="${claim}"]`);
}
