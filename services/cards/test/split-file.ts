import { Readable } from 'node:stream';

interface Splitter<Source> {
  split(text: AsyncIterable<string>): AsyncIterable<Source>;
}

/** A file's records, its text coming in pieces of `size` characters. */
export async function splitFile<Source>(
  reader: Splitter<Source>,
  text: string,
  size = 1_000_000,
): Promise<Source[]> {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
  const sources: Source[] = [];
  for await (const source of reader.split(Readable.from(pieces))) sources.push(source);
  return sources;
}
