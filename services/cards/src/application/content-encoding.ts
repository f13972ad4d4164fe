/**
 * Finds out how a file's text is encoded while its bytes pass by: by its byte order mark, else UTF-8 where it is
 * valid, else the old Western encoding that many reference managers and browsers still write.
 */
export class ContentEncoding {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #isUtf8 = true;
  #head: number[] = [];

  write(bytes: Uint8Array): void {
    if (this.#head.length < 2) this.#head.push(...bytes.subarray(0, 2 - this.#head.length));
    if (this.#isUtf8) this.#check(() => this.#utf8.decode(bytes, { stream: true }));
  }

  /** @returns a name that `TextDecoder` knows */
  end(): string {
    const [first, second] = this.#head;
    if (first === 0xff && second === 0xfe) return 'utf-16le';
    if (first === 0xfe && second === 0xff) return 'utf-16be';
    if (this.#isUtf8) this.#check(() => this.#utf8.decode());
    return this.#isUtf8 ? 'utf-8' : 'windows-1252';
  }

  #check(decode: () => void): void {
    try {
      decode();
    } catch {
      this.#isUtf8 = false;
    }
  }
}

/** The text of encoded bytes, chunk by chunk; what is not valid in the encoding becomes U+FFFD. */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
