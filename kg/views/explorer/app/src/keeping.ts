/** What the page remembers in the browser, for this vault alone; where the browser keeps nothing, for as long as it is open. */
import type { Core } from "./model";

export class Keeping<Value> {
  private readonly name: string;
  private value: Value;

  constructor(core: Pick<Core, "vault" | "base">, what: string, none: Value, read: (stored: unknown) => Value) {
    this.name = `claimgraph ${what} ${core.base} ${core.vault}`;
    this.value = none;
    try {
      const text = localStorage.getItem(this.name);
      if (text !== null) this.value = read(JSON.parse(text));
    } catch { /* nothing is kept, or nothing that can be read */ }
  }

  get(): Value { return this.value; }

  set(value: Value): void {
    this.value = value;
    try {
      localStorage.setItem(this.name, JSON.stringify(value));
    } catch { /* it is kept until the page is closed */ }
  }
}
