/** Unpacks base64 of gzip of JSON, as the page and its shards carry it. */

/** Reads packed JSON; the browser's own decompression does the work. */
export async function unpack<T>(text: string): Promise<T> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text()) as T;
}

/** Reads the packed JSON of an element; null where the page has no such element. */
export async function unpackElement<T>(id: string): Promise<T | null> {
  const element = document.getElementById(id);
  return element === null ? null : unpack<T>(element.textContent ?? "");
}
