import type { FollowEvent } from './follow-events.js';
import type { FollowTarget } from './follow-target.js';
import { evolve, type Follow, follow, unfollow } from './follow.js';

const ada = 'did:plc:ada';
const bob: FollowTarget = { type: 'USER', id: 'did:plc:bob' };
const bobsCollection: FollowTarget = { type: 'COLLECTION', id: 'c1', authorId: 'did:plc:bob', name: 'Tides' };

const followed = (followId: string, followedAt: string, target: FollowTarget = bob): FollowEvent => ({
  type: 'TargetFollowed',
  data: { followId, followerId: ada, target, followedAt },
});
const unfollowed = (unfollowedAt: string): FollowEvent => ({
  type: 'TargetUnfollowed',
  data: { unfollowedAt },
});

function given(events: readonly FollowEvent[]) {
  const state = events.reduce<Follow | undefined>(evolve, undefined);
  return {
    state,
    whenFollowing: (target: FollowTarget, at: string) =>
      follow(state, { followId: 'fresh-id', followerId: ada, target, at }),
    whenUnfollowing: (at: string) => unfollow(state, { at }),
  };
}

describe('following', () => {
  it('begins with an id of its own', () => {
    expect(given([]).whenFollowing(bob, 't1')).toEqual({ ok: true, events: [followed('fresh-id', 't1')] });
  });

  it('takes a collection as well', () => {
    expect(given([]).whenFollowing(bobsCollection, 't1')).toEqual({
      ok: true,
      events: [followed('fresh-id', 't1', bobsCollection)],
    });
  });

  it('changes nothing when it is on already', () => {
    expect(given([followed('f', 't1')]).whenFollowing(bob, 't2')).toEqual({ ok: true, events: [] });
  });

  it('goes on with the same aggregate after an unfollow', () => {
    const history = given([followed('f', 't1'), unfollowed('t2')]);
    expect(history.state).toMatchObject({ followId: 'f', active: false, version: 2 });
    expect(history.whenFollowing(bob, 't3')).toEqual({ ok: true, events: [followed('f', 't3')] });
  });

  it('refuses oneself', () => {
    expect(given([]).whenFollowing({ type: 'USER', id: ada }, 't1')).toEqual({
      ok: false,
      refusal: 'self-follow',
    });
  });

  it("refuses one's own collection", () => {
    const own: FollowTarget = { type: 'COLLECTION', id: 'c2', authorId: ada, name: 'Mine' };
    expect(given([]).whenFollowing(own, 't1')).toEqual({ ok: false, refusal: 'own-collection' });
  });
});

describe('unfollowing', () => {
  it('ends what is on', () => {
    expect(given([followed('f', 't1')]).whenUnfollowing('t2')).toEqual([unfollowed('t2')]);
  });

  it('changes nothing when there is no follow', () => {
    expect(given([]).whenUnfollowing('t1')).toEqual([]);
    expect(given([followed('f', 't1'), unfollowed('t2')]).whenUnfollowing('t3')).toEqual([]);
  });
});
