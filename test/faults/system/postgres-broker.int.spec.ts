import { PostgresBroker } from '../../support/brokers/postgres.js';
import { runRecord, testFolder } from '../../support/run.js';
import { PostgresFaultBroker } from './postgres-broker.js';

it('puts poison behind what the bus has stored', async () => {
  const bus = await PostgresBroker.start({ folder: testFolder('poisoned-bus'), record: runRecord() });
  try {
    const broker = await PostgresFaultBroker.open({ postgresUrl: bus.adminUrl });
    const before = await broker.stored();
    const poison = await broker.poison();
    expect(poison.length).toBeGreaterThan(0);
    expect(await broker.stored()).toBe(before + poison.length);
    await broker.close();
  } finally {
    await bus.stop();
  }
});
