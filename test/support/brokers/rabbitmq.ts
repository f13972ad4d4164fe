import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Channel, type ChannelModel, connect, type ConsumeMessage } from 'amqplib';
import { findRabbitServer } from '../../../infra/dev/servers/find-rabbitmq.mjs';
import { type RabbitServer, startRabbit } from '../../../infra/dev/servers/rabbitmq.mjs';
import { OPERATOR, SERVICES } from '../../../infra/nats/topology.mjs';
import {
  EVENTS_EXCHANGE,
  makePasswords,
  QUEUE_ARGUMENTS,
  queuesOf,
} from '../../../infra/rabbitmq/topology.mjs';
import { RabbitTransport } from '../../../libs/eventing/src/transports/rabbitmq/rabbit-transport.js';
import { waitFor } from '../wait-for.js';
import { obtain } from './available.js';
import type { BrokerOptions, TestBroker } from './broker.js';

export interface RabbitBrokerOptions extends BrokerOptions {
  /** Of the Erlang application `rabbit`. */
  settings?: Readonly<Record<string, number>>;
}

/** One RabbitMQ server. Its queues keep what was published since they were made, until it is acknowledged. */
export class RabbitBroker implements TestBroker {
  readonly name = 'rabbitmq';
  readonly keepsHistory = false;
  readonly #consumers = new Set(SERVICES.filter(({ consumes }) => consumes).map(({ name }) => name));

  static async start(options: RabbitBrokerOptions): Promise<RabbitBroker> {
    const server = await startRabbit({
      dataDir: join(options.folder, 'rabbitmq'),
      program: await obtain(findRabbitServer),
      passwords: makePasswords(),
      log: () => undefined,
      record: options.record,
      settings: options.settings ?? {},
    });
    return new RabbitBroker(server);
  }

  private constructor(readonly server: RabbitServer) {}

  get pid(): number {
    return this.server.pid;
  }

  environmentOf(service: string): Record<string, string> {
    return { EVENT_TRANSPORT: 'rabbitmq', AMQP_URL: this.urlOf(service) };
  }

  urlOf(service: string): string {
    return this.server.urlOf(this.#identityOf(service));
  }

  connect(service: string): Promise<RabbitTransport> {
    return RabbitTransport.connect({
      url: this.urlOf(service),
      name: service,
      service: this.#identityOf(service),
    });
  }

  /** It begins with what is published from now on, whatever is asked for: there is no history. */
  async addConsumer(consumer: string): Promise<void> {
    await this.asOperator(async (model) => {
      const channel = await model.createChannel();
      for (const { name, routingKey } of queuesOf(consumer)) {
        await channel.assertQueue(name, { durable: true, arguments: QUEUE_ARGUMENTS });
        await channel.bindQueue(name, EVENTS_EXCHANGE, routingKey);
      }
    });
    this.#consumers.add(consumer);
  }

  async removeConsumer(consumer: string): Promise<void> {
    await this.asOperator(async (model) => {
      const channel = await model.createChannel();
      for (const { name } of queuesOf(consumer)) await channel.deleteQueue(name);
    });
    this.#consumers.delete(consumer);
  }

  /** Takes the newest events that wait in the queues out of all of them. What a lane has fetched is not reached. */
  async lose(count: number): Promise<number> {
    let lost = 0;
    await this.asOperator(async (model) => {
      const queues = [...this.#consumers].flatMap((consumer) => queuesOf(consumer).map(({ name }) => name));
      const held: { channel: Channel; messages: ConsumeMessage[] }[] = [];
      for (const queue of queues) {
        const channel = await model.createChannel();
        held.push({ channel, messages: await takeAll(channel, queue) });
      }
      const doomed = new Set(newestFirst(held.map(({ messages }) => messages)).slice(0, count));
      for (const { channel, messages } of held) {
        for (const message of messages) if (doomed.has(idOf(message))) channel.ack(message);
        // Whatever else was taken is given back.
        await channel.close();
      }
      lost = doomed.size;
    });
    return lost;
  }

  kill(): Promise<void> {
    return this.server.kill();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  start(): Promise<void> {
    return this.server.start();
  }

  signal(signal: NodeJS.Signals): void {
    this.server.process().signal(signal);
  }

  /** Runs a command of `rabbitmqctl`. */
  async ctl(...command: string[]): Promise<void> {
    const [program, ...args] = this.server.ctl;
    await promisify(execFile)(program, [...args, ...command], { env: this.server.ctlEnv });
  }

  /** The operator's hands on the server. */
  async asOperator<T>(work: (model: ChannelModel) => Promise<T>): Promise<T> {
    const model = await connect(this.urlOf(OPERATOR));
    try {
      return await work(model);
    } finally {
      await model.close();
    }
  }

  #identityOf(service: string): string {
    return SERVICES.some(({ name }) => name === service) ? service : OPERATOR;
  }
}

/** Everything that waits in a queue, unacknowledged. Nothing where a lane is reading: it has it all. */
async function takeAll(channel: Channel, queue: string): Promise<ConsumeMessage[]> {
  const { messageCount, consumerCount } = await channel.checkQueue(queue);
  const messages: ConsumeMessage[] = [];
  if (messageCount === 0 || consumerCount > 0) return messages;
  await channel.prefetch(Math.min(messageCount, 65_535));
  await channel.consume(queue, (message) => {
    if (message !== null) messages.push(message);
  });
  await waitFor(
    `${String(messageCount)} messages of ${queue}`,
    () => messages.length >= messageCount || undefined,
  );
  return messages;
}

function idOf(message: ConsumeMessage): string {
  return String(message.properties.messageId);
}

/** The ids of all messages, each queue's last ones first. */
function newestFirst(queues: readonly (readonly ConsumeMessage[])[]): string[] {
  const ranked = queues.flatMap((messages) =>
    messages.map((message, index) => ({ id: idOf(message), fromTheEnd: messages.length - index })),
  );
  ranked.sort((a, b) => a.fromTheEnd - b.fromTheEnd);
  return [...new Set(ranked.map(({ id }) => id))];
}
