import type { Fact, FollowTarget, Given } from './facts.ts';

export interface Follow {
  followId: string;
  followerId: string;
  target: FollowTarget;
  active: boolean;
  at: string;
}

/** Who follows what: one follow for a (follower, target), for ever. */
export class FollowModel {
  readonly #follows = new Map<string, Follow>();
  readonly #byId = new Map<string, Follow>();

  follow(command: { by: string; target: FollowTarget }, given: Given): Fact[] {
    const known = this.#follows.get(followKey(command.by, command.target));
    if (known?.active === true) return [];
    const followId = known?.followId ?? given.newId;
    return [{ type: 'followed', followId, followerId: command.by, target: command.target, at: given.at }];
  }

  unfollow(command: { by: string; target: FollowTarget }, { at }: Given): Fact[] {
    const known = this.#follows.get(followKey(command.by, command.target));
    return known?.active === true ? [{ type: 'unfollowed', followId: known.followId, at }] : [];
  }

  apply(fact: Fact): void {
    if (fact.type === 'followed') {
      const { followId, followerId, target, at } = fact;
      const follow = { followId, followerId, target, active: true, at };
      this.#follows.set(followKey(followerId, target), follow);
      this.#byId.set(followId, follow);
    } else if (fact.type === 'unfollowed') {
      const follow = this.#byId.get(fact.followId);
      if (follow !== undefined) follow.active = false;
    }
  }

  byId(followId: string): Follow | undefined {
    return this.#byId.get(followId);
  }

  of(did: string): Follow[] {
    return [...this.#follows.values()].filter(({ followerId, active }) => followerId === did && active);
  }
}

function followKey(did: string, { type, id }: FollowTarget): string {
  return `${did} ${type} ${id}`;
}
