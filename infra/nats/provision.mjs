/**
 * Brings the stream and the consumers of a server to what the files beside this one say. Run by the operator: in
 * development by the launcher, in production by a person or a release step.
 *
 *   node infra/nats/provision.mjs --server nats://host:4222 [--replicas 3] [--dry-run]
 *
 * The operator's nkey seed is in NATS_NKEY_SEED; where the servers' certificates are of an authority of one's own, its
 * certificate is in NATS_CA, or in the file that NATS_CA_FILE names. With --dry-run nothing is changed, the difference is printed, and
 * the exit code is 1 when there is one. Nothing is ever deleted: a consumer that is in no file is named and left alone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { connect, nkeyAuthenticator } from 'nats';
import { inboxPrefix, OPERATOR } from './topology.mjs';

/** @typedef {Record<string, unknown>} Config A stream's or consumer's, as the API has it. */

/** @typedef {{ config?: Config, consumers?: string[] | null, total?: number }} Reply */

/**
 * @typedef {(subject: string, body?: Config) => Promise<Reply | undefined>} Ask One request to the JetStream API;
 *   nothing where there is no such stream or consumer.
 */

/**
 * @typedef {object} Change
 * @property {'create' | 'update' | 'keep'} action `keep` is of what no file knows.
 * @property {string} target `stream EVENTS`, `consumer EVENTS/feeds-p00`
 * @property {readonly string[]} differences `field: is → wanted`
 */

const HERE = dirname(fileURLToPath(import.meta.url));
const NOT_FOUND = 404;
/** A cluster that has not chosen its leader yet answers so. */
const UNAVAILABLE = 503;
const UNAVAILABLE_DEADLINE_MS = 60_000;

/**
 * @param {object} options
 * @param {string} options.url
 * @param {string} options.seed The operator's.
 * @param {string | undefined} [options.ca] PEM of the authority of the servers' certificates.
 * @param {number} [options.replicas] Of the stream and so of its consumers. Without it a new stream has what the file
 *   says, 1, and one that stands keeps what it has: fewer replicas are fewer copies of the events.
 * @param {boolean} [options.dryRun]
 * @returns {Promise<Change[]>} what was, or would be, done
 */
export async function provisionNats({ url, seed, ca, replicas, dryRun = false }) {
  const connection = await connect({
    servers: url,
    name: 'provision',
    inboxPrefix: inboxPrefix(OPERATOR),
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    ...(ca ? { tls: { ca } } : {}),
  });
  try {
    /**
     * @param {string} subject
     * @param {Config} [body]
     */
    const ask = async (subject, body) => {
      const deadline = Date.now() + UNAVAILABLE_DEADLINE_MS;
      for (;;) {
        const reply = await connection.request(`$JS.API.${subject}`, body && JSON.stringify(body), {
          timeout: 10_000,
        });
        /** @type {Reply & { error?: { code: number, description: string } }} */
        const { error, ...answer } = reply.json();
        if (!error) return answer;
        if (error.code === NOT_FOUND) return undefined;
        if (error.code !== UNAVAILABLE || Date.now() > deadline) {
          throw new Error(`${subject}: ${error.description}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    };
    return await bringUpToDate(ask, replicas, dryRun);
  } finally {
    await connection.close();
  }
}

/**
 * @param {Ask} ask
 * @param {number | undefined} replicas
 * @param {boolean} dryRun
 */
async function bringUpToDate(ask, replicas, dryRun) {
  /** @type {Change[]} */
  const changes = [];
  for (const file of readdirSync(join(HERE, 'streams'))) {
    const fromFile = read(join('streams', file));
    const name = String(fromFile['name']);
    const found = (await ask(`STREAM.INFO.${name}`))?.config;
    /** @type {Config} */
    const stream = {
      ...fromFile,
      num_replicas: replicas ?? found?.['num_replicas'] ?? fromFile['num_replicas'],
    };
    const change = compare(`stream ${name}`, found, stream);
    if (change) changes.push(change);
    if (change && !dryRun) {
      await ask(`STREAM.${change.action.toUpperCase()}.${name}`, { ...found, ...stream });
    }
    const consumers = consumerFiles();
    for (const consumer of consumers) {
      const done = await bringConsumerUpToDate(ask, name, consumer, dryRun);
      if (done) changes.push(done);
    }
    if (found) changes.push(...(await unknownConsumers(ask, name, consumers)));
  }
  return changes;
}

/**
 * @param {Ask} ask
 * @param {string} stream
 * @param {Config} consumer
 * @param {boolean} dryRun
 */
async function bringConsumerUpToDate(ask, stream, consumer, dryRun) {
  const name = String(consumer['durable_name']);
  const found = (await ask(`CONSUMER.INFO.${stream}.${name}`))?.config;
  const change = compare(`consumer ${stream}/${name}`, found, consumer);
  if (change && !dryRun) {
    await ask(`CONSUMER.DURABLE.CREATE.${stream}.${name}`, {
      stream_name: stream,
      config: { ...found, ...consumer },
    });
  }
  return change;
}

/**
 * Those that a person made, or that an older topology had: each may be somebody's place in the stream.
 * @param {Ask} ask
 * @param {string} stream
 * @param {readonly Config[]} known
 * @returns {Promise<Change[]>}
 */
async function unknownConsumers(ask, stream, known) {
  /** @type {string[]} */
  const present = [];
  for (let total = 1; present.length < total;) {
    const page = await ask(`CONSUMER.NAMES.${stream}`, { offset: present.length });
    if (!page?.consumers?.length) break;
    present.push(...page.consumers);
    total = page.total ?? 0;
  }
  const names = new Set(known.map((consumer) => consumer['durable_name']));
  return present
    .filter((name) => !names.has(name))
    .map((name) => ({
      action: 'keep',
      target: `consumer ${stream}/${name}`,
      differences: ['it is in no file'],
    }));
}

/**
 * @param {string} target
 * @param {Config | undefined} found
 * @param {Config} wanted
 * @returns {Change | undefined}
 */
function compare(target, found, wanted) {
  if (!found) return { action: 'create', target, differences: [] };
  const differences = Object.entries(wanted)
    // A server leaves fields that have their zero value out of its answer.
    .filter(([field, value]) => JSON.stringify(found[field] ?? zeroOf(value)) !== JSON.stringify(value))
    .map(([field, value]) => `${field}: ${JSON.stringify(found[field])} → ${JSON.stringify(value)}`);
  return differences.length > 0 ? { action: 'update', target, differences } : undefined;
}

/** @param {unknown} value */
function zeroOf(value) {
  return { number: 0, boolean: false, string: '' }[/** @type {'number'} */ (typeof value)];
}

function consumerFiles() {
  return readdirSync(join(HERE, 'consumers')).flatMap((service) =>
    readdirSync(join(HERE, 'consumers', service)).map((file) => read(join('consumers', service, file))),
  );
}

/**
 * @param {string} file
 * @returns {Config}
 */
function read(file) {
  return JSON.parse(readFileSync(join(HERE, file), 'utf8'));
}

/** @param {NodeJS.ProcessEnv} env */
function authorityFrom(env) {
  const file = env['NATS_CA_FILE'];
  return file ? readFileSync(file, 'utf8') : env['NATS_CA'];
}

async function main() {
  const { values } = parseArgs({
    options: {
      server: { type: 'string' },
      replicas: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  const seed = process.env['NATS_NKEY_SEED'];
  if (!values.server || !seed) {
    process.stderr.write("Needed: --server <url>, and the operator's seed in NATS_NKEY_SEED\n");
    process.exitCode = 2;
    return;
  }
  const changes = await provisionNats({
    url: values.server,
    seed,
    ca: authorityFrom(process.env),
    dryRun: values['dry-run'],
    ...(values.replicas ? { replicas: Number(values.replicas) } : {}),
  });
  for (const { action, target, differences } of changes) {
    process.stdout.write(
      `${values['dry-run'] && action !== 'keep' ? 'would ' : ''}${action} ${target}${differences.map((line) => `\n  ${line}`).join('')}\n`,
    );
  }
  if (changes.length === 0) process.stdout.write('Nothing to change\n');
  if (values['dry-run'] && changes.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
