import { Injectable } from '@nestjs/common';
import { ProblemError } from '#platform';
import { type Scope, SCOPE_KINDS, SCOPES } from '../domain/scope.js';
import { CollectionFinder } from '../infrastructure/collection-finder.js';
import { ChangeChoices } from './change-choices.js';
import type { SubscriptionView } from './list-subscriptions.js';

/** Puts a bell on a user or a collection: from then on one is told of what they do there. */
@Injectable()
export class Subscribe {
  readonly #choices: ChangeChoices;
  readonly #collections: CollectionFinder;

  constructor(choices: ChangeChoices, collections: CollectionFinder) {
    this.#choices = choices;
    this.#collections = collections;
  }

  /**
   * @param scopes what of theirs from now on; a scope that is left out ends
   * @throws ProblemError 422 `self-subscription`
   */
  async toUser(personId: string, userId: string, scopes: readonly Scope[]): Promise<SubscriptionView> {
    if (userId === personId) {
      throw new ProblemError({
        status: 422,
        code: 'self-subscription',
        title: 'Nobody subscribes to themselves',
        detail: 'The user to subscribe to is the one who asks.',
      });
    }
    const changes = SCOPES.map((scope) => ({
      kind: SCOPE_KINDS[scope],
      subject: userId,
      on: scopes.includes(scope),
    }));
    const since = await this.#choices.execute(personId, changes);
    return {
      targetType: 'USER',
      targetId: userId,
      collectionName: null,
      scopes: SCOPES.filter((_, index) => since[index] !== undefined),
      since: earliest(since),
    };
  }

  /** @throws ProblemError 404 `collection-not-found`; 422 `own-collection` */
  async toCollection(personId: string, collectionId: string): Promise<SubscriptionView> {
    const { authorId, name } = await this.#collections.get(collectionId);
    if (authorId === personId) {
      throw new ProblemError({
        status: 422,
        code: 'own-collection',
        title: 'Nobody subscribes to their own collection',
        detail: 'The author of a collection is told of what others add to it as it is.',
      });
    }
    const change = { kind: 'CARDS_OF_COLLECTION', subject: collectionId, on: true } as const;
    const since = await this.#choices.execute(personId, [change]);
    return {
      targetType: 'COLLECTION',
      targetId: collectionId,
      collectionName: name,
      scopes: ['CARDS'],
      since: earliest(since),
    };
  }
}

function earliest(since: readonly (string | undefined)[]): string {
  const [first] = since.filter((at) => at !== undefined).toSorted();
  if (first === undefined) throw new Error('A subscription has at least one scope');
  return first;
}
