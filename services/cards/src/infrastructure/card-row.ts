import { Card } from '../domain/card.js';
import type { CardContent } from '../domain/card-content.js';
import { defined } from '../domain/defined.js';
import type { cards } from './schema.js';

export type CardRow = typeof cards.$inferSelect;

/** A card as its row has it. */
export function cardOf(row: CardRow): Card {
  return Card.restore(
    defined({
      id: row.id,
      curatorId: row.curatorId,
      content: contentOf(row),
      note: row.note ?? undefined,
      via:
        row.viaCardId === null || row.viaCuratorId === null
          ? undefined
          : { cardId: row.viaCardId, curatorId: row.viaCuratorId },
      addedAt: row.addedAt.toISOString(),
      changedAt: row.changedAt?.toISOString(),
    }),
    { version: row.version, sequence: row.sequence },
  );
}

function contentOf({ type, url, metadata, parentCardId, quote, selector }: CardRow): CardContent {
  if (type === 'URL') return { type, url, metadata };
  if (parentCardId === null || quote === null || selector === null) {
    throw new TypeError('A highlight without its passage: the table has a check against it');
  }
  return { type, url, parentCardId, quote, selector };
}

/** The columns that `columnsOf` fills. */
export const COLUMNS_OF_A_CARD = [
  'id',
  'curatorId',
  'type',
  'url',
  'metadata',
  'note',
  'parentCardId',
  'quote',
  'selector',
  'viaCardId',
  'viaCuratorId',
  'addedAt',
  'changedAt',
] as const satisfies (keyof CardRow)[];

/** What a card's row holds beside its progress. */
export function columnsOf(card: Card): Pick<CardRow, (typeof COLUMNS_OF_A_CARD)[number]> {
  const passage = card.content.type === 'HIGHLIGHT' ? card.content : undefined;
  return {
    id: card.id,
    curatorId: card.curatorId,
    type: card.content.type,
    url: card.content.url,
    metadata: card.metadata,
    note: card.note ?? null,
    parentCardId: passage?.parentCardId ?? null,
    quote: passage?.quote ?? null,
    selector: passage?.selector ?? null,
    viaCardId: card.via?.cardId ?? null,
    viaCuratorId: card.via?.curatorId ?? null,
    addedAt: new Date(card.addedAt),
    changedAt: card.changedAt === undefined ? null : new Date(card.changedAt),
  };
}
