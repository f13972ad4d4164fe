/** The broker and the database killed, stopped in their tracks, and out of room. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type FaultKind, persist } from './kind.ts';

export const killBroker: FaultKind = {
  name: 'kill broker',
  kills: true,
  servers: 1,
  parts: ['broker'],
  async inject({ system }, random, windowMs) {
    const node = random.pick(system.broker.nodes());
    if (node === undefined) return { detail: 'nobody there', kills: [] };
    const killed = node.process().isRunning();
    await node.kill();
    await delay(windowMs);
    await persist(() => node.start());
    return { detail: system.broker.transport, kills: killed ? ['broker'] : [] };
  },
};

/** One of several in order, as for a new version: it hands its leaderships on. */
export const stopBroker: FaultKind = {
  name: 'stop one of the brokers',
  kills: false,
  servers: 3,
  parts: ['broker'],
  async inject({ system }, random, windowMs) {
    const node = random.pick(system.broker.nodes());
    await node?.stop();
    await delay(windowMs);
    await persist(async () => node?.start());
    return { detail: system.broker.transport, kills: [] };
  },
};

export const freezeBroker: FaultKind = {
  name: 'freeze broker',
  kills: false,
  servers: 1,
  parts: ['broker'],
  async inject({ system }, random, windowMs) {
    const node = random.pick(system.broker.nodes());
    node?.process().signal('SIGSTOP');
    await delay(windowMs);
    node?.process().signal('SIGCONT');
    return { detail: system.broker.transport, kills: [] };
  },
};

export const killPostgres: FaultKind = {
  name: 'kill postgres',
  kills: true,
  servers: 0,
  parts: ['postgres'],
  async inject({ system: { postgres } }, _random, windowMs) {
    const killed = postgres.process().isRunning();
    await postgres.kill();
    await delay(windowMs / 2);
    await persist(() => postgres.start());
    return { detail: 'postmaster', kills: killed ? ['postgres'] : [] };
  },
};

/** All of its processes: a stopped postmaster alone only keeps new connections away. */
export const freezePostgres: FaultKind = {
  name: 'freeze postgres',
  kills: false,
  servers: 0,
  parts: ['postgres'],
  async inject({ system: { postgres } }, _random, windowMs) {
    const running = postgres.process();
    running.signal('SIGSTOP');
    const sessions = childrenOf(running.pid);
    signalAll(sessions, 'SIGSTOP');
    await delay(windowMs);
    signalAll(sessions, 'SIGCONT');
    running.signal('SIGCONT');
    return { detail: `postmaster and ${String(sessions.length)} of its processes`, kills: [] };
  },
};

export const fullDisk: FaultKind = {
  name: 'disk full on the broker',
  kills: false,
  servers: 1,
  parts: ['broker'],
  async inject({ system: { broker } }, _random, windowMs) {
    const full = await persist(() => broker.fillDisk());
    await delay(windowMs);
    return { detail: `${full.how}; ${await persist(() => full.release())}`, kills: [] };
  },
};

/** Only of a process that we started and that still runs: its children are its own. */
function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // A session that has ended meanwhile.
    }
  }
}
