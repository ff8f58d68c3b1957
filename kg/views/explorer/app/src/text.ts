/** Texts as people search and read them: folding, shortening, and offsets that count code points. */

/** Lower case without accents, for comparing. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Cuts a long label at a word where it can. */
export function shorten(text: string, most = 28): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const cut = letters.slice(0, most - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Turns offsets that count code points into ones that count UTF-16 units; `offsets` must ascend. */
export function unitOffsets(text: string, offsets: readonly number[]): number[] {
  if (!/[\ud800-\udbff]/.test(text)) return [...offsets];
  const result: number[] = [];
  let units = 0, points = 0;
  for (const offset of offsets) {
    while (points < offset && units < text.length) {
      units += text.codePointAt(units)! > 0xffff ? 2 : 1;
      points++;
    }
    result.push(units);
  }
  return result;
}

/** 3723 → "1:02:03". */
export function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60, rest = Math.floor(seconds % 60);
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** 12345 → "12,345". */
export function count(value: number): string {
  return value.toLocaleString("en");
}

/** "1 claim", "2 claims". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
