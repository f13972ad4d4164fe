import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DATA } from './paths.mjs';
import { StartError } from './servers/processes.mjs';

export const HELP = `npm start -- [options]

Runs the whole system on this machine: PostgreSQL, nats-server and the three services, with a sample library.

  --reset              forget everything first: databases, streams, logs
  --empty              without the sample library
  --smoke              start, check over HTTP that all is there, stop; the exit code says whether it was
  --yes                do not ask before something is installed for this checkout
  --transport=nats     what carries the events
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
 * @property {string} data
 */

/**
 * @param {readonly string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const { values } = parse(args);
  const { transport, data, ...flags } = values;
  if (transport !== 'nats') {
    throw new StartError(
      'no-such-transport',
      `The transport "${transport}" is not available yet.`,
      'There is: nats',
    );
  }
  return { ...flags, data: resolve(data) };
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
        transport: { type: 'string', default: 'nats' },
        data: { type: 'string', default: DATA },
      },
    });
  } catch (error) {
    throw new StartError('bad-option', error instanceof Error ? error.message : String(error), HELP);
  }
}
