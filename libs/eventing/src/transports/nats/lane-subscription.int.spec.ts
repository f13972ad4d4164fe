import { NatsBroker } from '../../../../../test/support/brokers/nats.js';
import { outgoing, store, valueOf } from '../../../../../test/support/brokers/traffic.js';
import { runRecord, testFolder } from '../../../../../test/support/run.js';
import { waitFor } from '../../../../../test/support/wait-for.js';

/** As `ack_wait` in infra/nats/topology.mjs. */
const ACK_WAIT_MS = 5_000;

let broker: NatsBroker;

beforeAll(async () => {
  broker = await NatsBroker.start({ folder: testFolder('nats-lane'), record: runRecord(), durable: false });
}, 120_000);

afterAll(() => broker.stop(), 30_000);

describe('a lane of JetStream', () => {
  it('is not sent again what it has fetched and a slow handler has not come to', async () => {
    await broker.addConsumer('slow', 'new');
    const transport = await broker.connect('conformance');
    await store(transport, ...[1, 2, 3].map((value) => outgoing(0, value)));
    const lane = await transport.subscribe('slow', 0, new AbortController().signal);
    const [first] = (await lane.next(1)) ?? [];
    const takenAt = performance.now();
    await waitFor('a handler that takes longer than ack_wait', () => {
      first?.working();
      return performance.now() - takenAt > 1.5 * ACK_WAIT_MS ? true : undefined;
    });
    first?.ack();
    const seen: { value: number; attempt: number }[] = [];
    for (let left = 2; left > 0;) {
      for (const delivery of (await lane.next(10)) ?? []) {
        seen.push({ value: valueOf(delivery.body), attempt: delivery.attempt });
        delivery.ack();
        left -= 1;
      }
    }
    expect(seen).toEqual([
      { value: 2, attempt: 1 },
      { value: 3, attempt: 1 },
    ]);
    await waitFor('an empty lag', async () => ((await transport.lag('slow', [0])) === 0 ? true : undefined));
    // Nothing else was sent meanwhile.
    await lane.stop(1_000);
    expect(await lane.next(10)).toBeUndefined();
    await transport.close();
  });
});
