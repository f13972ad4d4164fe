import fc from 'fast-check';
import { notificationOf } from './notification.js';
import { type Act, type CardFact, type Reason, reasonsOfCollecting, reasonsOfSave } from './reason.js';

const act: Act = { actId: 'save-1', actorId: 'did:plc:ada', at: '2026-01-01T10:00:00.000Z' };
const card: CardFact = { cardId: 'card-1', url: 'https://example.org/', title: 'Example' };
const collecting = (collectionId: string, name: string): Reason[] =>
  reasonsOfCollecting(act, card, { collectionId, name, authorId: 'did:plc:bob', collaboratorIds: [] });
const saved = reasonsOfSave(act, card, { cardId: 'card-0', curatorId: 'did:plc:bob' });

describe('the notification of an act', () => {
  it('does not exist without a reason', () => {
    expect(notificationOf([])).toBeUndefined();
  });

  it('is about the collections that the save went to', () => {
    expect(notificationOf([...collecting('c-2', 'Waves'), ...collecting('c-1', 'Tides')])).toMatchObject({
      type: 'USER_ADDED_TO_YOUR_COLLECTION',
      actorId: 'did:plc:ada',
      createdAt: act.at,
      card,
      collections: [
        { collectionId: 'c-1', name: 'Tides' },
        { collectionId: 'c-2', name: 'Waves' },
      ],
    });
  });

  it("is about the recipient's card when that led to the save, and still names the collections", () => {
    expect(notificationOf([...collecting('c-1', 'Tides'), ...saved])).toMatchObject({
      type: 'USER_ADDED_YOUR_CARD',
      viaCardId: 'card-0',
      collections: [{ collectionId: 'c-1', name: 'Tides' }],
    });
  });

  it('falls back to the less specific when the more specific is undone', () => {
    expect(notificationOf(collecting('c-1', 'Tides'))?.type).toBe('USER_ADDED_TO_YOUR_COLLECTION');
  });

  it('is the same in whatever order its reasons come', () => {
    const reasons = [...collecting('c-1', 'Tides'), ...collecting('c-2', 'Tides'), ...saved];
    const expected = notificationOf(reasons);
    fc.assert(
      fc.property(fc.shuffledSubarray(reasons, { minLength: reasons.length }), (shuffled) => {
        expect(notificationOf(shuffled)).toEqual(expected);
      }),
    );
  });
});
