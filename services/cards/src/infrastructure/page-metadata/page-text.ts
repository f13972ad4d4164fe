/** Where HTML says its own encoding, if it does: the standard looks no further either. */
const HEAD_BYTES = 1_024;
const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The text of an HTML page, in the encoding that is said by its byte order mark, else the response, else the page; else
 * UTF-8 where it is valid, else windows-1252. What is not valid in the encoding becomes U+FFFD.
 *
 * @param charset as the response's header has it
 */
export function textOfPage(body: Uint8Array, charset: string | undefined): string {
  const said = [encodingOfMark(body), charset, encodingOfMeta(body)].find(isEncoding);
  if (said !== undefined) return new TextDecoder(said).decode(body);
  try {
    // Streaming, since a page that was cut may end inside a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(body);
  }
}

function encodingOfMark(body: Uint8Array): string | undefined {
  return BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, index) => body[index] === byte))?.[0];
}

function encodingOfMeta(body: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(body.subarray(0, HEAD_BYTES));
  return /<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)/iu.exec(head)?.[1];
}

function isEncoding(name: string | undefined): name is string {
  if (name === undefined) return false;
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}
