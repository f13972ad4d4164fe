/** What the launcher says when everything runs. */
import { join } from 'node:path';
import { Api } from './api.mjs';
import { say, table } from './output.mjs';
import { SERVICES } from './system.mjs';

const FEED_LINES = 5;

/**
 * @param {import('./system.mjs').System} system
 * @param {Record<string, string>} urls
 * @param {import('./options.mjs').Options} options
 * @param {string} took
 */
export async function welcome(system, urls, options, took) {
  const rows = [
    ...SERVICES.map((name) => [name, `${urls[name]}/docs`, `process ${system.service(name).pid}`]),
    ['nats-server', system.nats.url, `process ${system.nats.pid}`],
    ['PostgreSQL', system.postgres.url.replace(/postgres$/, 'commonplace'), `process ${system.postgres.pid}`],
    ['logs', join(options.data, 'logs'), ''],
  ];
  say(`\nEverything runs, ${took} after the start.\n`);
  say(table(rows));
  const reader = new Api(urls, 'did:plc:reader');
  const { items } = await reader.getPage('feeds', '/feeds/global');
  say('\nThe newest in the global feed:');
  for (const item of items.slice(0, FEED_LINES)) say(`  ${lineOf(item)}`);
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
 * One activity in a line, as far as it has these fields.
 * @param {Record<string, unknown>} item
 */
function lineOf(item) {
  const text = JSON.stringify(item);
  return text.length > 140 ? `${text.slice(0, 139)}…` : text;
}
