/** What a data folder remembers from one start to the next. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removePostgresData } from './servers/postgres.mjs';

/**
 * @typedef {object} State
 * @property {Record<string, number>} ports So that links stay the same.
 * @property {import('./brokers/broker.mjs').TransportName | undefined} [transport] What carried the events last.
 * @property {'loaded' | 'none'} [sample] Nothing: not decided yet, because no start has come that far.
 */

/**
 * @param {string} dataDir
 * @returns {State}
 */
export function readState(dataDir) {
  const file = join(dataDir, 'state.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { ports: {} };
}

/**
 * @param {string} dataDir
 * @param {State} state
 */
export function writeState(dataDir, state) {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'state.json'), `${JSON.stringify(state, null, 2)}\n`);
}

/**
 * Removes what a system kept, and nothing else: the folder may be one that somebody named.
 * @param {string} dataDir
 */
export function forget(dataDir) {
  removePostgresData(join(dataDir, 'postgres'));
  for (const name of ['nats', 'redis', 'rabbitmq', 'logs', 'secrets', 'state.json']) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
