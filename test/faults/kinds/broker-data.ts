/** Messages that should not be in the broker, and messages that should be and are not. */
import { setTimeout as delay } from 'node:timers/promises';
import type { WireEvent } from '../system/broker.ts';
import { type FaultKind, persist } from './kind.ts';

/** Enough to be noticed, few enough to be there within a moment of load. */
const LOST_AT_ONCE = 40;
const GATHER_DEADLINE_MS = 4_000;

export const poison: FaultKind = {
  name: 'poison',
  kills: false,
  parts: ['broker'],
  async inject(world, random) {
    const injected = await persist(() => world.system.broker.poison(() => random.next()));
    world.poison.push(...injected);
    return { detail: injected.map(({ kind }) => kind).join(', '), kills: 0 };
  },
};

/**
 * A gap is seen by the event behind it. A removed card has none, ever: that its removal was lost, nobody can see.
 * All other events are followed by one in the end (`tails.ts`).
 */
const isFollowed = ({ type }: WireEvent): boolean => !type.includes('card-removed-from-library');

/**
 * The broker forgets what it had acknowledged, before the consumers have seen it: those of one service are dead
 * meanwhile.
 */
export const loseEvents: FaultKind = {
  name: 'broker loses events',
  kills: true,
  parts: ['broker', 'feeds', 'notifications'],
  async inject(world, random) {
    const { system } = world;
    const service = random.pick(['feeds', 'notifications']) ?? 'feeds';
    const killed = await Promise.all(system.of(service).map((replica) => replica.kill()));
    const before = await persist(() => system.broker.stored());
    const deadline = Date.now() + GATHER_DEADLINE_MS;
    const isEnough = async (): Promise<boolean> =>
      (await system.broker.stored()) - before >= LOST_AT_ONCE * 2;
    while (Date.now() < deadline && !(await persist(isEnough))) await delay(50);
    const gathered = (await persist(() => system.broker.stored())) - before;
    const lost = await persist(() => system.broker.lose(Math.min(LOST_AT_ONCE, gathered), isFollowed));
    world.lost.push(...lost);
    await Promise.all(system.of(service).map((replica) => replica.start()));
    return {
      detail: `${String(lost.length)} events that ${service} had not seen`,
      kills: killed.filter(Boolean).length,
    };
  },
};
