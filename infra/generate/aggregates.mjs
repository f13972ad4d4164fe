/**
 * What the generator must know of an aggregate to add an event to it. An aggregate is a class whose methods raise.
 *
 * @typedef {object} AggregateFiles
 * @property {string} context
 * @property {string} name lower case: `card`
 * @property {string} source the class
 * @property {string} events its domain events: interfaces, and their union
 * @property {string} translation a `switch` over the domain events that gives integration events
 * @property {string} subject the beginning of a unit spec: a function `stored` that makes one
 */

const CARD = `import { Card } from './card.js';

const stored = (): Card =>
  Card.restore(
    {
      id: '0198c5d8-0000-7000-8000-000000000001',
      curatorId: 'did:plc:ada',
      content: { type: 'URL', url: 'https://example.org/', metadata: {} },
      addedAt: '2026-05-01T09:00:00.000Z',
    },
    { version: 1, sequence: 1 },
  );`;

const COLLECTION = `import { Collection } from './collection.js';

const stored = (): Collection =>
  Collection.restore(
    {
      id: '0198c5d8-0000-7000-8000-000000000004',
      authorId: 'did:plc:ada',
      name: 'Papers',
      access: 'CLOSED',
      collaboratorIds: [],
      createdAt: '2026-05-01T09:00:00.000Z',
    },
    [],
    { version: 1, sequence: 2 },
  );`;

/** @type {readonly AggregateFiles[]} */
export const AGGREGATES = [
  {
    context: 'cards',
    name: 'card',
    source: 'services/cards/src/domain/card.ts',
    events: 'services/cards/src/domain/card-events.ts',
    translation: 'services/cards/src/application/publish-card.ts',
    subject: CARD,
  },
  {
    context: 'cards',
    name: 'collection',
    source: 'services/cards/src/domain/collection.ts',
    events: 'services/cards/src/domain/collection-events.ts',
    translation: 'services/cards/src/application/publish-collection.ts',
    subject: COLLECTION,
  },
];
