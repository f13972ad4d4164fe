import { assertBuilt } from '../../infra/dev/build.mjs';
import { quiet, testFolder } from '../support/run.js';
import { run } from './run.ts';

const COMMANDS = 400;
const MINUTES = 60_000;

describe('the whole system', () => {
  it(
    'shows what a simple model of the domain says after the same commands',
    async () => {
      assertBuilt();
      const options = { commands: COMMANDS, seed: 7, clients: 16, replicas: 2, people: 12, works: 60 };
      const result = await run({ ...options, transport: 'nats' }, testFolder('model'), quiet);
      expect(result.violations).toEqual([]);
      // Most were let through, and there was something to compare.
      const accepted = [...result.accepted.values()].reduce((sum, count) => sum + count, 0);
      expect(accepted).toBeGreaterThan(COMMANDS * 0.8);
      const { cards, highlights, collections, connections, activities, notifications } = result.compared;
      const least = Math.min(cards, highlights, collections, connections, activities, notifications);
      expect(least).toBeGreaterThan(0);
    },
    5 * MINUTES,
  );
});
