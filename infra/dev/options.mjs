import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TRANSPORTS } from './brokers/index.mjs';
import { DATA } from './paths.mjs';
import { optional, StartError } from './servers/processes.mjs';

export const HELP = `npm start -- [options]

Runs the whole system on this machine: PostgreSQL, a broker and the three services, with a sample library.

  --reset              forget everything first: databases, streams, logs
  --empty              without the sample library
  --smoke              start, check over HTTP that all is there, stop; the exit code says whether it was
  --yes                do not ask before something is installed for this checkout
  --transport=<name>   what carries the events: ${TRANSPORTS.join(', ')} (nats, or what was used last)
  --data=<folder>      where everything is kept (.data)
  --help               this
`;

/**
 * @typedef {object} Options
 * @property {boolean} reset
 * @property {boolean} empty
 * @property {boolean} smoke
 * @property {boolean} yes
 * @property {boolean} help
 * @property {import('./brokers/broker.mjs').TransportName} [transport]
 * @property {string} data
 */

/**
 * @param {readonly string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const { values } = parse(args);
  const { transport, data, ...flags } = values;
  const known = TRANSPORTS.find((name) => name === transport);
  if (transport !== undefined && known === undefined) {
    throw new StartError(
      'no-such-transport',
      `There is no transport "${transport}".`,
      `There are: ${TRANSPORTS.join(', ')}`,
    );
  }
  return { ...flags, data: resolve(data), ...optional('transport', known) };
}

/** @param {readonly string[]} args */
function parse(args) {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    return parseArgs({
      args: [...args],
      options: {
        reset: flag,
        empty: flag,
        smoke: flag,
        yes: flag,
        help: flag,
        transport: { type: 'string' },
        data: { type: 'string', default: DATA },
      },
    });
  } catch (error) {
    throw new StartError('bad-option', error instanceof Error ? error.message : String(error), HELP);
  }
}
