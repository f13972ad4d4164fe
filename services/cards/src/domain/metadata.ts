import { defined } from './defined.js';
import { cleanLine, shorten } from './text.js';

/** What a URL turns out to be. */
export type UrlKind =
  'article' | 'link' | 'book' | 'research' | 'audio' | 'video' | 'social' | 'event' | 'software';

/** What is known of the work behind a URL. */
export interface UrlMetadata {
  title?: string;
  /** Names as printed, in the work's order. */
  authors?: string[];
  /** Year, year-month or date. */
  published?: string;
  /** Journal, publisher or web site. */
  site?: string;
  kind?: UrlKind;
}

const MAX_TITLE = 2_000;
const MAX_SITE = 500;
const MAX_NAME = 200;
/** Works of large collaborations have thousands: the first ones name the work well enough. */
const MAX_AUTHORS = 100;
const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/u;

/** Metadata within its limits: single lines, cut to length; what is empty, or no date, is left out. */
export function tidyMetadata(raw: { [K in keyof UrlMetadata]?: UrlMetadata[K] | undefined }): UrlMetadata {
  const authors = (raw.authors ?? [])
    .slice(0, MAX_AUTHORS)
    .map((name) => shorten(cleanLine(name), MAX_NAME))
    .filter((name) => name !== '');
  const published = cleanLine(raw.published ?? '');
  return defined({
    title: line(raw.title, MAX_TITLE),
    authors: authors.length === 0 ? undefined : authors,
    published: DATE.test(published) ? published : undefined,
    site: line(raw.site, MAX_SITE),
    kind: raw.kind,
  });
}

function line(text: string | undefined, max: number): string | undefined {
  const clean = cleanLine(text ?? '');
  return clean === '' ? undefined : shorten(clean, max);
}
