/** What `npm start` does once packages and the right Node are there. */
import { join } from 'node:path';
import { whenOrphaned } from './bootstrap.mjs';
import { planFor } from './brokers/index.mjs';
import { build } from './build.mjs';
import { HELP, readOptions } from './options.mjs';
import { complain, say, secondsSince } from './output.mjs';
import { ROOT } from './paths.mjs';
import { checkSample, loadSample, readSample } from './sample.mjs';
import { ProcessRecord } from './servers/process-record.mjs';
import { StartError } from './servers/processes.mjs';
import { forget, readState, writeState } from './state.mjs';
import { Supervisor } from './supervisor.mjs';
import { SERVICES, System } from './system.mjs';
import { welcome } from './welcome.mjs';

/** A second signal within this time is the same one, come by two ways. */
const SAME_SIGNAL_MS = 1_000;

/** @param {readonly string[]} args */
export async function launch(args) {
  try {
    const options = readOptions(args);
    if (options.help) say(HELP);
    else await run(options);
  } catch (error) {
    if (error instanceof StartError) complain(`\n${error.message}`);
    else complain(`\n${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 1;
  }
}

/** @param {import('./options.mjs').Options} options */
async function run(options) {
  const startedAt = Date.now();
  const record = new ProcessRecord(join(options.data, 'processes'));
  record.claim();
  try {
    const left = await record.stopAll();
    if (left.length > 0) say(`Stopped what an earlier run had left behind: ${left.join(', ')}`);
    if (options.reset) {
      forget(options.data);
      say('Forgot everything of earlier runs');
    }
    if (build(say)) say(`  built in ${secondsSince(startedAt)}`);
    await runSystem(options, await planTransports(options), startedAt);
  } finally {
    record.release();
  }
}

/**
 * What was asked for, or used before; else JetStream, or without any broker to be had, PostgreSQL alone.
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('./brokers/index.mjs').TransportPlan>}
 */
async function planTransports({ transport, data, yes }) {
  const wanted = transport ?? readState(data).transport;
  try {
    const plan = await planFor(wanted ?? 'nats', { yes, log: say });
    for (const [name, program] of Object.entries(plan.programs)) say(describeProgram(name, program));
    return plan;
  } catch (error) {
    if (wanted !== undefined || !(error instanceof StartError)) throw error;
    say(
      `${error.message}\n\nNo broker is to be had: the events are carried by PostgreSQL (--transport=postgres).`,
    );
    return planFor('postgres', { yes, log: say });
  }
}

/**
 * @param {string} transport
 * @param {unknown} program
 */
function describeProgram(transport, program) {
  if (program === undefined) return `Events are carried by ${transport}`;
  const { version, source } = /** @type {import('./servers/find-program.mjs').Program} */ (program);
  return `Events are carried by ${transport}: version ${version}, ${source}`;
}

/**
 * @param {import('./options.mjs').Options} options
 * @param {import('./brokers/index.mjs').TransportPlan} transports
 * @param {number} startedAt
 */
async function runSystem(options, transports, startedAt) {
  const { ports } = readState(options.data);
  // A smoke test asks nothing of the network, unless it is told to.
  const env = { METADATA_FETCH: process.env['METADATA_FETCH'] ?? (options.smoke ? 'off' : 'on') };
  const system = new System({ dataDir: options.data, transports, log: say, ports, env });
  const supervisor = new Supervisor(say);
  const asked = stopSignal(() => void system.kill().then(() => process.exit(1)));
  try {
    // Whichever comes first: the system is up and, in a smoke test, checked; or somebody wants it to stop.
    const interrupted = await Promise.race([
      asked.then(() => true),
      bringUp(options, system, transports, supervisor, startedAt).then(() => false),
    ]);
    if (!options.smoke) await asked;
    else if (interrupted) process.exitCode = 130;
  } catch (error) {
    // What a stop in the middle of a start breaks is no news.
    if (!(await isSettled(asked))) throw error;
  } finally {
    say('\nStopping');
    await supervisor.stop();
    await system.stop();
    say('Everything is stopped; the data is kept.');
  }
}

/**
 * @param {import('./options.mjs').Options} options
 * @param {System} system
 * @param {import('./brokers/index.mjs').TransportPlan} transports
 * @param {Supervisor} supervisor
 * @param {number} startedAt
 */
async function bringUp(options, system, transports, supervisor, startedAt) {
  await system.start();
  const state = readState(options.data);
  state.ports = { ...state.ports, ...portsOf(system) };
  state.transport = transports.publish[0];
  writeState(options.data, state);
  if (!options.smoke) for (const [name, part] of system.parts()) supervisor.watch(name, part);

  const urls = Object.fromEntries(SERVICES.map((name) => [name, system.service(name).url]));
  const sample = readSample(join(ROOT, 'samples'));
  if (options.empty && state.sample === undefined) state.sample = 'none';
  if (state.sample === undefined) {
    say('Loading the sample library');
    await loadSample(sample, urls, say);
    state.sample = 'loaded';
  } else if (options.smoke && state.sample === 'loaded') {
    await checkSample(sample, urls, say);
  }
  writeState(options.data, state);
  if (options.smoke) {
    say(`All is there, ${secondsSince(startedAt)} after the start`);
  } else {
    const names = new Map(sample.researchers.map(({ did, name }) => [did, name]));
    await welcome(system, urls, options, names, secondsSince(startedAt));
  }
}

/** @param {System} system */
function portsOf(system) {
  return {
    postgres: system.postgres.port,
    ...Object.assign({}, ...[...system.brokers.values()].map(({ ports }) => ports)),
    ...Object.fromEntries(SERVICES.map((name) => [name, system.service(name).port])),
  };
}

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP, or when npm is gone; a later one forces.
 * @param {() => void} force
 * @returns {Promise<void>}
 */
function stopSignal(force) {
  return new Promise((resolve) => {
    let first = 0;
    const onSignal = () => {
      if (first === 0) {
        first = Date.now();
        resolve();
      } else if (Date.now() - first > SAME_SIGNAL_MS) {
        say('Stopping at once');
        force();
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
    whenOrphaned(onSignal);
  });
}

/** @param {Promise<void>} promise */
function isSettled(promise) {
  return Promise.race([promise.then(() => true), Promise.resolve(false)]);
}
