/**
 * What the generator must know of an aggregate to add an event to it. An aggregate is a class whose methods raise.
 *
 * @typedef {object} AggregateFiles
 * @property {string} context
 * @property {string} name lower case: `card`
 * @property {string} source the class
 * @property {string} events its domain events: interfaces, and their union
 * @property {string} translation a `switch` over the domain events that gives integration events
 * @property {readonly { file: string, anchor: string, template: string }[]} told other `switch`es over them, each with
 *   what it says of a new one: what the event makes of the aggregate, and what its history calls it
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

const CONNECTION = `import { Connection } from './connection.js';

const stored = (): Connection =>
  Connection.restore(
    {
      id: '0198c5d8-0000-7000-8000-000000000006',
      curatorId: 'did:plc:ada',
      source: { url: 'https://example.org/a', metadata: {} },
      target: { url: 'https://example.org/b', metadata: {} },
      type: 'RELATED',
      createdAt: '2026-05-01T09:00:00.000Z',
      updatedAt: '2026-05-01T09:00:00.000Z',
    },
    { version: 1, sequence: 1 },
  );`;

const OF_EVENT = '  switch (event.type) {\n';
const OF_TYPE = '  switch (type) {\n';

const HISTORY_ENTRY = {
  file: 'services/cards/src/application/history-entry.ts',
  anchor: OF_TYPE,
  template: 'event/history-entry.ts',
};
const ACT = { ...HISTORY_ENTRY, anchor: 'export const ACTS = [\n', template: 'event/act-name.ts' };

/** @type {readonly AggregateFiles[]} */
export const AGGREGATES = [
  {
    context: 'cards',
    name: 'card',
    source: 'services/cards/src/domain/card.ts',
    events: 'services/cards/src/domain/card-events.ts',
    translation: 'services/cards/src/application/publish-card.ts',
    told: [
      { file: 'services/cards/src/domain/card-state.ts', anchor: OF_EVENT, template: 'event/state.ts' },
      HISTORY_ENTRY,
      ACT,
    ],
    subject: CARD,
  },
  {
    context: 'cards',
    name: 'collection',
    source: 'services/cards/src/domain/collection.ts',
    events: 'services/cards/src/domain/collection-events.ts',
    translation: 'services/cards/src/application/publish-collection.ts',
    told: [
      { file: 'services/cards/src/domain/collection-state.ts', anchor: OF_EVENT, template: 'event/state.ts' },
      {
        file: 'services/cards/src/domain/collection-state.ts',
        anchor: OF_TYPE,
        template: 'event/happened-at.ts',
      },
      HISTORY_ENTRY,
      ACT,
    ],
    subject: COLLECTION,
  },
  {
    context: 'cards',
    name: 'connection',
    source: 'services/cards/src/domain/connection.ts',
    events: 'services/cards/src/domain/connection-events.ts',
    translation: 'services/cards/src/application/publish-connection.ts',
    told: [
      { file: 'services/cards/src/domain/connection-state.ts', anchor: OF_EVENT, template: 'event/state.ts' },
      HISTORY_ENTRY,
      ACT,
    ],
    subject: CONNECTION,
  },
];
