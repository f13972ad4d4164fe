/** Once before all specs: one PostgreSQL for the run, a nats-server program, and a folder for servers' data. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOOLS } from '../../infra/dev/paths.mjs';
import { findNatsServer } from '../../infra/dev/servers/find-nats.mjs';
import { removePostgresData, startPostgres } from '../../infra/dev/servers/postgres.mjs';
import { ProcessRecord } from '../../infra/dev/servers/process-record.mjs';

const PREFIX = 'commonplace-test-';
/** Less than this and a RAM disk would run full under the tests. */
const RAM_DISK_BYTES = 2 * 1024 ** 3;

export default async function setUp() {
  await removeLeftovers();
  const folder = mkdtempSync(join(roots()[0] ?? tmpdir(), PREFIX));
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711);
  const record = new ProcessRecord(join(folder, 'processes'));
  record.claim();
  process.env['TEST_DATA'] = folder;

  /** @param {string} line */
  const log = (line) => process.stderr.write(`${line}\n`);
  const postgres = await orTell('PostgreSQL', () =>
    startPostgres({ dataDir: join(folder, 'postgres'), log, durable: false, record }),
  );
  if (postgres) process.env['TEST_POSTGRES_URL'] = postgres.url;
  // Nobody can answer a question from within the test runner: at a terminal, `npm start` and `npm test` ask.
  const mayInstall = process.env['CI'] === 'true' || !process.stdin.isTTY;
  process.env['TEST_MAY_INSTALL'] = mayInstall ? 'yes' : 'no';
  const nats = await orTell('nats-server', () =>
    findNatsServer({ toolsDir: TOOLS, allowInstall: mayInstall, log, ask: () => Promise.resolve(true) }),
  );
  if (nats) process.env['TEST_NATS_PROGRAM'] = JSON.stringify(nats);
}

/**
 * A server that can not be had fails the specs that need it, not those that do not; in CI it fails the run.
 * @template T
 * @param {string} server
 * @param {() => Promise<T>} work
 */
async function orTell(server, work) {
  try {
    return await work();
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    const reason = `There is no ${server} for the tests: ${error instanceof Error ? error.message : String(error)}`;
    process.stderr.write(`\n*** Every test that needs ${server} will FAIL. ***\n${reason}\n\n`);
    process.env['TEST_MISSING'] = reason;
    return undefined;
  }
}

/** Where test data may lie, the fastest first. */
function roots() {
  const shm = '/dev/shm';
  const roomy = existsSync(shm) && statfsSync(shm).bavail * statfsSync(shm).bsize > RAM_DISK_BYTES;
  return roomy ? [shm, tmpdir()] : [tmpdir()];
}

/** Of runs that were killed: their servers are stopped, their data removed. */
async function removeLeftovers() {
  for (const root of new Set([...roots(), tmpdir()])) {
    for (const name of readdirSync(root).filter((candidate) => candidate.startsWith(PREFIX))) {
      const folder = join(root, name);
      const record = new ProcessRecord(join(folder, 'processes'));
      if (record.owner()) continue;
      await record.stopAll();
      removePostgresData(folder);
    }
  }
}
