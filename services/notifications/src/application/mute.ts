import { Injectable } from '@nestjs/common';
import { ProblemError } from '#platform';
import { CollectionFinder } from '../infrastructure/collection-finder.js';
import { ChangeChoices } from './change-choices.js';
import type { MuteView } from './list-mutes.js';

/** Keeps what a user does, or what happens in a collection, from somebody, from then on. */
@Injectable()
export class Mute {
  readonly #choices: ChangeChoices;
  readonly #collections: CollectionFinder;

  constructor(choices: ChangeChoices, collections: CollectionFinder) {
    this.#choices = choices;
    this.#collections = collections;
  }

  /** @throws ProblemError 422 `self-mute` */
  async user(personId: string, userId: string): Promise<MuteView> {
    if (userId === personId) {
      throw new ProblemError({
        status: 422,
        code: 'self-mute',
        title: 'Nobody mutes themselves',
        detail: 'Nobody is told of what they do themselves as it is.',
      });
    }
    const since = await this.#mute(personId, 'MUTED_USER', userId);
    return { targetType: 'USER', targetId: userId, collectionName: null, since };
  }

  /** @throws ProblemError 404 `collection-not-found` */
  async collection(personId: string, collectionId: string): Promise<MuteView> {
    const { name } = await this.#collections.get(collectionId);
    const since = await this.#mute(personId, 'MUTED_COLLECTION', collectionId);
    return { targetType: 'COLLECTION', targetId: collectionId, collectionName: name, since };
  }

  async #mute(personId: string, kind: 'MUTED_USER' | 'MUTED_COLLECTION', subject: string): Promise<string> {
    const [since] = await this.#choices.execute(personId, [{ kind, subject, on: true }]);
    if (since === undefined) throw new Error('A mute that was made stands');
    return since;
  }
}
