/** Checks 2 and 10: what is generated is as the classes say, and the AsyncAPI document is sound. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { artefactsOf, differences } from './artefacts.mjs';

/** @typedef {import('./workspace.mjs').Workspace} Workspace */

const run = promisify(execFile);

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @param {Workspace} workspace
 * @returns {Promise<string[]>} sentences
 */
export async function snapshotViolations(contracts, workspace) {
  const { different, stale } = differences(await artefactsOf(contracts, workspace), workspace);
  return [
    ...different.map((path) => `${path} is not what the classes say: run npm run contracts:generate.`),
    ...stale.map((path) => `${path} belongs to no event: run npm run contracts:generate.`),
  ];
}

/**
 * @param {Workspace} workspace
 * @returns {Promise<string[]>} sentences
 */
export async function asyncApiViolations({ contracts }) {
  const parser = fileURLToPath(new URL('parse-asyncapi.mjs', import.meta.url));
  const { stdout } = await run(process.execPath, [parser, join(contracts, 'asyncapi.yaml')]);
  const errors = /** @type {string[]} */ (JSON.parse(stdout));
  return errors.map(
    (error) => `libs/contracts/asyncapi.yaml, ${error}: correct infra/contracts/asyncapi.mjs.`,
  );
}
