import { type CloudEvent as OfficialCloudEvent, HTTP } from 'cloudevents';
import {
  CONTENT_TYPE,
  type EventEnvelope,
  MalformedEventError,
  parseCloudEvent,
  toCloudEvent,
} from './envelope.js';
import { partitionOf, partitionToken } from './partition.js';

const envelope: EventEnvelope = {
  id: '0198c5d8-7c5e-7f3a-9d4b-2f6a1c3e5b7d',
  source: '/services/cards',
  type: 'events.cards.collection-created.v1',
  subject: '0198c5d8-0000-7000-8000-000000000001',
  time: '2026-11-22T12:00:00.000Z',
  sequence: 7,
  correlationId: 'request-1',
  causationId: 'request-1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  twins: ['events.cards.collection-created.v2', 'events.cards.collection-created.v3'],
  data: { name: 'Vector clocks' },
};

describe('the envelope', () => {
  it('comes back from the wire as it was sent', () => {
    expect(parseCloudEvent(JSON.stringify(toCloudEvent(envelope)))).toEqual(envelope);
  });

  it('is a CloudEvent to the official SDK', () => {
    const parsed = HTTP.toEvent({
      headers: { 'content-type': CONTENT_TYPE },
      body: JSON.stringify(toCloudEvent(envelope)),
    }) as OfficialCloudEvent<unknown>;
    expect(parsed.validate()).toBe(true);
    expect(parsed).toMatchObject({
      id: envelope.id,
      type: envelope.type,
      sequence: '7',
      partitionkey: envelope.subject,
      twins: 'events.cards.collection-created.v2,events.cards.collection-created.v3',
    });
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no object', '3', 'not an object'],
    ['no id', JSON.stringify({ ...toCloudEvent(envelope), id: undefined }), '"id"'],
    ['an id that is no UUID', JSON.stringify({ ...toCloudEvent(envelope), id: '7' }), '"id"'],
    ['a NUL', JSON.stringify({ ...toCloudEvent(envelope), subject: 'a\0b' }), '"subject"'],
    [
      'a subject too long',
      JSON.stringify({ ...toCloudEvent(envelope), subject: 'a'.repeat(513) }),
      '"subject"',
    ],
    ['a sequence of 0', JSON.stringify({ ...toCloudEvent(envelope), sequence: '0' }), '"sequence"'],
  ])('refuses %s and names the attribute', (_case, body, expected) => {
    expect(() => parseCloudEvent(body)).toThrow(MalformedEventError);
    expect(() => parseCloudEvent(body)).toThrow(expected);
  });
});

describe('partitions', () => {
  it('are a published function of the aggregate id: CRC-32 modulo 16', () => {
    // The check value of CRC-32 for "123456789" is 0xCBF43926.
    expect(partitionOf('123456789')).toBe(0xcbf43926 % 16);
    expect(partitionToken(7)).toBe('07');
  });

  it('spread aggregates evenly', () => {
    const counts = new Array<number>(16).fill(0);
    for (let index = 0; index < 16_000; index += 1) {
      const partition = partitionOf(`0198c5d8-0000-7000-8000-${String(index).padStart(12, '0')}`);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });
});
