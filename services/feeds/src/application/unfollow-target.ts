import { Inject, Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { unfollow } from '../domain/follow.js';
import type { FollowTarget } from '../domain/follow-target.js';
import { FollowRepository } from '../infrastructure/follow-repository.js';
import { FAN_OUT, publishFollow } from './publish-follow.js';

/** Ends a follow; ending what is not followed changes nothing. */
@Injectable()
export class UnfollowTargetCommand {
  readonly #log: EventLog;
  readonly #follows: FollowRepository;
  readonly #fanOutLimit: number;

  constructor(log: EventLog, follows: FollowRepository, @Inject(FAN_OUT) fanOutLimit: number) {
    this.#log = log;
    this.#follows = follows;
    this.#fanOutLimit = fanOutLimit;
  }

  execute(followerId: string, target: { type: FollowTarget['type']; id: string }): Promise<void> {
    return retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const state = await this.#follows.find(uow, followerId, target);
        const events = unfollow(state, { at: new Date().toISOString() });
        if (events.length > 0) await publishFollow(uow, this.#follows, state, events, this.#fanOutLimit);
      }),
    );
  }
}
