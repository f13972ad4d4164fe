/** @import { Mutation } from './mutation.mjs' */

const LANE = 'libs/eventing/src/lanes/lane.ts';

/** @type {readonly Mutation[]} */
export const laneMutations = [
  {
    id: 'lease-off',
    breaks: 'every replica owns every partition',
    edits: [
      {
        file: 'libs/eventing/src/lanes/lease-keeper.ts',
        from: 'return Math.ceil(partitions.length / Math.max(row?.living ?? 1, 1));',
        to: 'return partitions.length + 0 * (row?.living ?? 1);',
      },
      {
        file: 'libs/eventing/src/lanes/lease-keeper.ts',
        from: 'return new Set(rows.map((row) => row.partition));',
        to: 'return new Set([...this.#options.partitions, ...rows.map((row) => row.partition)]);',
      },
    ],
    caughtBy: ['order-under-faults'],
  },
  {
    id: 'ack-before-commit',
    breaks: 'the broker is told of effects that are not committed yet',
    edits: [
      {
        file: LANE,
        from: 'const settled = events.length === 0 ||',
        to: 'for (const delivery of deliveries) delivery.ack();\n      const settled = events.length === 0 ||',
      },
    ],
    caughtBy: ['crash-in-handler'],
  },
  {
    id: 'no-ack',
    breaks: 'the broker is never told of what was handled',
    edits: [
      {
        file: LANE,
        from: 'if (settled) delivery.ack();\n        else delivery.release();',
        to: 'if (!settled) delivery.release();',
      },
    ],
    caughtBy: ['drain'],
  },
  {
    id: 'gap-healing-off',
    breaks: 'nobody asks for what is missing in front of a parked event',
    edits: [
      {
        file: 'libs/eventing/src/lanes/consumer-lanes.ts',
        from: 'if (inUse.size > 0) await this.#healGaps([...inUse]);',
        to: 'void this.#healGaps;',
      },
    ],
    caughtBy: ['lost-in-the-middle'],
  },
  {
    id: 'reconciliation-off',
    breaks: 'the cursors are never held against the producers’ logs',
    edits: [
      {
        file: 'libs/eventing/src/control/consumer-desk.ts',
        from: 'if (!this.#parts.asks()) continue;',
        to: 'if (this.#parts !== undefined) continue;',
      },
    ],
    caughtBy: ['lost-last'],
  },
];
