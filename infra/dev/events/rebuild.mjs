/** Starts the rebuild of a service's projection, as a process of its own: docs/rebuilding.md. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, keepIdentities } from '../../nats/identities.mjs';
import { OPERATOR } from '../../nats/topology.mjs';
import { DATABASE } from '../../postgres/provision.mjs';
import { ROOT } from '../paths.mjs';
import { StartError } from '../servers/processes.mjs';
import { readState } from '../state.mjs';
import { badOption } from './options.mjs';

const REBUILT = ['feeds', 'notifications'];

/**
 * Where the servers are, from the environment (DATABASE_URL, NATS_URL, NATS_NKEY_SEED) or the data folder of a system
 * that `npm start` runs. What stops this process stops that one; its exit code is this one's.
 * @param {import('./options.mjs').EventsOptions} options
 * @throws {StartError} when nothing was started, or something is missing
 */
export async function rebuild({ subject, abandon, data, operator }) {
  if (subject === undefined || !REBUILT.includes(subject))
    throw badOption(`Say whose projection: rebuild ${REBUILT.join('|')}.`);
  const entry = join(ROOT, 'dist', 'services', subject, 'rebuild.js');
  if (!existsSync(entry)) throw new StartError('not-built', `${entry} is missing.`, 'Run npm run build.');
  const told = process.env['DATABASE_URL'] !== undefined && process.env['NATS_URL'] !== undefined;
  const child = spawn(process.execPath, ['--enable-source-maps', entry, ...(abandon ? ['--abandon'] : [])], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...(told ? {} : started(subject, data)), OPERATOR_NAME: operator },
  });
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    child.kill(signal);
  };
  // At a terminal the child has it as well: said twice is said once.
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  process.exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string} service
 * @param {string} data
 */
function started(service, data) {
  const { ports, transport = 'nats' } = readState(data);
  const passwords = join(data, 'secrets', 'passwords.json');
  const { postgres, nats } = ports;
  if (transport !== 'nats')
    throw new StartError(
      'no-stream',
      `${transport} carries the events: only JetStream's stream can be read anew.`,
    );
  if (postgres === undefined || nats === undefined || !existsSync(passwords))
    throw new StartError(
      'nothing-started',
      `Nothing was started from ${data}.`,
      "Run npm start first, name its folder with --data, or set DATABASE_URL of the service's role, NATS_URL and the operator's NATS_NKEY_SEED.",
    );
  /** @type {Record<string, string>} */
  const known = JSON.parse(readFileSync(passwords, 'utf8'));
  const password = encodeURIComponent(known[service] ?? '');
  return {
    DATABASE_URL: `postgres://${service}:${password}@127.0.0.1:${postgres}/${DATABASE}`,
    NATS_URL: `nats://127.0.0.1:${nats}`,
    NATS_NKEY_SEED: identityOf(keepIdentities(join(data, 'secrets', 'identities.json')), OPERATOR).seed,
  };
}
