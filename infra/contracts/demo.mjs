/**
 * Shows what the gate refuses and what it lets through: typical changes, one by one, each on a copy of the contracts.
 * Exits 1 when one goes the wrong way.
 *
 *   npm run contracts:demo
 */
import { say, secondsSince, table } from '../dev/output.mjs';
import { BREAKING } from './breaking-changes.mjs';
import { LEGAL } from './legal-changes.mjs';
import { tryChange } from './try-change.mjs';

const startedAt = Date.now();
let wrong = 0;

for (const [heading, changes] of /** @type {const} */ ([
  ['Refused', BREAKING],
  ['Accepted', LEGAL],
])) {
  const rows = [];
  for (const change of changes) {
    const { right, refused, sentence } = await tryChange(change);
    if (!right) wrong += 1;
    rows.push([right ? '✓' : '✗', change.name, refused ? `refused: ${sentence}` : 'accepted']);
  }
  say(`\n${heading}\n\n${table(rows)}`);
}

say(
  `\n${BREAKING.length} breaking and ${LEGAL.length} legal changes, ${wrong} went the wrong way (${secondsSince(startedAt)})`,
);
if (wrong > 0) process.exitCode = 1;
