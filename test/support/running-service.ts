import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type EventEnvelope, NatsTransport, partitionOf, toCloudEvent } from '#eventing';
import { readConfig, type RunningService, type ServiceDefinition, startService } from '#platform';
import type { TestNats } from './nats.js';

interface Servers {
  /** Of the service's own, migrated schema. */
  databaseUrl: string;
  nats: Pick<TestNats, 'url' | 'seedOf'>;
  /** Opens the service's administration. */
  operatorToken?: string;
}

/** A service as it runs in production, but in the spec's own process, and other services' events to send to it. */
export class TestService {
  readonly #service: RunningService;
  readonly #others: ReadonlyMap<string, NatsTransport>;
  readonly #sequences = new Map<string, number>();

  /** @param others the services whose events the spec publishes */
  static async start(
    definition: ServiceDefinition,
    { databaseUrl, nats, operatorToken }: Servers,
    ...others: string[]
  ): Promise<TestService> {
    Logger.overrideLogger(['warn', 'error']);
    const config = readConfig(definition.name, {
      DATABASE_URL: databaseUrl,
      NATS_URL: nats.url,
      NATS_NKEY_SEED: nats.seedOf(definition.name),
      AUTH_MODE: 'development',
      HOST: '127.0.0.1',
      OPERATOR_TOKEN: operatorToken,
      REPLICA_NAME: `${definition.name}-${randomUUID()}`,
    });
    const transports = others.map(async (name) => {
      const identity = {
        servers: nats.url,
        nkeySeed: nats.seedOf(name),
        name,
        inboxPrefix: `_INBOX_${name}`,
      };
      return [name, await NatsTransport.connect(identity)] as const;
    });
    return new TestService(await startService(definition, config), new Map(await Promise.all(transports)));
  }

  private constructor(service: RunningService, others: ReadonlyMap<string, NatsTransport>) {
    this.#service = service;
    this.#others = others;
  }

  /** Answers of the service's own HTTP server. */
  async request(
    method: string,
    path: string,
    { as, body, headers }: { as?: string; body?: object; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(new URL(path, this.#service.url), {
      method,
      headers: {
        ...(as === undefined ? {} : { authorization: `Development ${as}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Publishes an aggregate's next event as another service. */
  async publish(service: string, aggregateId: string, data: object): Promise<void> {
    const sequence = (this.#sequences.get(aggregateId) ?? 0) + 1;
    this.#sequences.set(aggregateId, sequence);
    const { type } = data.constructor as unknown as { type: string };
    const envelope: EventEnvelope = {
      id: randomUUID(),
      source: `/services/${service}`,
      type,
      subject: aggregateId,
      time: new Date().toISOString(),
      sequence,
      correlationId: 'test',
      causationId: 'test',
      data,
    };
    const event = {
      eventId: envelope.id,
      type,
      aggregateId,
      partition: partitionOf(aggregateId),
      republish: false,
    };
    const body = JSON.stringify(toCloudEvent(envelope));
    const results = await this.#others.get(service)?.publish([{ ...event, body }]);
    if (results?.[0]?.stored !== true)
      throw new Error(`The event was not stored: ${JSON.stringify(results)}`);
  }

  async stop(): Promise<void> {
    for (const transport of this.#others.values()) await transport.close();
    await this.#service.stop();
  }
}
