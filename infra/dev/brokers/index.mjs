/** The transports by name, and how a system uses them. */
import { asker } from '../output.mjs';
import { TOOLS } from '../paths.mjs';
import { StartError } from '../servers/processes.mjs';
import { nats } from './nats.mjs';
import { postgres } from './postgres.mjs';
import { redis } from './redis.mjs';

/** @typedef {import('./broker.mjs').TransportName} TransportName */

/** @type {Partial<Record<TransportName, import('./broker.mjs').BrokerKind>>} */
const KINDS = { nats, postgres, redis };

/** The production default stands first. */
export const TRANSPORTS = /** @type {readonly TransportName[]} */ (Object.keys(KINDS));

/**
 * Which transports carry the events, with the programs they need. More than one of each while a system moves.
 * @typedef {object} TransportPlan
 * @property {readonly TransportName[]} publish Each event goes to all of these.
 * @property {readonly TransportName[]} consume
 * @property {Partial<Record<TransportName, unknown>>} programs
 */

/**
 * Finds what a transport needs on this machine.
 * @param {TransportName} name
 * @param {object} options
 * @param {boolean} options.yes Without asking.
 * @param {(line: string) => void} options.log
 * @param {boolean} [options.allowInstall]
 * @returns {Promise<TransportPlan>}
 */
export async function planFor(name, { yes, log, allowInstall = true }) {
  const program = await kindOf(name).find({ toolsDir: TOOLS, allowInstall, log, ask: asker(yes) });
  return { publish: [name], consume: [name], programs: { [name]: program } };
}

/**
 * @param {TransportName} name
 * @param {import('./broker.mjs').StartBrokerOptions} options
 */
export function startBroker(name, options) {
  return kindOf(name).start(options);
}

/** @param {TransportName} name */
function kindOf(name) {
  const kind = KINDS[name];
  if (kind) return kind;
  throw new StartError(
    'no-such-transport',
    `There is no transport "${name}".`,
    `There are: ${TRANSPORTS.join(', ')}`,
  );
}
