import { connect, createInbox, headers, type NatsConnection, nkeyAuthenticator } from 'nats';
import { ALL_PARTITIONS } from '#eventing';
import { consumerName, inboxPrefix, OPERATOR, partitionToken, STREAM } from '../../infra/nats/topology.mjs';
import type { StoredEvent } from '../workload/cards.ts';
import { Mailbox } from './mailbox.ts';
import type { EnvironmentOf, RawBroker, RawReader } from './raw-broker.ts';

const PULL = 512;
const IN_FLIGHT = 256;

/**
 * JetStream by hand. Publishing: one wildcard reply inbox, the whole batch at once, wait for all acknowledgements.
 * Reading: one pull of 512 messages a lane, asked for again when half of them came; `+ACK` without an answer.
 */
export async function rawNats(environmentOf: EnvironmentOf): Promise<RawBroker> {
  const [producer, consumer, operator] = await Promise.all([
    as(environmentOf, 'cards'),
    as(environmentOf, 'feeds'),
    as(environmentOf, OPERATOR),
  ]);
  const inbox = createInbox(inboxPrefix('cards'));
  const waiting = new Map<string, () => void>();
  producer.subscribe(`${inbox}.*`, {
    callback: (_, { subject }) => {
      waiting.get(subject)?.();
      waiting.delete(subject);
    },
  });
  let sent = 0;
  const jetstream = producer.jetstream();
  return {
    publish(events) {
      return new Promise((resolve) => {
        let missing = events.length;
        const settle = (): void => {
          missing -= 1;
          if (missing === 0) resolve();
        };
        for (const event of events) {
          const reply = `${inbox}.${String((sent += 1))}`;
          const header = headers();
          header.set('Nats-Msg-Id', event.eventId);
          waiting.set(reply, settle);
          producer.publish(subjectOf(event), event.body, { reply, headers: header });
        }
      });
    },
    alternative: {
      name: `js.publish with ${String(IN_FLIGHT)} in flight`,
      async publish(events) {
        const queue = [...events].reverse();
        const worker = async (): Promise<void> => {
          for (let event = queue.pop(); event !== undefined; event = queue.pop())
            await jetstream.publish(subjectOf(event), event.body, { msgID: event.eventId });
        };
        await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
      },
    },
    read: () => Promise.resolve(reader(consumer)),
    async empty() {
      await operator.request(`$JS.API.STREAM.PURGE.${STREAM}`, '', { timeout: 30_000 });
    },
    async close() {
      await Promise.all([producer.close(), consumer.close(), operator.close()]);
    },
  };
}

function reader(connection: NatsConnection): RawReader {
  const mailbox = new Mailbox();
  let stopping = false;
  const lanes = ALL_PARTITIONS.map((partition) => {
    const inbox = createInbox(inboxPrefix('feeds'));
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${consumerName('feeds', partition)}`;
    const ended = Promise.withResolvers<undefined>();
    let missing = 0;
    const pull = (): void => {
      missing += PULL;
      const request = { batch: PULL, expires: 1_000_000_000 };
      connection.publish(subject, JSON.stringify(request), { reply: inbox });
    };
    const subscription = connection.subscribe(inbox, {
      callback: (_, message) => {
        if (message.reply !== undefined && message.reply !== '') {
          missing -= 1;
          mailbox.push({ body: message.string(), token: message.reply });
          if (missing === PULL / 2 && !stopping) pull();
        } else {
          // The pull has run out, or is filled.
          missing = 0;
          if (stopping) ended.resolve(undefined);
          else pull();
        }
      },
    });
    pull();
    return { subscription, ended: ended.promise };
  });
  return {
    next: (max) => mailbox.take(max, () => stopping),
    ack(messages) {
      for (const { token } of messages) connection.publish(token as string, '+ACK');
    },
    async stop() {
      stopping = true;
      mailbox.wake();
      await connection.flush();
      await Promise.all(lanes.map((lane) => lane.ended));
      for (const { subscription } of lanes) subscription.unsubscribe();
    },
  };
}

function as(environmentOf: EnvironmentOf, identity: string): Promise<NatsConnection> {
  const environment = environmentOf(identity);
  return connect({
    servers: environment['NATS_URL'] ?? '',
    inboxPrefix: inboxPrefix(identity),
    authenticator: nkeyAuthenticator(new TextEncoder().encode(environment['NATS_NKEY_SEED'] ?? '')),
  });
}

function subjectOf({ type, partition }: StoredEvent): string {
  return `${type}.${partitionToken(partition)}`;
}
