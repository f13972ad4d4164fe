/** Checks 2 and 10: what is generated is as the classes say, what was released is as it was, AsyncAPI is sound. */
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { artefactsOf, differences } from './artefacts.mjs';
import { tamperings } from './releases.mjs';
import { textOf } from './workspace.mjs';

/** @typedef {import('./workspace.mjs').Workspace} Workspace */

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @param {Workspace} workspace
 * @returns {Promise<string[]>} sentences
 */
export async function snapshotViolations(contracts, workspace) {
  const { different, stale } = differences(await artefactsOf(contracts, workspace), workspace);
  return [
    ...tamperings(workspace),
    ...different.map((path) => `${path} is not what the classes say: run npm run contracts:generate.`),
    ...stale.map((path) => `${path} belongs to no event: run npm run contracts:generate.`),
  ];
}

/** As @asyncapi/parser counts. */
const ERROR = 0;

/**
 * @param {Workspace} workspace
 * @returns {Promise<string[]>} sentences
 */
export async function asyncApiViolations({ contracts }) {
  /** @type {{ document: unknown, diagnostics: { severity: number, message: string, path: (string | number)[] }[] }} */
  const { document, diagnostics } = await new Parser().parse(textOf(join(contracts, 'asyncapi.yaml')) ?? '');
  const errors = diagnostics.filter(({ severity }) => Number(severity) === ERROR);
  if (document !== undefined && errors.length === 0) return [];
  return errors.map(({ message, path }) => `libs/contracts/asyncapi.yaml, ${path.join('.')}: ${message}`);
}
