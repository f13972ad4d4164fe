/**
 * May the contracts be merged as they are? Prints every violation as a sentence; exits 1 when there is one.
 *
 *   npm run contracts:check
 */
import { say, secondsSince } from '../dev/output.mjs';
import { CHECKS, violationsIn } from './checks.mjs';
import { workspaceAt } from './workspace.mjs';

const startedAt = Date.now();
const violations = await violationsIn(workspaceAt());
for (const { check, sentence } of violations) say(`✗ ${check}: ${sentence}`);
say(`${CHECKS.length} checks, ${violations.length} violations (${secondsSince(startedAt)})`);
if (violations.length > 0) process.exitCode = 1;
