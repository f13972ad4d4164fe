/** Wires between services and servers: cut, slow, or silent. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../../bench/load/random.ts';
import type { FaultSystem } from '../system/fault-system.ts';
import type { Wire as Proxies } from '../system/tcp-proxy.ts';
import type { FaultKind } from './kind.ts';

interface Wire {
  name: string;
  proxy: Proxies;
}

/** Resets all connections, and again while the window lasts. */
export const cutWires: FaultKind = {
  name: 'cut connections',
  kills: false,
  servers: 0,
  parts: ['wires'],
  async inject({ system }, random, windowMs) {
    const wires = someWires(system, random);
    let cut = 0;
    for (let times = 0; times < 3; times += 1) {
      for (const { proxy } of wires) cut += proxy.cut();
      await delay(windowMs / 3);
    }
    return { detail: `${namesOf(wires)}: ${String(cut)} connections`, kills: [] };
  },
};

export const slowWires: FaultKind = {
  name: 'slow connections',
  kills: false,
  servers: 0,
  parts: ['wires'],
  async inject({ system }, random, windowMs) {
    const wires = someWires(system, random);
    const milliseconds = random.between(20, 150);
    for (const { proxy } of wires) proxy.delay(milliseconds);
    await delay(windowMs);
    for (const { proxy } of wires) proxy.delay(0);
    return { detail: `${namesOf(wires)}: ${String(milliseconds)} ms`, kills: [] };
  },
};

/** Nothing comes through. Then either it does, late, or the connections turn out to be gone. */
export const blackHole: FaultKind = {
  name: 'black hole',
  kills: false,
  servers: 0,
  parts: ['wires'],
  async inject({ system }, random, windowMs) {
    const wires = someWires(system, random);
    const comesBack = random.chance(0.5);
    for (const { proxy } of wires) proxy.blackHole();
    await delay(windowMs);
    for (const { proxy } of wires) {
      if (!comesBack) proxy.cut();
      proxy.heal();
    }
    return { detail: `${namesOf(wires)}, ${comesBack ? 'late' : 'gone'}`, kills: [] };
  },
};

/** One in three, and at least one. */
function someWires(system: FaultSystem, random: Random): Wire[] {
  const all = system.replicas.flatMap(({ name, wires }) => [
    { name: `${name}–postgres`, proxy: wires.postgres },
    { name: `${name}–broker`, proxy: wires.broker },
  ]);
  return random.shuffled(all).slice(0, Math.ceil(all.length / 3));
}

function namesOf(wires: readonly Wire[]): string {
  return wires.map(({ name }) => name).join(', ');
}
