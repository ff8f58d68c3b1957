/** Finds places in lists of numbers that ascend. */

/** The last place whose number is at most a value; 0 where there is none. */
export function lastAtMost(ascending: ArrayLike<number>, value: number): number {
  let low = 0, high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
