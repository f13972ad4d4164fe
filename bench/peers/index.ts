import type { Peer } from './peer.ts';

/** Loaded when they are wanted, so that a consumer's process holds its own peer's client only. */
const LOADERS: Readonly<Record<string, () => Promise<Peer>>> = {
  'ours, nats': async () => (await import('./ours.ts')).ours('nats'),
  'ours, postgres': async () => (await import('./ours.ts')).ours('postgres'),
  BullMQ: async () => (await import('./bullmq.ts')).bullmq,
  'pg-boss': async () => (await import('./pg-boss.ts')).pgBoss,
  Emmett: async () => (await import('./emmett.ts')).emmett,
  'Nest, NATS': async () => (await import('./nest-nats.ts')).nestNats,
};

export const PEER_NAMES: readonly string[] = Object.keys(LOADERS);
export const OURS: readonly string[] = PEER_NAMES.filter((name) => name.startsWith('ours'));

export function loadPeer(name: string): Promise<Peer> {
  const load = LOADERS[name];
  if (load === undefined) throw new Error(`There is no peer "${name}"; there are: ${PEER_NAMES.join('; ')}`);
  return load();
}
