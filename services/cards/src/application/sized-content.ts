import { DomainError } from '../domain/domain-error.js';

/** Bytes of a file to import at most. */
export const MAX_IMPORT_BYTES = 32 * 1024 * 1024;

/**
 * A file to import as it comes in, and no more of it than one may have.
 *
 * @throws DomainError `import-too-large`, `empty-import`
 */
export async function* sizedContent(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > MAX_IMPORT_BYTES) {
      throw new DomainError(
        'too-large',
        'import-too-large',
        `A file to import has at most ${String(MAX_IMPORT_BYTES)} bytes: split it, and import its parts.`,
      );
    }
    yield chunk;
  }
  if (bytes === 0) throw new DomainError('invalid', 'empty-import', 'The file is empty.');
}
