/** All checks of the contracts that need no running service; the numbers are those of docs/contracts.md. */
import { catalogueViolations } from './check-catalogue.mjs';
import { compatibilityViolations } from './check-compatibility.mjs';
import { fixtureViolations } from './check-fixtures.mjs';
import { asyncApiViolations, snapshotViolations } from './check-generated.mjs';
import { serviceViolations } from './check-services.mjs';
import { topologyViolations } from './check-topology.mjs';
import { tamperings } from './releases.mjs';
import { UnknownConstraintError } from './json-schema.mjs';
import { loadContracts } from './load.mjs';

/** @typedef {import('./workspace.mjs').Workspace} Workspace */
/** @typedef {import('./load.mjs').Contracts} Contracts */

/**
 * What `npm run contracts:check` runs, in this order.
 * @type {readonly { name: string, run: (contracts: Contracts, workspace: Workspace) => string[] | Promise<string[]> }[]}
 */
export const CHECKS = [
  { name: '1 catalogue', run: catalogueViolations },
  { name: '1 services', run: serviceViolations },
  { name: '2 releases', run: (_, workspace) => tamperings(workspace) },
  { name: '2 snapshots', run: snapshotViolations },
  { name: '3 compatibility', run: compatibilityViolations },
  { name: '4 validators', run: fixtureViolations },
  { name: '8 topology', run: topologyViolations },
  { name: '10 asyncapi', run: (_, workspace) => asyncApiViolations(workspace) },
];

/**
 * @param {Workspace} workspace
 * @param {readonly string[]} [without] names of checks to leave out
 * @returns {Promise<{ check: string, sentence: string }[]>} none when all is well
 */
export async function violationsIn(workspace, without = []) {
  /** @type {Contracts} */
  let contracts;
  try {
    contracts = await loadContracts(workspace);
  } catch (error) {
    if (error instanceof UnknownConstraintError)
      return [{ check: '2 snapshots', sentence: `${error.message}.` }];
    throw error;
  }
  const violations = [];
  for (const { name, run } of CHECKS) {
    if (without.includes(name)) continue;
    for (const sentence of await run(contracts, workspace)) violations.push({ check: name, sentence });
  }
  return violations;
}
