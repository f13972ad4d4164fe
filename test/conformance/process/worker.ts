/** A process of the suite: one half of a service, which comes to a halt where it is told to, and is killed there. */
import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import type { PublishResult } from '../../../libs/eventing/src/transport.js';
import { EngineSession, type Handled } from '../../support/engine-session.js';
import { seenBy } from '../support/tally.js';
import { type Watch, WatchedTransport } from '../support/watched-transport.js';
import { connectFromEnvironment } from './connect.js';
import { type Order, OPTIONS_VARIABLE, type Word, type WorkerOptions } from './protocol.js';

Logger.overrideLogger(false);
const options = JSON.parse(process.env[OPTIONS_VARIABLE] ?? '{}') as WorkerOptions;
const { role, service, replica, leaseTtlMs, halt } = options;

function say(word: Word): void {
  process.send?.(word);
}

/** Never ends: whoever waits for it is killed. */
function halted(): Promise<never> {
  say({ kind: 'halted' });
  return new Promise(() => undefined);
}

const publish: Watch['publish'] = async (batch, next): Promise<PublishResult[]> => {
  if (halt === 'before-publish') return halted();
  const results = await next(batch);
  return halt === 'after-publish' ? halted() : results;
};

const delivered: Watch['delivered'] = (consumer, delivery) => {
  say({ kind: 'delivered', seen: seenBy(consumer, delivery.body) });
  if (halt !== 'before-ack') return delivery;
  const { body, attempt } = delivery;
  return {
    body,
    attempt,
    ack: () => void halted(),
    release: () => {
      delivery.release();
    },
    working: () => {
      delivery.working();
    },
  };
};

const proceeded = Promise.withResolvers<undefined>();
let hasProceeded = false;
let failed = 0;
async function before(value: number, _event: Handled): Promise<void> {
  if (value < (options.failFrom ?? (halt === 'in-handler' ? 0 : Infinity))) return;
  if (failed < (options.failures ?? 0)) {
    failed += 1;
    throw new Error('not now');
  }
  if (halt !== 'in-handler' || hasProceeded) return;
  say({ kind: 'halted' });
  await proceeded.promise;
}

const session = new EngineSession(
  () => options.databaseUrl,
  (name) => connectFromEnvironment(name, process.env),
);
const broadcast = (_subject: string, body: string): void => {
  say({ kind: 'broadcast', body });
};
const transport = new WatchedTransport(await session.transport(service), { publish, delivered, broadcast });

if (role === 'producer') {
  const { log } = await session.producer({ replica, leaseTtlMs, transport });
  process.on('message', (order: Order) => {
    if (order.kind !== 'append') return;
    void session.append(log, order.aggregateId, ...order.values).then(() => {
      say({ kind: 'appended' });
    });
  });
} else {
  process.on('message', (order: Order) => {
    if (order.kind !== 'proceed') return;
    hasProceeded = true;
    proceeded.resolve(undefined);
  });
  await session.consumer({
    consumer: service,
    replica,
    leaseTtlMs,
    transport,
    before,
    reconcileEveryMs: 3_600_000,
    ...(options.retry === undefined ? {} : { retry: options.retry }),
  });
}
// Nobody is left to kill it.
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => {
  void session.clear().then(() => process.exit());
});
say({ kind: 'ready' });
