import { eventually } from './eventually.js';
import { startSystem, type TestSystem } from './system.js';

/** Starting eight processes on a busy machine. */
const START_TIMEOUT_MS = 120_000;

describe('the whole system as processes', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem();
  }, START_TIMEOUT_MS);
  afterAll(() => system.stop(), START_TIMEOUT_MS);

  const isReady = async (service: string): Promise<boolean> => {
    try {
      return (await fetch(`${String(system.urls[service])}/readyz`)).ok;
    } catch {
      return false;
    }
  };

  it('has every service ready', async () => {
    for (const service of ['cards', 'feeds', 'notifications']) expect(await isReady(service)).toBe(true);
  });

  it('has a killed service back on its port', async () => {
    await system.kill('feeds');
    expect(await isReady('feeds')).toBe(false);
    await system.restart('feeds');
    expect(await isReady('feeds')).toBe(true);
  });

  it(
    'is not ready without its broker or its database, and is again when they are back',
    async () => {
      await system.killBroker();
      await system.killPostgres();
      expect(await isReady('cards')).toBe(false);
      await system.restartPostgres();
      await system.restartBroker();
      await eventually(async () => expect(await isReady('cards')).toBe(true), { deadlineMs: 30_000 });
    },
    START_TIMEOUT_MS,
  );
});
