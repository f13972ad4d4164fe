/** What `npm start` does once packages and the right Node are there. */
import { join } from 'node:path';
import { whenOrphaned } from './bootstrap.mjs';
import { build } from './build.mjs';
import { HELP, readOptions } from './options.mjs';
import { asker, complain, say, secondsSince } from './output.mjs';
import { ROOT, TOOLS } from './paths.mjs';
import { checkSample, loadSample, readSample } from './sample.mjs';
import { findNatsServer } from './servers/find-nats.mjs';
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
    const nats = await findNatsServer({ toolsDir: TOOLS, log: say, ask: asker(options.yes) });
    say(`nats-server ${nats.version}, ${nats.source}`);
    await runSystem(options, nats, startedAt);
  } finally {
    record.release();
  }
}

/**
 * @param {import('./options.mjs').Options} options
 * @param {import('./servers/find-nats.mjs').NatsProgram} nats
 * @param {number} startedAt
 */
async function runSystem(options, nats, startedAt) {
  const system = new System({ dataDir: options.data, nats, log: say, ports: readState(options.data).ports });
  const supervisor = new Supervisor(say);
  const asked = stopSignal(() => void system.kill().then(() => process.exit(1)));
  try {
    // Whichever comes first: the system is up and, in a smoke test, checked; or somebody wants it to stop.
    const interrupted = await Promise.race([
      asked.then(() => true),
      bringUp(options, system, supervisor, startedAt).then(() => false),
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
 * @param {Supervisor} supervisor
 * @param {number} startedAt
 */
async function bringUp(options, system, supervisor, startedAt) {
  await system.start();
  const state = readState(options.data);
  state.ports = portsOf(system);
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
    nats: system.nats.port,
    natsMonitor: system.nats.monitorPort,
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
