import { join } from 'node:path';
import type { JetStreamManager } from 'nats';
import { startNatsCluster } from '../../test/faults/system/nats-cluster.js';
import { startTestNats, type TestNats } from '../../test/support/nats.js';
import { asNatsOperator } from '../../test/support/nats-operator.js';
import { natsProgram, quiet, runRecord, testFolder } from '../../test/support/run.js';
import { identityOf, keepIdentities } from './identities.mjs';
import { provisionNats } from './provision.mjs';
import { OPERATOR, STREAM } from './topology.mjs';

const DAY_NS = 24 * 60 * 60 * 1_000_000_000;

describe('provisioning a nats-server', () => {
  let nats: TestNats;
  beforeAll(async () => {
    nats = await startTestNats();
  });
  afterAll(() => nats.stop());

  const provision = (dryRun = false) => provisionNats({ url: nats.url, seed: nats.seedOf(OPERATOR), dryRun });
  const onStream = <T>(work: (manager: JetStreamManager) => Promise<T>): Promise<T> =>
    asNatsOperator(nats.url, nats.seedOf(OPERATOR), work);

  it('shows what somebody changed, and changes it back only when told to', async () => {
    await onStream(async (manager) => {
      await manager.streams.update(STREAM, { max_age: 300 * DAY_NS });
      await manager.consumers.update(STREAM, 'feeds-p03', { max_ack_pending: 7 });
      await manager.consumers.delete(STREAM, 'feeds-p00');
    });
    const changes = [
      {
        action: 'update',
        target: 'stream EVENTS',
        differences: [`max_age: ${String(300 * DAY_NS)} → ${String(365 * DAY_NS)}`],
      },
      { action: 'create', target: 'consumer EVENTS/feeds-p00', differences: [] },
      { action: 'update', target: 'consumer EVENTS/feeds-p03', differences: ['max_ack_pending: 7 → 1024'] },
    ];
    expect(await provision(true)).toEqual(changes);
    expect(await provision(true)).toEqual(changes);
    expect(await provision()).toEqual(changes);
    expect(await provision()).toEqual([]);
  });

  it('names a consumer that no file knows, and leaves it alone', async () => {
    await onStream((manager) => manager.consumers.add(STREAM, { durable_name: 'somebodys' }));
    const kept = [{ action: 'keep', target: 'consumer EVENTS/somebodys', differences: ['it is in no file'] }];
    expect(await provision(true)).toEqual(kept);
    expect(await provision()).toEqual(kept);
    expect((await onStream((manager) => manager.consumers.info(STREAM, 'somebodys'))).name).toBe('somebodys');
  });
});

describe('provisioning a cluster', () => {
  it('leaves its stream the replicas that it has, unless told another number', async () => {
    const dataDir = testFolder('provision-cluster');
    const cluster = await startNatsCluster('nats', {
      dataDir,
      program: natsProgram(),
      postgresUrl: '',
      ports: {},
      durable: false,
      log: quiet,
      logFileOf: (name) => join(dataDir, `${name}.log`),
      record: runRecord(),
    });
    try {
      const { seed } = identityOf(keepIdentities(join(dataDir, 'secrets', 'identities.json')), OPERATOR);
      expect(await provisionNats({ url: cluster.url, seed })).toEqual([]);
      expect(await provisionNats({ url: cluster.url, seed, replicas: 1, dryRun: true })).toEqual([
        { action: 'update', target: 'stream EVENTS', differences: ['num_replicas: 3 → 1'] },
      ]);
    } finally {
      await cluster.server?.stop();
    }
  });
});
