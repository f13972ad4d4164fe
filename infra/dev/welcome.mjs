/** What the launcher says when everything runs. */
import { join } from 'node:path';
import { Api } from './api.mjs';
import { say, table } from './output.mjs';
import { SERVICES } from './system.mjs';

const FEED_LINES = 5;

/**
 * @typedef {object} Activity Of it, what is printed.
 * @property {string} type
 * @property {string} actorId
 * @property {string | null} importId
 * @property {number} cardCount
 * @property {{ url: string, metadata: { title?: string } }[]} cards
 * @property {{ name: string }[]} collections
 */

/**
 * @param {import('./system.mjs').System} system
 * @param {Record<string, string>} urls
 * @param {import('./options.mjs').Options} options
 * @param {ReadonlyMap<string, string>} names of people, by DID
 * @param {string} took
 */
export async function welcome(system, urls, options, names, took) {
  const rows = [
    ...SERVICES.map((name) => [name, `${urls[name]}/docs`, `process ${system.service(name).pid}`]),
    ...[...system.brokers.values()].map(({ title, url, server }) => [
      title,
      url,
      server ? `process ${server.pid}` : '',
    ]),
    ['PostgreSQL', system.postgres.url.replace(/postgres$/, 'commonplace'), `process ${system.postgres.pid}`],
    ['logs', join(options.data, 'logs'), ''],
  ];
  say(`\nEverything runs, ${took} after the start.\n`);
  say(table(rows));
  const reader = new Api(urls, 'did:plc:reader');
  const { items } = await reader.getPage('feeds', '/feeds/global');
  say('\nThe newest in the global feed:');
  for (const item of items.slice(0, FEED_LINES)) say(`  ${lineOf(item, names)}`);
  if (items.length === 0) say('  nothing yet');
  say(`
Try, in another terminal:
  curl '${urls['feeds']}/feeds/global?limit=3' -H 'Authorization: Development did:plc:you'
  curl '${urls['cards']}/cards' -H 'Authorization: Development did:plc:you' \\
    -H 'Content-Type: application/json' -d '{"url":"https://arxiv.org/abs/1706.03762","note":"To read"}'
  kill -9 ${system.service('feeds').pid}     # and see it come back with nothing lost

Ctrl-C stops everything; npm start again goes on where it was, npm start -- --reset begins anew.`);
}

/**
 * One activity in a line.
 * @param {import('./api.mjs').Json} activity
 * @param {ReadonlyMap<string, string>} names of people, by DID
 */
function lineOf(activity, names) {
  const { actorId, type, importId, cardCount, cards, collections } = /** @type {Activity} */ (activity);
  const who = names.get(actorId) ?? actorId;
  const where = collections.map(({ name }) => `"${name}"`).join(', ');
  if (type === 'COLLECTION_CREATED') return `${who} made the collection ${where}`;
  if (importId !== null) return `${who} imported ${cardCount} works`;
  const what = cards.map(({ url, metadata }) => metadata.title ?? url).join(', ');
  return `${who} saved ${what}${where === '' ? '' : ` to ${where}`}`;
}
