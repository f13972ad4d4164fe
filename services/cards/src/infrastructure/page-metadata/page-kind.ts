import type { UrlKind } from '../../domain/metadata.js';
import type { LinkedWork } from './linked-data.js';
import type { PageFacts } from './page-facts.js';

/** Sites that hold one kind of thing, whatever their pages call it; their subdomains too. */
const HOSTS: Readonly<Record<string, UrlKind>> = {
  'arxiv.org': 'research',
  'doi.org': 'research',
  'pubmed.ncbi.nlm.nih.gov': 'research',
  'biorxiv.org': 'research',
  'medrxiv.org': 'research',
  'github.com': 'software',
  'gitlab.com': 'software',
  'codeberg.org': 'software',
  'npmjs.com': 'software',
  'pypi.org': 'software',
  'crates.io': 'software',
  'youtube.com': 'video',
  'youtu.be': 'video',
  'vimeo.com': 'video',
  'soundcloud.com': 'audio',
  'open.spotify.com': 'audio',
  'podcasts.apple.com': 'audio',
  'bsky.app': 'social',
  'x.com': 'social',
  'twitter.com': 'social',
  'mastodon.social': 'social',
  'reddit.com': 'social',
  'meetup.com': 'event',
  'eventbrite.com': 'event',
};

/** Of Open Graph's types by what they begin with. */
const OPEN_GRAPH: readonly (readonly [prefix: string, kind: UrlKind])[] = [
  ['article', 'article'],
  ['book', 'book'],
  ['video', 'video'],
  ['music', 'audio'],
  ['profile', 'social'],
];

/**
 * What kind of work a page shows. The first that says it: bibliographic meta elements, the site, JSON-LD, Open Graph;
 * else it is a link.
 */
export function kindOfPage(url: string, { meta }: PageFacts, work: LinkedWork | undefined): UrlKind {
  return citedKind(meta) ?? kindOfHost(url) ?? work?.kind ?? openGraphKind(meta) ?? 'link';
}

function citedKind(meta: PageFacts['meta']): UrlKind | undefined {
  if (!meta.has('citation_title')) return undefined;
  const isBook = meta.has('citation_isbn') && !meta.has('citation_journal_title');
  return isBook ? 'book' : 'research';
}

function kindOfHost(url: string): UrlKind | undefined {
  const labels = new URL(url).hostname.split('.');
  const names = labels.map((_, index) => labels.slice(index).join('.'));
  const known = names.find((name) => Object.hasOwn(HOSTS, name));
  return known === undefined ? undefined : HOSTS[known];
}

function openGraphKind(meta: PageFacts['meta']): UrlKind | undefined {
  const type = meta.get('og:type')?.[0]?.trim().toLowerCase() ?? '';
  return OPEN_GRAPH.find(([prefix]) => type === prefix || type.startsWith(`${prefix}.`))?.[1];
}
