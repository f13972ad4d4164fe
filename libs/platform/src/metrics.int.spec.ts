import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type EventEnvelope, OnEvent, PermanentError } from '#eventing';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { counted, CountedV1 } from '../../../test/support/engine-world.js';
import { eventually } from '../../../test/support/eventually.js';

const PAGE = join(import.meta.dirname, '../../../docs/metrics.md');
const OF_THE_CLIENT = /^(process|nodejs)_/u;

@Controller()
class CountsController {
  @OnEvent(CountedV1)
  onCounted(@Payload() event: EventEnvelope<CountedV1>): void {
    if (event.data.value === 666) throw new PermanentError('666');
  }
}

@Module({ controllers: [CountsController] })
class CountsModule {}

let service: ServiceKit;

beforeAll(async () => {
  const definition = { title: 'Test', description: 'Of metrics', version: '1', upcasters: [] };
  service = await ServiceKit.start({ ...definition, name: 'feeds', module: CountsModule });
});

afterAll(() => service.stop());

/** The sum of all series of a name that have the labels. */
function valueOf(text: string, name: string, labels: Record<string, string>): number | undefined {
  const values = text
    .split('\n')
    .filter(
      (line) =>
        line.startsWith(`${name}{`) &&
        Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)),
    )
    .map((line) => Number(line.split(' ').at(-1)));
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

const consumer = {
  messaging_system: 'nats',
  messaging_destination_name: CountedV1.type,
  messaging_consumer_group_name: 'feeds',
};

describe('the metrics', () => {
  it('are those of docs/metrics.md, in both directions', async () => {
    const text = await service.metrics();
    const served = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gmu)]
      .map(([, name = '', type = '']) => ({ name, type }))
      .filter(({ name }) => !OF_THE_CLIENT.test(name));
    const documented = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `(\w+)` +\| (\w+) +\|/gmu)].map(
      ([, name = '', type = '']) => ({ name, type }),
    );
    const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
    expect(documented.sort(byName)).toEqual(served.sort(byName));
  });

  it('count by type and consumer what is handled, comes twice, comes early, fails and dies', async () => {
    const [sound, poisoned, late] = [randomUUID(), randomUUID(), randomUUID()];
    await service.publish('cards', sound, counted(1));
    await service.publish('cards', sound, counted(2));
    await service.publish('cards', sound, counted(2), { sequence: 2 });
    await service.publish('cards', poisoned, counted(666));
    await service.publish('cards', late, counted(2), { sequence: 2 });
    await eventually(async () => {
      expect(valueOf(await service.metrics(), 'commonplace_events_inversions_total', consumer)).toBe(1);
    });
    await service.publish('cards', late, counted(1), { sequence: 1 });
    await eventually(async () => {
      const text = await service.metrics();
      const value = (name: string, labels: Record<string, string> = {}) =>
        valueOf(text, name, { ...consumer, ...labels });
      expect(value('commonplace_events_handled_total')).toBe(4);
      expect(value('messaging_client_consumed_messages_total')).toBe(6);
      expect(value('commonplace_events_duplicates_total')).toBe(1);
      expect(value('commonplace_gaps_healed_total')).toBe(1);
      expect(value('commonplace_events_parked_total', { reason: 'gap' })).toBe(1);
      expect(value('commonplace_events_parked_total', { reason: 'failed' })).toBe(1);
      expect(value('commonplace_events_failed_total', { error_type: 'permanent-failure' })).toBe(1);
      expect(value('commonplace_events_dead_total', { error_type: 'permanent-failure' })).toBe(1);
      expect(value('commonplace_commit_to_handled_seconds_count')).toBe(4);
      expect(value('messaging_process_duration_seconds_count')).toBeGreaterThanOrEqual(4);
      const group = { messaging_consumer_group_name: 'feeds' };
      expect(valueOf(text, 'commonplace_parked_events', { ...group, status: 'dead' })).toBe(1);
      expect(valueOf(text, 'commonplace_parked_events', { ...group, status: 'waiting' })).toBe(0);
      expect(valueOf(text, 'commonplace_consumer_paused', group)).toBe(0);
      expect(valueOf(text, 'commonplace_consumer_lag', group)).toBeDefined();
      expect(valueOf(text, 'commonplace_lanes_owned', { role: 'feeds' })).toBe(16);
      expect(valueOf(text, 'commonplace_outbox_depth', {})).toBe(0);
    });
  });

  // Last: the broker does not come back.
  it('are served without the broker, but for what only it knows', async () => {
    await service.broker.kill();
    await eventually(
      async () => {
        const text = await service.metrics();
        expect(valueOf(text, 'commonplace_consumer_lag', {})).toBeUndefined();
        expect(valueOf(text, 'commonplace_parked_events', { status: 'dead' })).toBe(1);
      },
      { deadlineMs: 30_000, intervalMs: 500 },
    );
  }, 60_000);
});
