import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';
import type { Card } from '../domain/card.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const ADDED = 'events.cards.card-added-to-library.v1';
const CHANGED = 'events.cards.card-content-changed.v1';
const REMOVED = 'events.cards.card-removed-from-library.v1';
const PASSAGE = { quote: 'To be or not', selector: 'text=To%20be,not' };

const saved = async (curatorId: string, note?: string): Promise<Card> =>
  (await world.saveToLibrary.execute({ curatorId, url: somePage(), note })).card;
const types = async (...subjects: string[]) =>
  (await world.published(...subjects)).map(({ type, subject, sequence }) => [subject, sequence, type]);

describe('the note of a card', () => {
  it('is written, edited and taken away, and told each time it changes', async () => {
    const by = somebody();
    const { id: cardId, content } = await saved(by, 'first');
    for (const note of ['second', 'second', 'third']) await world.changeCard.writeNote({ cardId, by, note });
    for (let n = 0; n < 2; n += 1) await world.changeCard.removeNote({ cardId, by });
    const events = await world.published(cardId);
    expect(events).toMatchObject([
      { type: ADDED, sequence: 1, data: { note: 'first' } },
      { type: CHANGED, sequence: 2, data: { cardType: 'URL', url: content.url, note: 'second' } },
      { type: CHANGED, sequence: 3, data: { note: 'third' } },
      { type: CHANGED, sequence: 4 },
    ]);
    expect(events.at(-1)?.data).not.toHaveProperty('note');
    expect((await world.getCard.execute(cardId)).note).toBeUndefined();
    expect(await world.progress('cards', cardId)).toEqual({ version: 4, sequence: 4 });
  });

  it('is found by its text as it reads now', async () => {
    const by = somebody();
    const { id: cardId } = await saved(by, 'before');
    await world.changeCard.writeNote({ cardId, by, note: 'afterwards' });
    const found = async (text: string) =>
      (await world.listLibrary.execute({ curatorId: by, limit: 10, text })).items.length;
    expect([await found('before'), await found('afterwards')]).toEqual([0, 1]);
  });

  it('is one, also when many are written at once', async () => {
    const by = somebody();
    const { id: cardId } = await saved(by);
    const written = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) =>
        world.changeCard.writeNote({ cardId, by, note: `Note ${String(n)}` }),
      ),
    );
    const won = written.filter(({ status }) => status === 'fulfilled').length;
    const events = await world.published(cardId);
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: won + 1 }, (_, n) => n + 1));
    expect((await world.getCard.execute(cardId)).note).toBe(events.at(-1)?.data['note']);
  });

  it('is refused on a card that is not there', async () => {
    await expect(
      world.changeCard.writeNote({
        cardId: '0190c0de-0000-7000-8000-000000000000',
        by: somebody(),
        note: 'x',
      }),
    ).rejects.toMatchObject({ code: 'card-not-found' });
  });
});

describe('a highlight', () => {
  it('is a card of its own, and told as what a card says', async () => {
    const by = somebody();
    const { id: parentCardId, content } = await saved(by);
    const added = await world.addHighlight.execute({ parentCardId, by, ...PASSAGE, note: 'Indeed' });
    expect(added.created).toBe(true);
    expect(await world.published(added.card.id)).toMatchObject([
      {
        type: CHANGED,
        sequence: 1,
        data: { cardType: 'HIGHLIGHT', parentCardId, url: content.url, note: 'Indeed', ...PASSAGE },
      },
    ]);
    expect((await world.listHighlights.execute({ cardId: parentCardId, limit: 10 })).items).toMatchObject([
      { id: added.card.id, note: 'Indeed' },
    ]);
  });

  it('of one place is one, however often and at once it is asked for', async () => {
    const by = somebody();
    const { id: parentCardId } = await saved(by);
    const added = await Promise.all(
      Array.from({ length: 8 }, () => world.addHighlight.execute({ parentCardId, by, ...PASSAGE })),
    );
    expect(new Set(added.map(({ card }) => card.id)).size).toBe(1);
    expect(added.filter(({ created }) => created)).toHaveLength(1);
  });

  it('moves, keeps its note, and gives way to another at the place', async () => {
    const by = somebody();
    const { id: parentCardId } = await saved(by);
    const { card } = await world.addHighlight.execute({ parentCardId, by, ...PASSAGE, note: 'Kept' });
    const elsewhere = { quote: 'That is', selector: 'text=That%20is' };
    await world.changeCard.moveHighlight({ cardId: card.id, by, ...elsewhere });
    expect(await world.published(card.id)).toMatchObject([{}, { data: { note: 'Kept', ...elsewhere } }]);
    const other = await world.addHighlight.execute({ parentCardId, by, ...PASSAGE });
    await expect(
      world.changeCard.moveHighlight({ cardId: other.card.id, by, ...elsewhere }),
    ).rejects.toMatchObject({ kind: 'conflict', code: 'highlight-exists' });
  });

  it('is no work of the library, and goes into no collection', async () => {
    const by = somebody();
    const parent = await saved(by);
    const { card } = await world.addHighlight.execute({ parentCardId: parent.id, by, ...PASSAGE });
    expect((await world.listLibrary.execute({ curatorId: by, limit: 10 })).items).toMatchObject([
      { id: parent.id },
    ]);
    const { id } = await world.createCollection.execute({ authorId: by, name: 'Works' });
    await expect(world.addCard.execute({ by, cardId: card.id, collectionId: id })).rejects.toMatchObject({
      code: 'not-a-url-card',
    });
  });

  it('goes by itself, and its card stays', async () => {
    const by = somebody();
    const { id: parentCardId } = await saved(by);
    const { card } = await world.addHighlight.execute({ parentCardId, by, ...PASSAGE });
    await world.removeFromLibrary.execute({ by, cardId: card.id });
    expect(await types(card.id, parentCardId)).toEqual([
      [parentCardId, 1, ADDED],
      [card.id, 1, CHANGED],
      [card.id, 2, REMOVED],
    ]);
    expect((await world.addHighlight.execute({ parentCardId, by, ...PASSAGE })).created).toBe(true);
  });

  it('goes with its card, told before it', async () => {
    const by = somebody();
    const { id: parentCardId } = await saved(by);
    const { card } = await world.addHighlight.execute({ parentCardId, by, ...PASSAGE });
    await world.removeFromLibrary.execute({ by, cardId: parentCardId });
    expect((await types(card.id, parentCardId)).slice(-2)).toEqual([
      [card.id, 2, REMOVED],
      [parentCardId, 2, REMOVED],
    ]);
  });

  it('that comes while its card goes is on no card that is gone', async () => {
    const by = somebody();
    const parents = await Promise.all(Array.from({ length: 6 }, () => saved(by)));
    await Promise.allSettled(
      parents.flatMap(({ id }) => [
        world.addHighlight.execute({ parentCardId: id, by, ...PASSAGE }),
        world.removeFromLibrary.execute({ by, cardId: id }),
      ]),
    );
    const orphans = await world.database.sql`
      select id from cards where curator_id = ${by} and parent_card_id is not null`;
    expect(orphans).toEqual([]);
  });
});

describe('what is stored of a card', () => {
  it('is what its history says', async () => {
    const by = somebody();
    const { id: parentCardId } = await saved(by, 'first');
    const { card } = await world.addHighlight.execute({ parentCardId, by, ...PASSAGE, note: 'Kept' });
    await world.changeCard.moveHighlight({ cardId: card.id, by, quote: 'b', selector: 'text=b' });
    await world.changeCard.writeNote({ cardId: parentCardId, by, note: 'second' });
    for (const id of [parentCardId, card.id]) {
      const { curatorId, content, note, addedAt, changedAt } = await world.getCard.execute(id);
      expect(await world.recordedCard(id)).toEqual({ id, curatorId, content, note, addedAt, changedAt });
    }
    await world.changeCard.removeNote({ cardId: card.id, by });
    expect(await world.recordedCard(card.id)).not.toHaveProperty('note');
  });
});
