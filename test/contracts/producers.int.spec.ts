import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type CloudEvent, HTTP } from 'cloudevents';
import { CATALOGUE, CATALOGUE_ENTRIES } from '#contracts';
import { partitionOf } from '#eventing';
import { eventually } from '../support/eventually.js';
import { runEveryCommand } from './support/commands.js';
import { producerOf } from './support/fixtures.js';
import { schemaErrors } from './support/json-schema.js';
import { RunningSystem } from './support/running-system.js';
import { type StoredMessage, Wire } from './support/wire.js';

/** All but those that are promised for later, or kept for replays alone. */
const PUBLISHED = CATALOGUE_ENTRIES.filter(({ status }) =>
  ['active', 'superseded'].includes(status.state),
).map(({ event }) => event);

type Parsed = CloudEvent<Record<string, unknown>>;

/** As the official SDK reads it. */
function parse({ headers, body }: StoredMessage): Parsed {
  return HTTP.toEvent({ headers: { 'content-type': headers['content-type'] }, body }) as Parsed;
}

describe('what the services publish', () => {
  let system: RunningSystem;
  let wire: Wire;
  let messages: readonly (StoredMessage & { event: Parsed })[];

  beforeAll(async () => {
    system = await RunningSystem.start();
    wire = await Wire.open(system.nats);
    await runEveryCommand(system);
    messages = await eventually(
      async () => {
        const stored = (await wire.messages()).map((message) => ({ ...message, event: parse(message) }));
        const missing = PUBLISHED.filter(({ type }) => !stored.some(({ event }) => event.type === type));
        expect(
          missing.map(({ type }) => `${type} was published by no command of support/commands.ts`),
        ).toEqual([]);
        expect(stored.some(({ event }) => event.data?.['importId'] !== undefined)).toBe(true);
        return stored;
      },
      { deadlineMs: 20_000, intervalMs: 200 },
    );
  }, 120_000);

  afterAll(async () => {
    await wire.close();
    await system.stop();
  });

  it('is in the catalogue, all of it', () => {
    const known = new Set(CATALOGUE.map(({ type }) => type));
    expect(messages.filter(({ event }) => !known.has(event.type)).map(({ event }) => event.type)).toEqual([]);
  });

  describe.each(PUBLISHED.map((contract) => [contract.type, contract] as const))('%s', (type, contract) => {
    const ofType = () => messages.filter(({ event }) => event.type === type);

    it('is a valid CloudEvent to the official SDK, with the envelope that is promised', () => {
      for (const { event, body } of ofType()) {
        expect(event.validate()).toBe(true);
        expect(JSON.parse(body)).toEqual({
          specversion: '1.0',
          id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/),
          source: `/services/${producerOf(type)}`,
          type,
          subject: event.subject,
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          datacontenttype: 'application/json',
          dataschema: `urn:commonplace:schema:${type}`,
          partitionkey: event.subject,
          sequence: expect.stringMatching(/^[1-9]\d*$/),
          sequencetype: 'Integer',
          correlationid: expect.any(String),
          causationid: expect.any(String),
          ...(event['twins'] === undefined
            ? {}
            : { twins: expect.stringContaining(type.replace(/\d+$/, '')) }),
          data: event.data,
        });
      }
    });

    it('stands under its subject and partition, with the headers of the broker', () => {
      for (const { event, subject, headers } of ofType()) {
        const partition = String(partitionOf(event.subject!)).padStart(2, '0');
        expect(subject).toBe(`${type}.${partition}`);
        expect(headers).toEqual({
          'content-type': 'application/cloudevents+json',
          'nats-msg-id': event.id,
        });
      }
    });

    it('is what its class says, with no field beside, and what its JSON Schema says', () => {
      for (const { event } of ofType()) {
        const data = event.data ?? {};
        const closed = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };
        expect(validateSync(plainToInstance(contract, data), closed).map(String)).toEqual([]);
        expect(schemaErrors(type, data)).toEqual([]);
      }
    });
  });

  it('counts each aggregate from 1 without a hole', () => {
    const sequences = new Map<string, number[]>();
    for (const { event } of messages) {
      const key = `${event.source} ${event.subject}`;
      sequences.set(key, [...(sequences.get(key) ?? []), Number(event['sequence'])]);
    }
    for (const [, seen] of sequences) expect(seen).toEqual(seen.map((_, index) => index + 1));
  });

  it('has the majors of one act one behind the other, each naming the others', () => {
    const created = messages.filter(({ event }) => event.type.startsWith('events.cards.collection-created.'));
    expect(created.length).toBeGreaterThan(2);
    for (const { event } of created) {
      const twin = created.find(
        (other) => other.event.subject === event.subject && other.event.type === event['twins'],
      );
      const apart = Number(twin?.event['sequence']) - Number(event['sequence']);
      expect(apart).toBe(event.type.endsWith('v1') ? 1 : -1);
      expect(twin?.event.id).not.toBe(event.id);
    }
  });
});
