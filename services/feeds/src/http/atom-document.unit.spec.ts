import fc from 'fast-check';
import { childrenOf, readAtom, textOf } from '../../test/atom-rules.js';
import { atomDocument, type AtomEntry, type AtomFeed } from './atom-document.js';

const entry: AtomEntry = {
  id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  title: 'Tides',
  at: '2026-01-01T12:00:00.000Z',
  author: { name: 'did:plc:ada', uri: 'did:plc:ada' },
  category: 'CARD_COLLECTED',
  content: 'A note',
  links: [{ rel: 'alternate', href: 'https://example.org/?a=1&b=2' }],
};
const feed: AtomFeed = {
  id: 'urn:uuid:00000000-0000-4000-8000-000000000002',
  title: 'Commonplace',
  self: '/feeds/global/atom?limit=1&type=CARD_COLLECTED',
  next: '/feeds/global/atom?cursor=abc',
  entries: [entry],
};

describe('an Atom document', () => {
  it('has the feed, its entries and the way to the next page', () => {
    const root = readAtom(atomDocument(feed));
    expect(textOf(root, 'updated')).toBe(entry.at);
    expect(childrenOf(root, 'link').map((link) => link.getAttribute('href'))).toEqual([feed.self, feed.next]);
    const [read] = childrenOf(root, 'entry');
    expect(childrenOf(read!, 'link')[0]?.getAttribute('href')).toBe('https://example.org/?a=1&b=2');
  });

  it('is one without entries too', () => {
    const root = readAtom(atomDocument({ ...feed, next: null, entries: [] }));
    expect(textOf(root, 'updated')).toBe('1970-01-01T00:00:00.000Z');
  });

  it('keeps every text as it is, but for what XML can not hold', () => {
    const markup = fc.constantFrom(
      '<',
      '&',
      '>',
      '"',
      "'",
      ']]>',
      '\r\n',
      '\t',
      '&amp;',
      '\0',
      '\u000b',
      '\ud800',
    );
    const text = fc
      .array(fc.oneof(markup, fc.string({ unit: 'binary' })), { minLength: 1 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (title, content) => {
        const root = readAtom(atomDocument({ ...feed, title, entries: [{ ...entry, title, content }] }));
        const [read] = childrenOf(root, 'entry');
        const held = (value: string) =>
          value.replaceAll(/[\0-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{d800}-\u{dfff}\u{fffe}\u{ffff}]/gu, '\u{fffd}');
        expect(textOf(root, 'title')).toBe(held(title));
        expect(textOf(read!, 'title')).toBe(held(title));
        expect(textOf(read!, 'content')).toBe(held(content));
      }),
    );
  });

  it.each([
    ['a date that is none', { at: 'yesterday' }],
    ['an id that is no URI', { id: 'tides' }],
    ['an author without a name', { author: { name: '', uri: 'did:plc:ada' } }],
    ['two alternates', { links: [...entry.links, ...entry.links] }],
  ])('is held against rules that refuse %s', (_, broken) => {
    expect(() => readAtom(atomDocument({ ...feed, entries: [{ ...entry, ...broken }] }))).toThrow();
  });
});
