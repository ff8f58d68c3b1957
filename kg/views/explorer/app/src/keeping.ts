/** What the page remembers in the browser, for this vault alone; where the browser keeps nothing, for as long as it is open. */
import type { Core } from "./model";

export class Keeping<Value> {
  private readonly name: string;
  private readonly read: (stored: unknown) => Value;
  private value: Value;

  constructor(core: Pick<Core, "vault" | "base">, what: string, none: Value, read: (stored: unknown) => Value) {
    this.name = `claimgraph ${what} ${core.base} ${core.vault}`;
    this.read = read;
    this.value = none;
  }

  /** The value, as the page or another tab with the same page has set it last. */
  get(): Value {
    try {
      const text = localStorage.getItem(this.name);
      if (text !== null) this.value = this.read(JSON.parse(text));
    } catch { /* nothing is kept, or nothing that can be read */ }
    return this.value;
  }

  /** Sets the value; answers whether the browser keeps it when the page is closed. */
  set(value: Value): boolean {
    this.value = value;
    try {
      localStorage.setItem(this.name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}

/** Whether the browser keeps anything for this page. */
export function keeps(): boolean {
  try {
    const probe = "claimgraph probe";
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return true;
  } catch {
    return false;
  }
}
