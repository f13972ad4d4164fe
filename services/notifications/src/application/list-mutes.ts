import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageQuery, positionOf } from '#platform';
import { StandingChoices } from '../infrastructure/standing-choices.js';

export interface MuteView {
  targetType: 'USER' | 'COLLECTION';
  /** A user's DID, or a collection's id. */
  targetId: string;
  collectionName: string | null;
  since: string;
}

/** What somebody has muted, newest first. */
@Injectable()
export class ListMutes {
  readonly #choices: StandingChoices;

  constructor(choices: StandingChoices) {
    this.#choices = choices;
  }

  async execute(personId: string, { limit, cursor }: PageQuery): Promise<Page<MuteView>> {
    const kinds = ['MUTED_USER', 'MUTED_COLLECTION'] as const;
    const rows = await this.#choices.list(personId, kinds, positionOf(cursor), limit + 1);
    const { items, next } = pageOf(rows, limit, ({ at, id }) => ({ at, id }));
    return {
      items: items.map(({ subject, collectionName, kinds: chosen, at }) => ({
        targetType: chosen.includes('MUTED_USER') ? 'USER' : 'COLLECTION',
        targetId: subject,
        collectionName,
        since: new Date(at).toISOString(),
      })),
      next,
    };
  }
}
