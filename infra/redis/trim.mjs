/**
 * Removes events from the streams' beginning by age. Run by the operator, daily: publishing never trims, so that a
 * burst can not push out what nobody has read.
 *
 *   node infra/redis/trim.mjs --server redis://operator:<password>@host:6379 [--days 30]
 *
 * An event that some consumer has not acknowledged stays, however old it is.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { asOperator } from './provision.mjs';
import { RETENTION_DAYS, STREAM_KEYS } from './topology.mjs';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * @param {object} options
 * @param {string} options.url With the operator's name and password.
 * @param {number} [options.days]
 * @returns {Promise<number>} how many events were removed
 */
export async function trimStreams({ url, days = RETENTION_DAYS }) {
  return asOperator(url, async (ask) => {
    let removed = 0;
    for (const key of STREAM_KEYS) {
      const oldest = `${Math.floor(Date.now() - days * DAY_MS)}-0`;
      const kept = [oldest, ...(await firstUnread(ask, key))].sort(compareIds)[0] ?? oldest;
      removed += Number(await ask('XTRIM', key, 'MINID', kept));
    }
    return removed;
  });
}

/**
 * @param {import('./provision.mjs').Ask} ask
 * @param {string} key
 * @returns {Promise<string[]>} for each group, the id before which it has acknowledged everything
 */
async function firstUnread(ask, key) {
  if (Number(await ask('EXISTS', key)) === 0) return [];
  const groups = /** @type {{ name: string, 'last-delivered-id': string }[]} */ (
    await ask('XINFO', 'GROUPS', key)
  );
  return Promise.all(
    groups.map(async (group) => {
      const [, lowestPending] = /** @type {[number, string | null]} */ (
        await ask('XPENDING', key, group.name)
      );
      return lowestPending ?? group['last-delivered-id'];
    }),
  );
}

/**
 * @param {string} a
 * @param {string} b
 */
function compareIds(a, b) {
  const [aTime = 0, aCount = 0] = a.split('-').map(Number);
  const [bTime = 0, bCount = 0] = b.split('-').map(Number);
  return aTime - bTime || aCount - bCount;
}

async function main() {
  const { values } = parseArgs({ options: { server: { type: 'string' }, days: { type: 'string' } } });
  if (!values.server) {
    process.stderr.write("Needed: --server <url with the operator's password>\n");
    process.exitCode = 2;
    return;
  }
  const removed = await trimStreams({
    url: values.server,
    ...(values.days ? { days: Number(values.days) } : {}),
  });
  process.stdout.write(`${removed} events removed\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
