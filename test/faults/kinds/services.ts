/** Services killed, stopped in their tracks, restarted in order, and with a clock that jumps. */
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultKind } from './kind.ts';

const HOUR_MS = 3_600_000;
/** A start takes a processor for seconds: one at a time, as an orchestrator would roll. */
const STARTS = 'starts of services';

/** Of one service. Those of the three services take turns: each comes once in three rounds. */
export function killService(service: string): FaultKind {
  return {
    name: 'kill a service',
    kills: true,
    servers: 0,
    parts: [service, STARTS],
    async inject({ system }, random, windowMs) {
      const replica = random.pick(system.of(service));
      if (replica === undefined) return { detail: 'nobody there', kills: [] };
      const killed = await replica.kill();
      await delay(windowMs / 2);
      await replica.start();
      return { detail: replica.name, kills: killed ? [service] : [] };
    },
  };
}

/** SIGSTOP, and SIGCONT: it does not know that time went by. Others may have taken its lanes over meanwhile. */
export function freezeService(service: string): FaultKind {
  return {
    name: 'freeze a service',
    kills: false,
    servers: 0,
    parts: [service],
    async inject({ system }, random, windowMs) {
      const replica = random.pick(system.of(service));
      replica?.signal('SIGSTOP');
      await delay(windowMs);
      replica?.signal('SIGCONT');
      return { detail: replica?.name ?? 'nobody there', kills: [] };
    },
  };
}

/** One replica after the other is asked to end, and started again. */
export function rollService(service: string): FaultKind {
  return {
    name: 'roll a service',
    kills: false,
    servers: 0,
    parts: [service, STARTS],
    async inject({ system }) {
      const ends: string[] = [];
      for (const replica of system.of(service)) {
        const asked = performance.now();
        const inTime = await replica.stop();
        const ended = performance.now();
        await replica.start();
        const [stop, start] = [ended - asked, performance.now() - ended].map((time) =>
          (time / 1000).toFixed(1),
        );
        ends.push(
          `${replica.name} (${inTime ? 'ended' : 'killed'} after ${stop ?? ''} s, ready after ${start ?? ''} s)`,
        );
      }
      return { detail: ends.join(', '), kills: [] };
    },
  };
}

/** Each replica's clock goes its own way, by up to two days, and comes back. */
export const clockJump: FaultKind = {
  name: 'clock jump',
  kills: false,
  servers: 0,
  parts: ['clocks'],
  async inject({ system }, random, windowMs) {
    const jumps = system.replicas.map((replica) => ({ replica, hours: random.between(-48, 48) }));
    for (const { replica, hours } of jumps) replica.shiftClock(hours * HOUR_MS);
    await delay(windowMs);
    for (const { replica } of jumps) replica.shiftClock(0);
    const told = jumps.map(
      ({ replica, hours }) => `${replica.name} ${hours > 0 ? '+' : ''}${String(hours)} h`,
    );
    return { detail: told.join(', '), kills: [] };
  },
};
