import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageQuery, positionOf } from '#platform';
import { type Scope, SCOPE_KINDS, SCOPES } from '../domain/scope.js';
import { StandingChoices } from '../infrastructure/standing-choices.js';

export interface SubscriptionView {
  targetType: 'USER' | 'COLLECTION';
  /** A user's DID, or a collection's id. */
  targetId: string;
  collectionName: string | null;
  scopes: Scope[];
  /** When the first of the scopes began. */
  since: string;
}

/** What somebody is subscribed to, newest first. */
@Injectable()
export class ListSubscriptions {
  readonly #choices: StandingChoices;

  constructor(choices: StandingChoices) {
    this.#choices = choices;
  }

  async execute(personId: string, { limit, cursor }: PageQuery): Promise<Page<SubscriptionView>> {
    const kinds = ['CARDS_OF_USER', 'CONNECTIONS_OF_USER', 'CARDS_OF_COLLECTION'] as const;
    const rows = await this.#choices.list(personId, kinds, positionOf(cursor), limit + 1);
    const { items, next } = pageOf(rows, limit, ({ at, id }) => ({ at, id }));
    return {
      items: items.map(({ subject, collectionName, kinds: chosen, at }) => {
        const ofCollection = chosen.includes('CARDS_OF_COLLECTION');
        return {
          targetType: ofCollection ? 'COLLECTION' : 'USER',
          targetId: subject,
          collectionName,
          scopes: ofCollection ? ['CARDS'] : SCOPES.filter((scope) => chosen.includes(SCOPE_KINDS[scope])),
          since: new Date(at).toISOString(),
        };
      }),
      next,
    };
  }
}
