import {
  addedToCollection,
  addedToLibrary,
  type CollectAct,
  collectionCreated,
  connectionActivityId,
  connectionCreated,
  mergeEntries,
} from './activity.js';

const save: CollectAct = {
  actorId: 'did:plc:ada',
  url: 'https://example.org/',
  cardId: '11111111-1111-4111-8111-111111111111',
  saveId: '22222222-2222-4222-8222-222222222222',
  importId: undefined,
  at: '2026-01-01T10:00:00.000Z',
};
const importId = '33333333-3333-4333-8333-333333333333';
const collectionId = '44444444-4444-4444-8444-444444444444';

describe('the activity of a save', () => {
  it('is the same for the library and for each collection of one save', () => {
    const library = addedToLibrary(save);
    const collection = addedToCollection(save, collectionId);
    expect(collection.entry.activityId).toBe(library.entry.activityId);
    expect(collection.entry.sourceId).not.toBe(library.entry.sourceId);
  });

  it('is another one for another save, actor or card', () => {
    const ids = [
      save,
      { ...save, saveId: importId },
      { ...save, actorId: 'did:plc:bob' },
      { ...save, cardId: collectionId },
    ].map((act) => addedToLibrary(act).entry.activityId);
    expect(new Set(ids).size).toBe(4);
  });

  it('keeps its id for ever', () => {
    expect(addedToLibrary(save).entry.activityId).toBe('c83ada51-3e6a-5203-bda0-ea3a4e6ac9ca');
  });
});

describe('the activity of an import', () => {
  const record = (cardId: string, at: string): CollectAct => ({
    ...save,
    cardId,
    saveId: cardId,
    importId,
    at,
  });

  it('is one for all its cards, with a row for each card', () => {
    const first = addedToLibrary(record(save.cardId, save.at));
    const second = addedToLibrary(record(collectionId, save.at));
    expect(second.entry).toEqual(first.entry);
    expect(second.card).not.toEqual(first.card);
  });

  it('stands at the earliest time of its cards, in whatever order they come', () => {
    const early = addedToLibrary(record(save.cardId, '2026-01-01T10:00:00.000Z')).entry;
    const late = addedToLibrary(record(collectionId, '2026-01-01T10:00:05.000Z')).entry;
    expect(mergeEntries([late, early])).toEqual([early]);
    expect(mergeEntries([early, late])).toEqual([early]);
  });
});

describe('the activity of a new collection', () => {
  it('is no activity of a save into it', () => {
    const created = collectionCreated({ collectionId, authorId: save.actorId, at: save.at });
    expect(created).toMatchObject({ type: 'COLLECTION_CREATED', collectionId, cardId: null });
    expect(created.activityId).not.toBe(addedToCollection(save, collectionId).entry.activityId);
  });
});

describe('the activity of a connection', () => {
  it('has an entry for each of the two works, and an id for ever', () => {
    const connectionId = collectionId;
    const [source, target, ...more] = connectionCreated({
      connectionId,
      curatorId: save.actorId,
      sourceUrl: 'https://example.org/a',
      targetUrl: 'https://example.org/b',
      at: save.at,
    });
    expect(more).toEqual([]);
    expect([source?.url, target?.url]).toEqual(['https://example.org/a', 'https://example.org/b']);
    expect(source?.sourceId).not.toBe(target?.sourceId);
    expect([source?.activityId, target?.activityId]).toEqual(
      [1, 2].map(() => connectionActivityId(connectionId)),
    );
  });
});
