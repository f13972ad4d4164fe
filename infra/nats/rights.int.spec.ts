import { readFileSync } from 'node:fs';
import { connect, nkeyAuthenticator, type NatsConnection } from 'nats';
import { startTestNats, type TestNats } from '../../test/support/nats.js';
import { waitFor } from '../../test/support/wait-for.js';
import { consumersOf, inboxPrefix, OPERATOR, READER, SERVICES, STREAM } from './topology.mjs';

const CONSUMING = SERVICES.filter(({ consumes }) => consumes).map(({ name }) => name);
const ALL_LANES = CONSUMING.flatMap((service) => consumersOf(service));

/** A service whose things an attacker is after, and who has a lane of its own. */
function victimOf(attacker: string): string {
  return CONSUMING.find((service) => service !== attacker) ?? '';
}

/** What would change something, or read past one's own lanes. */
const WRITES = [
  '$JS.API.STREAM.CREATE.MINE',
  `$JS.API.STREAM.UPDATE.${STREAM}`,
  `$JS.API.STREAM.DELETE.${STREAM}`,
  `$JS.API.STREAM.PURGE.${STREAM}`,
  `$JS.API.STREAM.MSG.DELETE.${STREAM}`,
  `$JS.API.STREAM.SNAPSHOT.${STREAM}`,
  `$JS.API.STREAM.RESTORE.${STREAM}`,
  `$JS.API.STREAM.LEADER.STEPDOWN.${STREAM}`,
  `$JS.API.STREAM.PEER.REMOVE.${STREAM}`,
  '$JS.API.META.LEADER.STEPDOWN',
  `$JS.API.CONSUMER.CREATE.${STREAM}`,
  `$JS.API.CONSUMER.CREATE.${STREAM}.mine`,
  `$JS.API.CONSUMER.CREATE.${STREAM}.mine.events.cards.>`,
  `$JS.API.CONSUMER.DURABLE.CREATE.${STREAM}.mine`,
];
const READS = [
  `$JS.API.STREAM.MSG.GET.${STREAM}`,
  `$JS.API.DIRECT.GET.${STREAM}`,
  `$JS.API.DIRECT.GET.${STREAM}.events.cards.card-added-to-library.v1.00`,
  '$JS.API.STREAM.NAMES',
  '$JS.API.STREAM.LIST',
  `$JS.API.CONSUMER.NAMES.${STREAM}`,
  `$JS.API.CONSUMER.LIST.${STREAM}`,
];

/** At a lane that is somebody else's. */
function attacksAtLane(lane: string): string[] {
  return [...attacksAtOwnLane(lane), `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${lane}`, ackOf(lane)];
}

/** What even the lane's owner may not do. */
function attacksAtOwnLane(lane: string): string[] {
  return [
    `$JS.API.CONSUMER.CREATE.${STREAM}.${lane}`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${STREAM}.${lane}`,
    `$JS.API.CONSUMER.DELETE.${STREAM}.${lane}`,
    `$JS.API.CONSUMER.RESET.${STREAM}.${lane}`,
    `$JS.API.CONSUMER.PAUSE.${STREAM}.${lane}`,
    `$JS.API.CONSUMER.LEADER.STEPDOWN.${STREAM}.${lane}`,
  ];
}

function ackOf(lane: string): string {
  return `$JS.ACK.${STREAM}.${lane}.1.1.1.1700000000000000000.0`;
}

const EAVESDROPPING = ['>', 'events.>', '_INBOX.>', '$JS.ACK.>', '$JS.EVENT.>', `${inboxPrefix(OPERATOR)}.>`];

interface Attack {
  attacker: string;
  subject: string;
}

function each(attacker: string, subjects: readonly string[]): Attack[] {
  return subjects.map((subject) => ({ attacker, subject }));
}

const PUBLICATIONS: Attack[] = [
  ...SERVICES.flatMap(({ name }) =>
    each(name, [
      ...SERVICES.filter((other) => other.name !== name).map((other) => `events.${other.name}.made-up.v1.00`),
      ...WRITES,
      ...READS,
      `$JS.API.CONSUMER.INFO.${STREAM}.${victimOf(name)}-p00`,
      ...attacksAtLane(`${victimOf(name)}-p00`),
      ...(CONSUMING.includes(name) ? attacksAtOwnLane(`${name}-p00`) : []),
      `${inboxPrefix(victimOf(name))}.reply`,
    ]),
  ),
  ...each(READER, ['events.cards.made-up.v1.00', 'control.cards', ...WRITES, ...attacksAtLane('feeds-p00')]),
];

const SUBSCRIPTIONS: Attack[] = [
  ...SERVICES.flatMap(({ name }) =>
    each(name, [...EAVESDROPPING, `${inboxPrefix(victimOf(name))}.>`, `control.${victimOf(name)}`]),
  ),
  ...each(READER, [...EAVESDROPPING, 'control.cards']),
];

describe('rights at a nats-server', () => {
  let nats: TestNats;
  const connections = new Map<string, NatsConnection>();
  beforeAll(async () => {
    nats = await startTestNats();
  });
  afterAll(async () => {
    for (const connection of connections.values()) await connection.close();
    await nats.stop();
  });

  const as = async (identity: string): Promise<NatsConnection> => {
    const known = connections.get(identity);
    if (known !== undefined) return known;
    const connection = await connect({
      servers: nats.url,
      inboxPrefix: inboxPrefix(identity),
      authenticator: nkeyAuthenticator(new TextEncoder().encode(nats.seedOf(identity))),
    });
    connections.set(identity, connection);
    return connection;
  };
  /** With who it was and what it was: an operator must be able to tell. */
  const untilLogged = (kind: 'Publish' | 'Subscription', { attacker, subject }: Attack): Promise<unknown> =>
    waitFor(`the refusal of ${subject} in the server's log`, () => {
      const lines = readFileSync(nats.server.logFile, 'utf8').split('\n');
      const isIt = (line: string): boolean =>
        line.includes(`${kind} Violation`) &&
        line.includes(nats.publicKeyOf(attacker)) &&
        line.includes(`Subject "${subject}"`);
      return Promise.resolve(lines.some(isIt) ? true : undefined);
    });

  it.each(PUBLICATIONS)('refuses $attacker to publish on $subject, and logs it', async (attack) => {
    const connection = await as(attack.attacker);
    await expect(connection.request(attack.subject, '{}', { timeout: 10_000 })).rejects.toThrow(
      /Permissions Violation/i,
    );
    await untilLogged('Publish', attack);
  });

  it.each(SUBSCRIPTIONS)('refuses $attacker to listen on $subject, and logs it', async (attack) => {
    const subscription = (await as(attack.attacker)).subscribe(attack.subject);
    await expect(subscription[Symbol.asyncIterator]().next()).rejects.toThrow(/Permissions Violation/i);
    await untilLogged('Subscription', attack);
  });

  it('has nothing changed by all that', async () => {
    const manager = await (await as(OPERATOR)).jetstreamManager();
    const streams = await manager.streams.list().next();
    expect(streams.map(({ config }) => config.name)).toEqual([STREAM]);
    expect(streams[0]?.state).toMatchObject({ messages: 0, consumer_count: ALL_LANES.length });
  });

  it.each(SERVICES)('lets $name publish its own events and ask for a republication', async ({ name }) => {
    const connection = await as(name);
    const { stream } = await connection.jetstream().publish(`events.${name}.made-up.v1.00`, '{}');
    expect(stream).toBe(STREAM);
    const asked = connection.subscribe(`control.${name}`, { max: 1 });
    await connection.flush();
    connection.publish(`control.${name}`, 'please');
    for await (const message of asked) expect(message.string()).toBe('please');
  });

  it.each(CONSUMING)('lets %s see, pull and acknowledge each of its own lanes', async (name) => {
    const connection = await as(name);
    const manager = await connection.jetstreamManager({ checkAPI: false });
    expect((await manager.streams.info(STREAM)).config.name).toBe(STREAM);
    for (const lane of consumersOf(name))
      expect((await manager.consumers.info(STREAM, lane.name)).name).toBe(lane.name);
    const consumer = await connection.jetstream().consumers.get(STREAM, `${name}-p00`);
    const message = await consumer.next({ expires: 5_000 });
    expect(await message?.ackAck()).toBe(true);
  });

  it('lets the reader look at everything', async () => {
    const manager = await (await as(READER)).jetstreamManager();
    expect((await manager.streams.info(STREAM)).state.messages).toBe(SERVICES.length);
    expect(await manager.consumers.list(STREAM).next()).toHaveLength(ALL_LANES.length);
    expect((await manager.streams.getMessage(STREAM, { seq: 1 })).subject).toBe('events.cards.made-up.v1.00');
  });
});
