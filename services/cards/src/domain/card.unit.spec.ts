import { Card, type SaveUrl } from './card.js';
import type { CardEvent } from './card-events.js';
import type { UrlMetadata } from './metadata.js';

const ADA = 'did:plc:ada';
const BOB = 'did:plc:bob';
const AT = '2026-05-01T10:00:00.000Z';
const save: SaveUrl = {
  id: 'card-1',
  curatorId: ADA,
  url: 'https://example.com/a',
  saveId: 'save-1',
  at: AT,
};
const added: CardEvent = {
  type: 'CardAddedToLibrary',
  data: {
    cardId: 'card-1',
    curatorId: ADA,
    content: { type: 'URL', url: 'https://example.com/a', metadata: {} },
    saveId: 'save-1',
    addedAt: AT,
  },
};

describe('a card', () => {
  it('is made by saving a URL', () => {
    expect(Card.saveUrl(save).raised).toEqual([added]);
  });

  it('holds the normalised URL, whatever was given', () => {
    expect(Card.saveUrl({ ...save, url: 'HTTPS://EXAMPLE.com/a?utm_source=x#y' }).content.url).toBe(
      'https://example.com/a',
    );
  });

  it('keeps the note of the save, trimmed', () => {
    expect(Card.saveUrl({ ...save, note: '  read again \u0000' }).note).toBe('read again');
  });

  it.each(['', ' \n ', 'x'.repeat(10_001)])('refuses a note that is empty or too long', (note) => {
    expect(() => Card.saveUrl({ ...save, note })).toThrow(expect.objectContaining({ code: 'invalid-note' }));
  });

  it("remembers somebody else's card through which it was found", () => {
    expect(Card.saveUrl({ ...save, via: { cardId: 'card-0', curatorId: BOB } }).raised).toMatchObject([
      { data: { via: { cardId: 'card-0', curatorId: BOB } } },
    ]);
  });

  it("takes a way through its own curator's card for none", () => {
    expect(Card.saveUrl({ ...save, via: { cardId: 'card-0', curatorId: ADA } }).raised).toEqual([added]);
  });

  it('cuts metadata to its limits and leaves out what is empty', () => {
    const card = Card.saveUrl({
      ...save,
      metadata: {
        title: ` A\n title ${'x'.repeat(3_000)}`,
        authors: ['Ada  Lovelace', ' '],
        site: '',
        published: 'in press',
        kind: 'research',
      },
    });
    expect(card.metadata).toEqual({
      title: expect.stringMatching(/^A title x+…$/u) as string,
      authors: ['Ada Lovelace'],
      kind: 'research',
    });
    expect(card.metadata.title).toHaveLength(2_000);
  });

  describe('given it is stored', () => {
    const stored = (): Card =>
      Card.restore(
        { id: 'card-1', curatorId: ADA, content: added.data.content, addedAt: AT },
        { version: 1, sequence: 1 },
      );

    it('is removed by its curator', () => {
      const card = stored();
      card.removeFromLibrary(ADA, AT);
      expect(card.raised).toEqual([
        { type: 'CardRemovedFromLibrary', data: { cardId: 'card-1', curatorId: ADA, removedAt: AT } },
      ]);
    });

    it('is removed by nobody else', () => {
      const card = stored();
      expect(() => {
        card.removeFromLibrary(BOB, AT);
      }).toThrow(expect.objectContaining({ kind: 'forbidden', code: 'not-your-card' }));
      expect(card.raised).toEqual([]);
    });
  });
});

describe('what becomes known of the work on a card', () => {
  const found = { title: 'Found', authors: ['Ada'], kind: 'article' } as const;
  const metadata = (given: UrlMetadata) => {
    const card = Card.restore(
      { id: 'card-1', curatorId: ADA, content: { type: 'URL', url: save.url, metadata: given }, addedAt: AT },
      { version: 1, sequence: 1 },
    );
    card.learnOfWork({ ...found, authors: [...found.authors] }, AT);
    return card;
  };

  it('is taken over by one that says nothing of it', () => {
    const card = metadata({});
    expect(card.metadata).toEqual(found);
    expect(card.raised).toEqual([
      {
        type: 'UrlMetadataResolved',
        data: { cardId: 'card-1', curatorId: ADA, metadata: found, resolvedAt: AT },
      },
    ]);
    expect(card.changedAt).toBeUndefined();
  });

  it('does not take the place of what its curator or an import said', () => {
    expect(metadata({ title: 'Given', site: 'Library' }).metadata).toEqual({
      ...found,
      title: 'Given',
      site: 'Library',
    });
  });

  it('is no news where it is known already', () => {
    const card = metadata({ ...found, authors: ['Bob'] });
    expect(card.metadata.authors).toEqual(['Bob']);
    expect(card.raised).toEqual([]);
  });

  it('is nothing to a highlight', () => {
    const card = Card.saveUrl(save).highlight({
      id: 'card-2',
      by: ADA,
      quote: 'q',
      selector: 'text=q',
      at: AT,
    });
    card.learnOfWork({ title: 'Found' }, AT);
    expect(card.raised).toHaveLength(1);
    expect(card.metadata).toEqual({});
  });
});
