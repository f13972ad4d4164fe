import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { ROOT } from '../../infra/dev/paths.mjs';
import { type BenchOptions, quiet } from '../run.ts';
import { makeSchemas } from '../world.ts';
import { arrived } from './counters.ts';
import type { Environment, Peer } from './peer.ts';

/** After this long without a new row, what is missing is taken for lost. */
const STALLED_MS = 15_000;
const STOP_MS = 10_000;

/** One peer with its database and servers, ready to be measured. */
export interface Stage {
  peer: Peer;
  sql: Sql;
  environment: Environment;
  /** Its consumers' processes, those that ended too. */
  children: Set<ChildProcess>;
  stop: () => Promise<void>;
}

export async function openStage(
  peer: Peer,
  { adminUrl, folder, options }: { adminUrl: string; folder: string; options: BenchOptions },
): Promise<Stage> {
  const name = `peer_${peer.name.toLowerCase().replaceAll(/\W+/g, '_')}`;
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  const admin = postgres(adminUrl, { max: 1, onnotice: quiet });
  await admin`create database ${admin(name)}`;
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await makeSchemas(url.href);
  const served = await peer.serve({ folder: home, options, databaseUrl: url.href, adminUrl });
  const sql = postgres(url.href, { max: 2, onnotice: quiet });
  const children = new Set<ChildProcess>();
  return {
    peer,
    sql,
    children,
    environment: { ...served.environment, BENCH_LOG: join(home, 'consumer.log') },
    async stop() {
      // A phase that failed has left one behind.
      for (const child of children) child.kill('SIGKILL');
      await sql.end({ timeout: 1 });
      await served.stop();
    },
  };
}

/** The consumer in a process of its own, up to where it would begin. */
export async function forkConsumer({ peer, environment, children }: Stage): Promise<ChildProcess> {
  const log = openSync(environment['BENCH_LOG'] ?? '/dev/null', 'a');
  const child = fork(join(ROOT, 'bench', 'peers', 'consumer-process.ts'), [peer.name], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', log, log, 'ipc'],
  });
  children.add(child);
  await hears(child, 'loaded');
  return child;
}

/** Resolves when the consumer says that it consumes; what it does before that is part of what is measured. */
export async function go(child: ChildProcess): Promise<void> {
  child.send('go');
  await hears(child, 'consuming');
}

export async function runConsumer(stage: Stage): Promise<ChildProcess> {
  const child = await forkConsumer(stage);
  await go(child);
  return child;
}

/** In order, as for a deployment; by force when that takes too long. */
export async function endConsumer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.send('stop');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(force);
}

export async function killConsumer(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/**
 * Waits until all events of a phase are in the feed, or nothing more comes.
 *
 * @returns when the last of them was seen (`performance.now()`).
 */
export async function untilArrived(sql: Sql, prefix: string, total: number): Promise<number> {
  let seen = 0;
  let seenAt = performance.now();
  for (;;) {
    const now = await arrived(sql, prefix);
    if (now > seen) {
      seen = now;
      seenAt = performance.now();
    }
    if (seen >= total || performance.now() - seenAt > STALLED_MS) return seenAt;
    await delay(20);
  }
}

async function hears(child: ChildProcess, what: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const listen = (message: unknown): void => {
      if (message !== what) return;
      child.off('message', listen);
      resolve();
    };
    child.on('message', listen);
    child.once('exit', (code) => {
      reject(new Error(`The consumer ended with ${String(code)} before it was ${what}`));
    });
  });
}
