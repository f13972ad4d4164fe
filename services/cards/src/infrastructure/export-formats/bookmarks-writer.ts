import type { ExportedCard, ExportWriter } from './export-writer.js';

/** What browsers take: they show title and note, and pass over the rest of the metadata. */
export const bookmarksWriter: ExportWriter = {
  mediaType: 'text/html; charset=utf-8',
  extension: '.html',
  before: (collection) =>
    '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">\n' +
    '<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n' +
    (collection === undefined ? '' : `<DT><H3>${escaped(collection)}</H3>\n<DL><p>\n`),
  card: bookmark,
  after: (collection) => (collection === undefined ? '</DL><p>\n' : '</DL><p>\n</DL><p>\n'),
};

function bookmark({ url, metadata, note, addedAt }: ExportedCard): string {
  const { title = url, ...rest } = metadata;
  const attributes = [
    `HREF="${escaped(url)}"`,
    `ADD_DATE="${String(Math.floor(addedAt.getTime() / 1_000))}"`,
    `DATA-METADATA="${escaped(JSON.stringify(rest))}"`,
  ];
  const described = note === undefined ? '' : `<DD>${escaped(note)}\n`;
  return `<DT><A ${attributes.join(' ')}>${escaped(title)}</A>\n${described}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character);
}
