/**
 * Brings the users, streams and consumer groups of a Redis server to what topology.mjs says. Run by the operator: in
 * development by the launcher, in production by a person or a release step. What is there already stays as it is; a
 * user's rights and password are set anew.
 *
 *   node infra/redis/provision.mjs --server redis://operator:<password>@host:6379 [--credentials <file>]
 *
 * The file is JSON: passwords by user. What is missing in it is made. Without it the passwords come from
 * REDIS_OPERATOR_PASSWORD, REDIS_CARDS_PASSWORD and so on, one for each user. The operator itself stands in the
 * server's users file from the beginning: `user operator on ><password> allkeys allchannels +@all`. A server that may
 * forget what it has answered is refused; `--may-forget` takes it nevertheless.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createClient } from '@redis/client';
import { credentialsFrom, hashed, keepCredentials, passwordOf } from './credentials.mjs';
import { CONSUMERS, NAMELESS_RULES, OPERATOR, rulesOf, STREAM_KEYS, USERS } from './topology.mjs';

/** @typedef {(...args: string[]) => Promise<unknown>} Ask One command. */

/** Settings without which an answered write may be lost, or an unread event forgotten. */
const DURABLE = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' };

/**
 * @param {object} options
 * @param {string} options.url With the operator's name and password.
 * @param {import('./credentials.mjs').Credentials} options.credentials
 * @param {boolean} [options.mayForget] Takes a server that answers before its disk has the data.
 * @returns {Promise<string[]>} what was done, one line each
 */
export async function provisionRedis({ url, credentials, mayForget = false }) {
  return asOperator(url, async (ask) => {
    if (!mayForget) await requireDurability(ask);
    const done = [];
    await ask('ACL', 'SETUSER', 'default', ...NAMELESS_RULES);
    for (const user of USERS.filter((name) => name !== OPERATOR)) {
      const rules = [...rulesOf(user), hashed(passwordOf(credentials, user))];
      await ask('ACL', 'SETUSER', user, 'reset', 'on', ...rules);
      done.push(`user ${user}`);
    }
    await saveUsers(ask);
    for (const consumer of CONSUMERS) done.push(...(await addGroups(ask, consumer, 'first')));
    return done;
  });
}

/**
 * Makes a consumer's group on every stream, and the streams.
 * @param {Ask} ask
 * @param {string} consumer
 * @param {'first' | 'new'} startAt Whether it gets what was published before.
 * @returns {Promise<string[]>} what was done
 */
export async function addGroups(ask, consumer, startAt) {
  const done = [];
  for (const key of STREAM_KEYS) {
    try {
      await ask('XGROUP', 'CREATE', key, consumer, startAt === 'first' ? '0' : '$', 'MKSTREAM');
      done.push(`group ${key}/${consumer}`);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
    }
  }
  return done;
}

/**
 * @template T
 * @param {string} url
 * @param {(ask: Ask) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function asOperator(url, work) {
  const client = createClient({ url, socket: { reconnectStrategy: false }, maintNotifications: 'disabled' });
  // Each command that is under way tells the same.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work((...args) => client.sendCommand(args));
  } finally {
    client.destroy();
  }
}

/** @param {Ask} ask */
async function requireDurability(ask) {
  for (const [name, wanted] of Object.entries(DURABLE)) {
    const answer = await ask('CONFIG', 'GET', name);
    const is = Object.values(/** @type {Record<string, string>} */ (answer))[0];
    if (is !== wanted) {
      throw new Error(
        `The server may forget what it has answered: ${name} is "${is}" and must be "${wanted}".` +
          ' Start it with infra/redis/server.conf, or say --may-forget.',
      );
    }
  }
}

/** @param {Ask} ask */
async function saveUsers(ask) {
  try {
    await ask('ACL', 'SAVE');
  } catch (error) {
    // Without a users file the operator of that server keeps its users elsewhere.
    if (!(error instanceof Error && error.message.includes('not configured to use an ACL file'))) throw error;
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      server: { type: 'string' },
      credentials: { type: 'string' },
      'may-forget': { type: 'boolean', default: false },
    },
  });
  const credentials = values.credentials ? keepCredentials(values.credentials) : credentialsFrom(process.env);
  if (!values.server || !credentials) {
    process.stderr.write(
      "Needed: --server <url with the operator's password>, and --credentials <file of passwords>" +
        ' or REDIS_<USER>_PASSWORD for each user\n',
    );
    process.exitCode = 2;
    return;
  }
  const done = await provisionRedis({
    url: values.server,
    credentials,
    mayForget: values['may-forget'],
  });
  process.stdout.write(`${done.join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
