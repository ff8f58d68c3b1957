/**
 * The stem of a word as SQLite's full-text index makes it (FTS5's "porter"), so that the page finds what `kg search` finds.
 * Letters are bytes of UTF-8, as there; tested with tests/views/explorer/stems.tsv.
 */

const LONGEST = 64, SHORTEST = 3; // bytes of a word that has a stem

type Ending = [suffix: string, instead: string];

const STEP_1B2: Record<string, Ending[]> = { a: [["at", "ate"]], b: [["bl", "ble"]], i: [["iz", "ize"]] };
const STEP_2: Record<string, Ending[]> = {
  a: [["ational", "ate"], ["tional", "tion"]], c: [["enci", "ence"], ["anci", "ance"]], e: [["izer", "ize"]], g: [["logi", "log"]],
  l: [["bli", "ble"], ["alli", "al"], ["entli", "ent"], ["eli", "e"], ["ousli", "ous"]], o: [["ization", "ize"], ["ation", "ate"], ["ator", "ate"]],
  s: [["alism", "al"], ["iveness", "ive"], ["fulness", "ful"], ["ousness", "ous"]], t: [["aliti", "al"], ["iviti", "ive"], ["biliti", "ble"]],
};
const STEP_3: Record<string, Ending[]> = {
  a: [["ical", "ic"]], s: [["ness", ""]], t: [["icate", "ic"], ["iciti", "ic"]], u: [["ful", ""]], v: [["ative", ""]], z: [["alize", "al"]],
};
const STEP_4: Record<string, string[]> = {
  a: ["al"], c: ["ance", "ence"], e: ["er"], i: ["ic"], l: ["able", "ible"], n: ["ant", "ement", "ment", "ent"], o: ["ion", "ou"], s: ["ism"],
  t: ["ate", "iti"], u: ["ous"], v: ["ive"], z: ["ize"],
};

/** The stem of a folded word. */
export function stem(word: string): string {
  const plain = /^[\0-\x7f]*$/.test(word), bytes = plain ? word : toBytes(word);
  if (bytes.length > LONGEST || bytes.length < SHORTEST) return word;
  const found = step5(step4(replaced(STEP_3, replaced(STEP_2, step1(bytes), 1), 1)));
  return plain ? found : fromBytes(found);
}

function step1(word: string): string {
  const cut = past(plural(word));
  return cut.endsWith("y") && hasVowel(cut.slice(0, -1)) ? `${cut.slice(0, -1)}i` : cut;
}

function plural(word: string): string {
  if (!word.endsWith("s")) return word;
  if (word.at(-2) === "e") return (word.length > 4 && word.endsWith("sses")) || (word.length > 3 && word.endsWith("ies")) ? word.slice(0, -2) : word.slice(0, -1);
  return word.at(-2) === "s" ? word : word.slice(0, -1);
}

function past(word: string): string {
  if (word.length > 3 && word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = word.length > 2 && word.endsWith("ed") ? 2 : word.length > 3 && word.endsWith("ing") ? 3 : 0;
  if (!ending || !hasVowel(word.slice(0, -ending))) return word;
  const cut = word.slice(0, -ending), completed = replaced(STEP_1B2, cut, -1);
  if (completed !== cut) return completed;
  const last = cut.at(-1)!;
  if (!/[aeioulsz]/.test(last) && last === cut.at(-2)) return cut.slice(0, -1);
  return measure(cut) === 1 && isShort(cut) ? `${cut}e` : cut;
}

/** The word with the first of the endings it has replaced, where enough is left before it; endings lie by their last letter but one. */
function replaced(endings: Record<string, Ending[]>, word: string, least: number): string {
  const found = endings[word.at(-2) ?? ""]?.find(([suffix]) => word.length > suffix.length && word.endsWith(suffix));
  if (!found) return word;
  const before = word.slice(0, -found[0].length);
  return measure(before) >= least ? before + found[1] : word;
}

function step4(word: string): string {
  const suffix = STEP_4[word.at(-2) ?? ""]?.find((each) => word.length > each.length && word.endsWith(each));
  if (!suffix) return word;
  const before = word.slice(0, -suffix.length);
  return measure(before) > 1 && (suffix !== "ion" || /[st]$/.test(before)) ? before : word;
}

function step5(word: string): string {
  const before = word.slice(0, -1), rank = measure(before);
  const cut = word.endsWith("e") && (rank > 1 || (rank === 1 && !isShort(before))) ? before : word;
  return cut.length > 1 && cut.endsWith("ll") && measure(cut.slice(0, -1)) > 1 ? cut.slice(0, -1) : cut;
}

/** Which letters are vowels; a y is one after a consonant. */
function vowels(word: string): boolean[] {
  const found: boolean[] = [];
  for (const letter of word) found.push("aeiou".includes(letter) || (letter === "y" && found.length > 0 && !found.at(-1)));
  return found;
}

/** How often a vowel is followed by a consonant. */
function measure(word: string): number {
  const are = vowels(word);
  return are.filter((vowel, at) => vowel && are[at + 1] === false).length;
}

function hasVowel(word: string): boolean {
  return [...word].some((letter, at) => "aeiou".includes(letter) || (letter === "y" && at > 0));
}

/** Whether it ends in consonant, vowel, consonant, the last not w, x or y. */
function isShort(word: string): boolean {
  const [before, middle, last] = vowels(word).slice(-3);
  return word.length > 2 && before === false && middle === true && last === false && !/[wxy]$/.test(word);
}

function toBytes(word: string): string {
  return String.fromCharCode(...new TextEncoder().encode(word));
}

function fromBytes(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
}
