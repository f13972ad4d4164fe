/** @import { Mutation } from './mutation.mjs' */

const RELAY = 'libs/eventing/src/relay/relay.ts';
const WINDOW = 'libs/eventing/src/relay/publish-window.ts';

/** @type {readonly Mutation[]} */
export const relayMutations = [
  {
    id: 'several-of-one-aggregate',
    breaks: 'several events of one aggregate are under way at once',
    edits: [
      {
        file: WINDOW,
        from: 'const behind = this.#behind.get(event.aggregateId);\n      if',
        to: 'const behind: PendingEvent[] | undefined = [][0];\n      if',
      },
    ],
    caughtBy: ['order-under-faults'],
  },
  {
    id: 'mark-before-publish',
    breaks: 'an event counts as published before the broker has it',
    edits: [
      {
        file: RELAY,
        from: '      window.add(events.filter(',
        to: '      await this.#outbox.markPublished(events.map(({ position }) => position));\n      window.add(events.filter(',
      },
    ],
    caughtBy: ['crash-commit-publish'],
  },
  {
    id: 'refusal-ignored',
    breaks: 'an event that the broker did not store counts as published',
    edits: [
      {
        file: WINDOW,
        from: 'if (result.stored) this.#stored(event);',
        to: 'if (result.stored || this.#queued > 0) this.#stored(event);',
      },
    ],
    caughtBy: ['order-under-faults'],
  },
  {
    id: 'relay-reads-on',
    breaks: 'the relay goes on behind the last row it read: what commits late before it is passed over',
    edits: [
      {
        file: RELAY,
        from: "let after = '0';",
        to: 'let after = this.#after;',
      },
      {
        file: RELAY,
        from: '      after = last.position;',
        to: '      after = last.position;\n      this.#after = after;',
      },
      {
        file: RELAY,
        from: '  #stopping = false;',
        to: "  #stopping = false;\n  #after = '0';",
      },
    ],
    caughtBy: ['late-commit'],
  },
  {
    id: 'republication-deduplicated',
    breaks:
      'JetStream drops what is published again within two minutes, though the first copy is what was lost',
    edits: [
      {
        file: 'libs/eventing/src/transports/nats/nats-transport.ts',
        from: "if (!event.republish) headers.set('Nats-Msg-Id', event.eventId);",
        to: "headers.set('Nats-Msg-Id', event.eventId);",
      },
    ],
    caughtBy: ['lost-in-the-middle'],
    transport: 'nats',
  },
];
