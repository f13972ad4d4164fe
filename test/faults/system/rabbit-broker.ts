import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Channel, type ChannelModel, connect, type ConsumeMessage } from 'amqplib';
import type { RabbitServer } from '../../../infra/dev/servers/rabbitmq.mjs';
import { OPERATOR, partitionToken, SERVICES } from '../../../infra/nats/topology.mjs';
import { EVENTS_EXCHANGE, queuesOf } from '../../../infra/rabbitmq/topology.mjs';
import { waitFor } from '../../support/wait-for.ts';
import type { FaultBroker, FaultBrokerOptions, FullDisk, Poison, WireEvent } from './broker.ts';
import { fillUp } from './small-disk.ts';
import { poisonMessages, wireEventOf } from './wire-event.ts';

const QUEUES = SERVICES.filter(({ consumes }) => consumes).flatMap(({ name }) => queuesOf(name));
/** It looks at its disk every ten seconds at least. */
const ANSWER_MS = 15_000;
/** Half of what it wants to be free. */
const LEFT_BYTES = 24 * 1024 * 1024;
const PROBE = 'faults.probe';

/** Quorum queues of RabbitMQ, as the operator. */
export class RabbitFaultBroker implements FaultBroker {
  readonly transport = 'rabbitmq';
  readonly #server: RabbitServer;
  readonly #smallDisk: string | undefined;

  private constructor(server: RabbitServer, smallDisk: string | undefined) {
    this.#server = server;
    this.#smallDisk = smallDisk;
  }

  static open({ server, smallDisk }: FaultBrokerOptions): Promise<RabbitFaultBroker> {
    return Promise.resolve(new RabbitFaultBroker(server as RabbitServer, smallDisk));
  }

  nodes(): readonly RabbitServer[] {
    return [this.#server];
  }

  /** What waits in queues that nobody reads: no queue keeps what was handled. */
  async stored(): Promise<number> {
    return this.#ask(async (model) => {
      const channel = await quiet(model.createChannel());
      let waiting = 0;
      for (const { name } of QUEUES) {
        const { messageCount, consumerCount } = await channel.checkQueue(name);
        if (consumerCount === 0) waiting += messageCount;
      }
      return waiting;
    });
  }

  async poison(): Promise<Poison[]> {
    const { messages, poison } = poisonMessages();
    await this.#ask(async (model) => {
      const channel = await quiet(model.createConfirmChannel());
      for (const { id, type, partition, body } of messages) {
        channel.publish(EVENTS_EXCHANGE, `${type}.${partitionToken(partition)}`, Buffer.from(body), {
          persistent: true,
          messageId: id,
        });
      }
      await channel.waitForConfirms();
    });
    return poison;
  }

  /** Only out of queues that nobody reads: what a lane has fetched is with the lane. */
  async lose(count: number): Promise<WireEvent[]> {
    return this.#ask(async (model) => {
      const held: { channel: Channel; message: ConsumeMessage; event: WireEvent; fromTheEnd: number }[] = [];
      for (const { name } of QUEUES) {
        const channel = await quiet(model.createChannel());
        const messages = await takeAll(channel, name);
        messages.forEach((message, index) => {
          const event = wireEventOf(message.content.toString());
          if (event !== undefined)
            held.push({ channel, message, event, fromTheEnd: messages.length - index });
        });
      }
      const lost = held.sort((a, b) => a.fromTheEnd - b.fromTheEnd).slice(0, count);
      for (const { channel, message } of lost) channel.ack(message);
      // Whatever else was taken is given back with its channel.
      for (const channel of new Set(held.map((each) => each.channel))) await channel.close();
      return lost.map(({ event }) => event);
    });
  }

  fillDisk(): Promise<FullDisk> {
    return this.#smallDisk === undefined ? this.#raiseAlarm() : this.#fillDisk(this.#smallDisk);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Below the server's own limit, where it takes no more messages. Without that limit its queues would break. */
  async #fillDisk(folder: string): Promise<FullDisk> {
    const makeRoom = fillUp(folder, LEFT_BYTES);
    try {
      await this.#untilBlocked();
    } catch (error) {
      makeRoom();
      throw error;
    }
    return {
      how: 'a small tmpfs, filled up until the server took no more messages',
      release: async () => {
        makeRoom();
        if (await this.#stores()) return 'the server went on by itself';
        await this.#server.kill();
        await this.#server.start();
        return 'the server did not store any more, and was started again';
      },
    };
  }

  /** The server looks at its disk from time to time, and tells those who publish. */
  #untilBlocked(): Promise<void> {
    return this.#ask(async (model) => {
      const blocked = new Promise<void>((resolve) => {
        model.once('blocked', () => {
          resolve();
        });
      });
      const channel = await quiet(model.createChannel());
      channel.sendToQueue(PROBE, Buffer.from('nobody gets this'));
      await blocked;
    });
  }

  /** Where no disk can be made small: what the server does by itself when there is little room. */
  async #raiseAlarm(): Promise<FullDisk> {
    const limit = (bytes: string) => this.#ctl('set_disk_free_limit', bytes);
    await limit('1000TB');
    return {
      how: "the server's own alarm, since this machine mounts no small disk",
      release: async () => {
        await limit('50MB');
        return 'the limit was lowered';
      },
    };
  }

  /** Whether every queue answers, and one takes a message. */
  async #stores(): Promise<boolean> {
    if (!this.#server.process().isRunning()) return false;
    return this.#ask(async (model) => {
      const channel = await quiet(model.createConfirmChannel());
      for (const { name } of QUEUES) await channel.checkQueue(name);
      await channel.assertQueue(PROBE, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
      channel.sendToQueue(PROBE, Buffer.from('probe'), { persistent: true });
      await channel.waitForConfirms();
      await channel.deleteQueue(PROBE);
      return true;
    }).catch(() => false);
  }

  async #ctl(...command: string[]): Promise<void> {
    const [program, ...args] = this.#server.ctl;
    await promisify(execFile)(program, [...args, ...command], { env: this.#server.ctlEnv });
  }

  /** @throws when it takes too long: a server that stands still, or whose queues do, says nothing */
  async #ask<T>(work: (model: ChannelModel) => Promise<T>): Promise<T> {
    const model = await connect(this.#server.urlOf(OPERATOR), { timeout: ANSWER_MS });
    // What fails is told by the command.
    model.on('error', () => undefined);
    const tooLong = new AbortController();
    const deadline = delay(ANSWER_MS, undefined, { signal: tooLong.signal }).then(() => {
      throw new Error('RabbitMQ does not answer');
    });
    deadline.catch(() => undefined);
    try {
      return await Promise.race([work(model), deadline]);
    } finally {
      tooLong.abort();
      await Promise.race([model.close().catch(() => undefined), delay(1_000)]);
    }
  }
}

/** What the server refuses on a channel is told by the command. */
async function quiet<T extends Channel>(opening: Promise<T>): Promise<T> {
  const channel = await opening;
  channel.on('error', () => undefined);
  return channel;
}

/** Everything that waits in a queue which nobody reads, unacknowledged. */
async function takeAll(channel: Channel, queue: string): Promise<ConsumeMessage[]> {
  const { messageCount, consumerCount } = await channel.checkQueue(queue);
  const messages: ConsumeMessage[] = [];
  if (messageCount === 0 || consumerCount > 0) return messages;
  await channel.prefetch(Math.min(messageCount, 65_535));
  await channel.consume(queue, (message) => {
    if (message !== null) messages.push(message);
  });
  await waitFor(`what waits in ${queue}`, () => messages.length >= messageCount || undefined, ANSWER_MS);
  return messages;
}
