/** Messages that should not be in the broker, and messages that should be and are not. */
import { setTimeout as delay } from 'node:timers/promises';
import { type FaultKind, persist } from './kind.ts';

/** Enough to be noticed, few enough to be there within a moment of load. */
const LOST_AT_ONCE = 40;
const GATHER_DEADLINE_MS = 4_000;

export const poison: FaultKind = {
  name: 'poison',
  kills: false,
  servers: 0,
  parts: ['broker'],
  async inject(world) {
    const injected = await persist(() => world.system.broker.poison());
    world.poison.push(...injected);
    return { detail: injected.map(({ kind }) => kind).join(', '), kills: [] };
  },
};

/**
 * The broker forgets what it had acknowledged, before one service has seen it: that one can not reach the broker
 * meanwhile. Among the lost are last events of their aggregates, which no gap shows.
 */
export const loseEvents: FaultKind = {
  name: 'broker loses events',
  kills: false,
  servers: 0,
  parts: ['broker', 'wires'],
  async inject(world, random) {
    const { system } = world;
    const service = random.pick(['feeds', 'notifications']) ?? 'feeds';
    const wires = system.of(service).map((replica) => replica.wires.broker);
    for (const wire of wires) wire.refuse(true);
    try {
      const before = await persist(() => system.broker.stored());
      const deadline = Date.now() + GATHER_DEADLINE_MS;
      const gathered = async (): Promise<number> => (await system.broker.stored()) - before;
      while (Date.now() < deadline && (await persist(gathered)) < LOST_AT_ONCE * 2) await delay(50);
      const unseen = Math.min(LOST_AT_ONCE, await persist(gathered));
      const lost = await persist(() => system.broker.lose(unseen));
      world.lost.push(...lost);
      return { detail: `${String(lost.length)} events that ${service} had not seen`, kills: [] };
    } finally {
      for (const wire of wires) wire.refuse(false);
    }
  },
};
