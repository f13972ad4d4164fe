/**
 * Brings users, rights, exchanges, queues and bindings of a server to what topology.mjs says. Running it again changes
 * nothing but the passwords.
 *
 *   node infra/rabbitmq/provision.mjs
 *   node infra/rabbitmq/provision.mjs --ctl "docker exec -i rabbit rabbitmqctl"
 *   node infra/rabbitmq/provision.mjs --print > definitions.json
 *
 * The first two import into the running node with `rabbitmqctl`, since AMQP can not make users, and the management
 * plugin may be absent. What --print prints is for a server that loads it at its start (`load_definitions`), or for
 * a broker that only has the management API (`POST /api/definitions`).
 *
 * Passwords come from RABBITMQ_OPERATOR_PASSWORD, RABBITMQ_CARDS_PASSWORD and so on, one for each identity.
 */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { IDENTITIES } from '../nats/topology.mjs';
import { definitionsOf } from './topology.mjs';

/** @typedef {import('./topology.mjs').Passwords} Passwords */

/**
 * @param {object} options
 * @param {Passwords} options.passwords
 * @param {readonly [string, ...string[]]} options.ctl `rabbitmqctl` of the server's version, and arguments before its
 *   command.
 * @param {NodeJS.ProcessEnv} [options.env] Says which node it talks to.
 * @throws when it fails, with what it said
 */
export async function provisionRabbit({ passwords, ctl: [command, ...args], env = process.env }) {
  const child = spawn(command, [...args, 'import_definitions'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  // It may end before it has read everything; its exit code says more.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(definitionsOf(passwords)));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} import_definitions failed:\n${said.join('').trim()}`);
}

/** @returns {Passwords | undefined} nothing when one is missing, which is told */
function passwordsFrom(/** @type {NodeJS.ProcessEnv} */ env) {
  const named = IDENTITIES.map((name) => ({ name, variable: `RABBITMQ_${name.toUpperCase()}_PASSWORD` }));
  const missing = named.filter(({ variable }) => !env[variable]).map(({ variable }) => variable);
  if (missing.length > 0) {
    process.stderr.write(`Needed in the environment: ${missing.join(', ')}\n`);
    return undefined;
  }
  return Object.fromEntries(named.map(({ name, variable }) => [name, env[variable] ?? '']));
}

async function main() {
  const { values } = parseArgs({
    options: { ctl: { type: 'string', default: 'rabbitmqctl' }, print: { type: 'boolean', default: false } },
  });
  const passwords = passwordsFrom(process.env);
  const [command = 'rabbitmqctl', ...args] = values.ctl.split(' ').filter((word) => word !== '');
  if (!passwords) process.exitCode = 2;
  else if (values.print) process.stdout.write(`${JSON.stringify(definitionsOf(passwords), null, 2)}\n`);
  else {
    await provisionRabbit({ passwords, ctl: [command, ...args] });
    process.stdout.write('The definitions are imported\n');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
