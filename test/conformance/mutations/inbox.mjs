/** @import { Mutation } from './mutation.mjs' */

/** @type {readonly Mutation[]} */
export const inboxMutations = [
  {
    id: 'cursor-off',
    breaks: 'no sequence is compared with the cursor: every event is applied',
    edits: [
      {
        file: 'libs/eventing/src/inbox/plan.ts',
        from: 'if (sequence <= cursor || inCustody) result.duplicates.push(event);\n      else if (sequence > cursor + 1) {',
        to: 'if (inCustody) result.duplicates.push(event);\n      else if (sequence < 0) {',
      },
    ],
    caughtBy: ['duplicate-ids', 'crash-commit-ack'],
  },
  {
    id: 'cursor-without-compare',
    breaks: 'a cursor is moved wherever it stands: a former owner may write over its successor',
    edits: [
      {
        file: 'libs/eventing/src/inbox/cursors.ts',
        from: 'where inbox_cursors.sequence = excluded.previous',
        to: 'where true',
      },
    ],
    caughtBy: ['stale-owner'],
  },
  {
    id: 'parking-off',
    breaks: 'an event whose handler fails is dropped',
    edits: [
      {
        file: 'libs/eventing/src/inbox/inbox.ts',
        from: 'if (events.length === 1 && only !== undefined) return this.#park(only, error);',
        to: 'if (events.length === 1 && only !== undefined) return { parked: false, unblocks: false };',
      },
    ],
    caughtBy: ['crash-final-attempt', 'back-off'],
  },
  {
    id: 'failure-skipped',
    breaks: 'what a handler throws is passed over, and the cursor moves all the same',
    edits: [
      {
        file: 'libs/eventing/src/inbox/inbox.ts',
        from: '() => handler.invoke(envelope, { uow: eventUow, envelope })',
        to: '() => handler.invoke(envelope, { uow: eventUow, envelope }).catch(() => undefined)',
      },
    ],
    caughtBy: ['dead-letter'],
  },
  {
    id: 'custody-off',
    breaks: 'a copy of a parked event is handled beside it',
    edits: [
      {
        file: 'libs/eventing/src/inbox/plan.ts',
        from: 'const inCustody = event.parked === undefined && parked?.has(sequence) === true;',
        to: 'const inCustody = false;',
      },
    ],
    caughtBy: ['dead-letter'],
  },
  {
    id: 'back-off-off',
    breaks: 'a failed event is tried again at once',
    edits: [
      {
        file: 'libs/eventing/src/inbox/retry-policy.ts',
        from: 'const full = Math.min(policy.firstDelayMs * 2 ** (attempts - 1), policy.maxDelayMs);',
        to: 'const full = 0 * attempts * policy.firstDelayMs;',
      },
    ],
    caughtBy: ['back-off'],
  },
];
