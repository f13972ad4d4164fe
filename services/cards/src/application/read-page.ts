import { Injectable } from '@nestjs/common';
import { SafeFetch } from '#platform';
import type { UrlMetadata } from '../domain/metadata.js';
import { metadataOfPage } from '../infrastructure/page-metadata/metadata-of-page.js';

const PAGE = {
  accept: ['text/html', 'application/xhtml+xml'],
  timeoutMs: 10_000,
  maxBytes: 1024 * 1024,
  // What a page says of itself stands at its beginning.
  whenLarger: 'cut',
} as const;

/** Reads the page behind a URL, outside of any transaction. */
@Injectable()
export class ReadPage {
  readonly #safeFetch: SafeFetch;

  constructor(safeFetch: SafeFetch) {
    this.#safeFetch = safeFetch;
  }

  /**
   * @returns undefined where the page tells nothing
   * @throws FetchError where it can not be read
   */
  async execute(url: string, signal: AbortSignal): Promise<UrlMetadata | undefined> {
    return metadataOfPage(url, await this.#safeFetch.get(url, { ...PAGE, signal }));
  }
}
