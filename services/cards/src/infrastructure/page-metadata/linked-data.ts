import type { UrlKind } from '../../domain/metadata.js';

/** What a page's JSON-LD says of the work that it shows. */
export interface LinkedWork {
  title: string | undefined;
  authors: readonly string[];
  published: string | undefined;
  site: string | undefined;
  kind: UrlKind;
}

type Node = Readonly<Record<string, unknown>>;

/** Types of schema.org that are works; others (web sites, lists, crumbs) say nothing of the page's own work. */
const KINDS: Readonly<Record<string, UrlKind>> = {
  ScholarlyArticle: 'research',
  MedicalScholarlyArticle: 'research',
  Thesis: 'research',
  Dataset: 'research',
  Report: 'research',
  Article: 'article',
  NewsArticle: 'article',
  AnalysisNewsArticle: 'article',
  OpinionNewsArticle: 'article',
  ReportageNewsArticle: 'article',
  TechArticle: 'article',
  BlogPosting: 'article',
  Book: 'book',
  VideoObject: 'video',
  Movie: 'video',
  TVEpisode: 'video',
  AudioObject: 'audio',
  PodcastEpisode: 'audio',
  MusicRecording: 'audio',
  MusicAlbum: 'audio',
  SocialMediaPosting: 'social',
  DiscussionForumPosting: 'social',
  Event: 'event',
  BusinessEvent: 'event',
  EducationEvent: 'event',
  PublicationEvent: 'event',
  SoftwareApplication: 'software',
  WebApplication: 'software',
  MobileApplication: 'software',
  SoftwareSourceCode: 'software',
};
/** A page has a handful; a made-up one may have as many as fit. */
const MAX_NODES = 200;

/** The first work that the page's JSON-LD describes. What is no JSON, or of another shape, is passed over. */
export function linkedWorkOf(scripts: readonly string[]): LinkedWork | undefined {
  for (const script of scripts) {
    for (const node of nodesOf(parse(script))) {
      const kind = kindOf(node);
      if (kind !== undefined) return workOf(node, kind);
    }
  }
  return undefined;
}

function workOf(node: Node, kind: UrlKind): LinkedWork {
  return {
    title: textOf(node['headline']) ?? textOf(node['name']),
    authors: listOf(node['author'] ?? node['creator']).flatMap((author) => nameOf(author) ?? []),
    published: textOf(node['datePublished'] ?? node['startDate'] ?? node['uploadDate']),
    site: nameOf(node['isPartOf']) ?? nameOf(node['publisher']),
    kind,
  };
}

function parse(script: string): unknown {
  try {
    return JSON.parse(script);
  } catch {
    return undefined;
  }
}

/** A script's nodes: itself, those of its array, those of its graph. */
function nodesOf(value: unknown): Node[] {
  const tops = listOf(value).filter(isNode);
  return tops.flatMap((top) => [top, ...listOf(top['@graph']).filter(isNode)]).slice(0, MAX_NODES);
}

function kindOf(node: Node): UrlKind | undefined {
  const names = listOf(node['@type']).filter((type) => typeof type === 'string');
  const known = names
    .map((name) => name.replace(/^https?:\/\/schema\.org\//u, ''))
    .find((name) => Object.hasOwn(KINDS, name));
  return known === undefined ? undefined : KINDS[known];
}

function nameOf(value: unknown): string | undefined {
  const [first] = listOf(value);
  return isNode(first) ? textOf(first['name']) : textOf(first);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
