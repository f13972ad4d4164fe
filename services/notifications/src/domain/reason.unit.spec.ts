import {
  type Act,
  type CardFact,
  NOTIFICATION_TYPES,
  rankOf,
  reasonsOfCollecting,
  reasonsOfFollowingCollection,
  reasonsOfFollowingUser,
  reasonsOfSave,
} from './reason.js';

const act: Act = { actId: 'save-1', actorId: 'did:plc:ada', at: '2026-01-01T10:00:00.000Z' };
const card: CardFact = { cardId: 'card-1', url: 'https://example.org/', title: 'Example' };
const collection = {
  collectionId: 'c-1',
  name: 'Tides',
  authorId: 'did:plc:bob',
  collaboratorIds: ['did:plc:eve'],
};

const told = (reasons: readonly { recipientId: string; type: string }[]) =>
  reasons.map(({ recipientId, type }) => [recipientId, type]);

describe('who is told', () => {
  it('the curator of the card through which a work was found', () => {
    const reasons = reasonsOfSave(act, card, { cardId: 'card-0', curatorId: 'did:plc:bob' });
    expect(told(reasons)).toEqual([['did:plc:bob', 'USER_ADDED_YOUR_CARD']]);
    expect(reasons[0]).toMatchObject({ viaCardId: 'card-0', sourceId: 'card-1', card });
  });

  it('nobody, when a work was not found through a card', () => {
    expect(reasonsOfSave(act, card, undefined)).toEqual([]);
  });

  it('the author of a collection and its collaborators, each once', () => {
    const { authorId } = collection;
    const twice = { ...collection, collaboratorIds: ['did:plc:eve', authorId, 'did:plc:eve'] };
    expect(told(reasonsOfCollecting(act, card, twice))).toEqual([
      ['did:plc:bob', 'USER_ADDED_TO_YOUR_COLLECTION'],
      ['did:plc:eve', 'USER_ADDED_TO_YOUR_COLLECTION'],
    ]);
  });

  it('the one who is followed, and the author of a collection that is', () => {
    expect(told(reasonsOfFollowingUser(act, 'did:plc:bob'))).toEqual([['did:plc:bob', 'USER_FOLLOWED_YOU']]);
    expect(told(reasonsOfFollowingCollection(act, collection))).toEqual([
      ['did:plc:bob', 'USER_FOLLOWED_YOUR_COLLECTION'],
    ]);
  });

  it('never the one who did it', () => {
    const own = { ...collection, authorId: act.actorId, collaboratorIds: [act.actorId] };
    expect(reasonsOfSave(act, card, { cardId: 'card-0', curatorId: act.actorId })).toEqual([]);
    expect(reasonsOfCollecting(act, card, own)).toEqual([]);
    expect(reasonsOfFollowingUser(act, act.actorId)).toEqual([]);
    expect(reasonsOfFollowingCollection(act, own)).toEqual([]);
  });
});

describe('the notification that a reason belongs to', () => {
  it('is one for a recipient and an act', () => {
    const [saved] = reasonsOfSave(act, card, { cardId: 'card-0', curatorId: 'did:plc:bob' });
    const [collected, forEve] = reasonsOfCollecting(act, card, collection);
    const [another] = reasonsOfCollecting({ ...act, actId: 'save-2' }, card, collection);
    expect(collected?.notificationId).toBe(saved?.notificationId);
    expect(forEve?.notificationId).not.toBe(saved?.notificationId);
    expect(another?.notificationId).not.toBe(saved?.notificationId);
  });
});

describe('the ranks of the types', () => {
  it('are as they are stored', () => {
    expect(NOTIFICATION_TYPES.map((type) => [type, rankOf(type)]).slice(0, 4)).toEqual([
      ['USER_ADDED_YOUR_CARD', 0],
      ['USER_ADDED_TO_YOUR_COLLECTION', 1],
      ['USER_FOLLOWED_YOU', 2],
      ['USER_FOLLOWED_YOUR_COLLECTION', 3],
    ]);
  });

  it('put owning a collection before having a work', () => {
    expect(rankOf('USER_CONNECTED_YOUR_COLLECTION')).toBeLessThan(rankOf('USER_CONNECTED_YOUR_URL'));
  });
});
