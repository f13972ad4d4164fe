import { Inject, Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict, type UnitOfWork } from '#eventing';
import { ProblemError } from '#platform';
import { uuidv7 } from 'uuidv7';
import { follow, type FollowRefusal } from '../domain/follow.js';
import type { FollowTarget } from '../domain/follow-target.js';
import { FollowRepository } from '../infrastructure/follow-repository.js';
import type { FollowView } from './list-follows.js';
import { FAN_OUT, publishFollow } from './publish-follow.js';

const REFUSALS: Record<FollowRefusal, { title: string; detail: string }> = {
  'self-follow': { title: 'Nobody follows themselves', detail: 'The user to follow is the one who asks.' },
  'own-collection': {
    title: 'Nobody follows their own collection',
    detail: 'The collection belongs to the one who asks.',
  },
};

/** Follows a user or a collection; following what is followed already changes nothing. */
@Injectable()
export class FollowTargetCommand {
  readonly #log: EventLog;
  readonly #follows: FollowRepository;
  readonly #fanOutLimit: number;

  constructor(log: EventLog, follows: FollowRepository, @Inject(FAN_OUT) fanOutLimit: number) {
    this.#log = log;
    this.#follows = follows;
    this.#fanOutLimit = fanOutLimit;
  }

  /** @throws ProblemError 422 `self-follow`, `own-collection`; 404 `collection-not-found` */
  execute(followerId: string, wanted: { type: FollowTarget['type']; id: string }): Promise<FollowView> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const target = await this.#resolve(uow, wanted);
        const state = await this.#follows.find(uow, followerId, target);
        const at = new Date().toISOString();
        const decision = follow(state, { followId: uuidv7(), followerId, target, at });
        if (!decision.ok) {
          throw new ProblemError({ status: 422, code: decision.refusal, ...REFUSALS[decision.refusal] });
        }
        const { followId, followedAt } =
          decision.events.length === 0 && state !== undefined
            ? state
            : await publishFollow(uow, this.#follows, state, decision.events, this.#fanOutLimit);
        const collectionName = target.type === 'COLLECTION' ? target.name : null;
        return { followId, targetType: target.type, targetId: target.id, collectionName, followedAt };
      }),
    );
  }

  async #resolve(
    uow: UnitOfWork,
    { type, id }: { type: FollowTarget['type']; id: string },
  ): Promise<FollowTarget> {
    if (type === 'USER') return { type, id };
    const collection = await this.#follows.findCollection(uow, id);
    if (collection !== undefined) return { type, ...collection };
    throw new ProblemError({
      status: 404,
      code: 'collection-not-found',
      title: 'No such collection',
      detail: 'A collection that was made a moment ago can be followed once the news of it has come.',
    });
  }
}
