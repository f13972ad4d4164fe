/** Writes Atom feed documents (RFC 4287). */

export interface AtomLink {
  rel: 'alternate' | 'related';
  href: string;
}

export interface AtomEntry {
  /** A URI, the same for ever. */
  id: string;
  title: string;
  /** ISO 8601 instant. */
  at: string;
  /** The URI is a DID: those are URIs. */
  author: { name: string; uri: string };
  category: string;
  /** Plain text. */
  content: string;
  links: AtomLink[];
}

export interface AtomFeed {
  /** A URI, the same for ever. */
  id: string;
  title: string;
  /** Where the document is, and its next page (RFC 5005); may be relative. */
  self: string;
  next: string | null;
  entries: AtomEntry[];
}

/** A feed without entries has changed at no time that is known. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** @param feed its entries newest first */
export function atomDocument({ id, title, self, next, entries }: AtomFeed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element('id', id),
    element('title', title),
    element('updated', entries[0]?.at ?? NEVER),
    link('self', self),
    ...(next === null ? [] : [link('next', next)]),
    ...entries.map(entryElement),
    '</feed>',
    '',
  ].join('\n');
}

function entryElement({ id, title, at, author, category, content, links }: AtomEntry): string {
  return [
    '<entry>',
    element('id', id),
    element('title', title),
    element('published', at),
    element('updated', at),
    `<author>${element('name', author.name)}${element('uri', author.uri)}</author>`,
    `<category term="${escaped(category)}"/>`,
    ...links.map(({ rel, href }) => link(rel, href)),
    element('content', content),
    '</entry>',
  ].join('\n');
}

const element = (name: string, text: string): string => `<${name}>${escaped(text)}</${name}>`;
const link = (rel: string, href: string): string => `<link rel="${rel}" href="${escaped(href)}"/>`;

/** What no XML 1.0 document can hold, however it is escaped. */
const UNREPRESENTABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
/** Markup, and the line ends and tabs that parsers read as other white space where they stand for themselves. */
const SPECIAL = /[&<>"\t\n\r\u{85}\u{2028}\u{2029}]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(UNREPRESENTABLE, '\u{fffd}')
    .replaceAll(SPECIAL, (character) => `&#${String(character.charCodeAt(0))};`);
}
