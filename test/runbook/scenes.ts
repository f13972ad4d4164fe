import { STREAM } from '../../infra/nats/topology.mjs';
import type { ClusterWorld } from './worlds/cluster-world.js';
import type { ServerWorld } from './worlds/server-world.js';
import type { SystemWorld } from './worlds/system-world.js';

export interface Worlds {
  system: SystemWorld;
  cluster: ClusterWorld;
  server: ServerWorld;
}

/** Where a section's commands are run. */
export interface Scene<Name extends keyof Worlds = keyof Worlds> {
  world: Name;
  /** What has happened when the operator opens this page. */
  before?: (world: Worlds[Name]) => Promise<void>;
  /** What must be true when the section was followed. */
  after?: (world: Worlds[Name]) => Promise<void>;
}

const DAY_NS = 24 * 60 * 60 * 1_000_000_000;

function inSystem(scene: Omit<Scene<'system'>, 'world'> = {}): Scene {
  return { world: 'system', ...scene } as Scene;
}
function inCluster(scene: Omit<Scene<'cluster'>, 'world'> = {}): Scene {
  return { world: 'cluster', ...scene } as Scene;
}
function atServer(scene: Omit<Scene<'server'>, 'world'> = {}): Scene {
  return { world: 'server', ...scene } as Scene;
}

/** A replay into the live consumer: the feed stays as it was, and what came again was skipped. */
function harmlessReplay(): Scene {
  let feed: unknown[];
  let duplicates: number;
  return inSystem({
    before: async (world) => {
      feed = await world.feed();
      duplicates = await world.duplicates();
    },
    after: async (world) => {
      await world.untilSettled();
      expect(await world.duplicates()).toBeGreaterThan(duplicates);
      expect(feed.length).toBeGreaterThan(0);
      expect(await world.feed()).toEqual(feed);
    },
  });
}

/** By heading of infra/nats/RUNBOOK.md, every one that has commands. */
export const SCENES: Readonly<Record<string, Scene>> = {
  'Keys of a system of `npm start`': inSystem(),
  'Two contexts': inSystem(),
  'The server': inSystem(),
  'The stream': inSystem(),
  Lag: inSystem(),
  'By id': inSystem(),
  'By aggregate': inSystem(),
  'By time': inSystem(),
  'By sequence': inSystem(),
  'Beside the old one': inSystem({
    after: async (world) => {
      await world.save();
      await world.untilSettled();
    },
  }),
  'In place': harmlessReplay(),
  'In place, on an older server': harmlessReplay(),
  'One event again': harmlessReplay(),
  Backup: inSystem(),
  Restore: inSystem({
    before: async (world) => {
      // Handled by everybody, and in no backup.
      await world.save();
      await world.untilSettled();
      await world.onStream((manager) => manager.streams.delete(STREAM));
      // Committed while there is no stream.
      await world.save();
    },
    after: (world) => world.untilSettled(),
  }),
  'What is different': inSystem({
    before: (world) =>
      world.onStream(async (manager) => {
        await manager.streams.update(STREAM, { max_age: 300 * DAY_NS });
        await manager.consumers.delete(STREAM, 'feeds-p00');
        await manager.consumers.add(STREAM, { durable_name: 'somebodys' });
      }),
  }),
  'Put right': inSystem({
    after: async (world) => {
      await world.onStream((manager) => manager.consumers.delete(STREAM, 'somebodys'));
      await world.save();
      await world.untilSettled();
    },
  }),
  Full: inSystem({
    before: async (world) => {
      await world.onStream(async (manager) => {
        const { state } = await manager.streams.info(STREAM);
        await manager.streams.update(STREAM, { max_bytes: state.bytes });
      });
      await world.save();
    },
  }),
  'Make room': inSystem({ after: (world) => world.untilSettled() }),
  'One of three is away': inCluster({
    before: (world) => world.third.kill(),
    after: (world) => world.publish(),
  }),
  'It is back': inCluster({ before: (world) => world.third.start() }),
  'Moving the lead': inCluster({ after: (world) => world.publish() }),
  'Make it': atServer({ after: (world) => world.restartWithNewKeyOfFeeds() }),
  'See that it is taken': atServer(),
};
