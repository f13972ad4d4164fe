import { tidyMetadata, type UrlMetadata } from '../../domain/metadata.js';
import { nameOfInverted } from '../import-formats/person-name.js';
import { type LinkedWork, linkedWorkOf } from './linked-data.js';
import { type PageFacts, readPageFacts } from './page-facts.js';
import { kindOfPage } from './page-kind.js';
import { textOfPage } from './page-text.js';

/** An HTML page as it was fetched. */
export interface FetchedPage {
  body: Uint8Array;
  /** As the response's header has it. */
  charset: string | undefined;
}

/**
 * What a page says of the work that it shows. Bibliographic meta elements (`citation_*`) come before Open Graph, that
 * before JSON-LD, and that before what every page has: docs/metadata.md has the table.
 *
 * @param url the normalised one; its site may say the kind
 * @returns undefined for a page without a title: it tells nothing that the URL does not
 */
export async function metadataOfPage(url: string, page: FetchedPage): Promise<UrlMetadata | undefined> {
  const facts = await readPageFacts(textOfPage(page.body, page.charset));
  const work = linkedWorkOf(facts.jsonLd);
  const metadata = tidyMetadata({
    title: titleOf(facts, work),
    authors: authorsOf(facts, work),
    published: publishedOf(facts, work),
    site: siteOf(facts, work),
    kind: kindOfPage(url, facts, work),
  });
  return metadata.title === undefined ? undefined : metadata;
}

function titleOf({ meta, title }: PageFacts, work: LinkedWork | undefined): string | undefined {
  return (
    firstOf(meta, 'citation_title', 'og:title') ??
    work?.title ??
    firstOf(meta, 'twitter:title', 'dc.title') ??
    title
  );
}

function authorsOf({ meta }: PageFacts, work: LinkedWork | undefined): string[] {
  const cited = (meta.get('citation_author') ?? meta.get('dc.creator') ?? []).map(nameOfInverted);
  if (cited.length > 0) return cited;
  if (work !== undefined && work.authors.length > 0) return [...work.authors];
  // Open Graph's author is the address of a profile.
  return (meta.get('author') ?? []).filter((name) => !/^https?:/u.test(name));
}

function publishedOf({ meta }: PageFacts, work: LinkedWork | undefined): string | undefined {
  const said =
    firstOf(
      meta,
      'citation_publication_date',
      'citation_online_date',
      'citation_date',
      'article:published_time',
    ) ??
    work?.published ??
    firstOf(meta, 'dc.date', 'date');
  return said === undefined ? undefined : dateOf(said);
}

function siteOf({ meta }: PageFacts, work: LinkedWork | undefined): string | undefined {
  return (
    firstOf(meta, 'citation_journal_title', 'citation_conference_title', 'og:site_name') ??
    work?.site ??
    firstOf(meta, 'citation_publisher', 'application-name')
  );
}

function firstOf(meta: PageFacts['meta'], ...names: readonly string[]): string | undefined {
  const found = names.find((name) => meta.has(name));
  return found === undefined ? undefined : meta.get(found)?.[0];
}

/** The date of an instant, and of `2024/5/17`, as ISO 8601 writes it. */
function dateOf(text: string): string | undefined {
  const match = /^\s*(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?![\d/-])/u.exec(text);
  if (match === null) return undefined;
  const [, year = '', ...rest] = match as readonly (string | undefined)[];
  const parts = rest.filter((part) => part !== undefined);
  return [year, ...parts.map((part) => part.padStart(2, '0'))].join('-');
}
