/**
 * The AsyncAPI 3.1 document of the whole system: a channel and a message for each event, an operation for each
 * service that sends or receives it, and JetStream's stream and consumers as an extension.
 */
import { join } from 'node:path';
import { envelopeSchema } from './envelope-schema.mjs';
import { plainStatus } from './status.mjs';
import { filesBelow, readJson } from './workspace.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */
/** @typedef {import('./load.mjs').CatalogueEntry} CatalogueEntry */

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @param {import('./workspace.mjs').Workspace} workspace
 * @param {string} version of the contracts
 */
export function asyncApiOf(contracts, workspace, version) {
  const { entries, schemas } = contracts;
  const stream = /** @type {any} */ (readJson(join(workspace.nats, 'streams', 'EVENTS.json')));
  const consumers = filesBelow(join(workspace.nats, 'consumers')).map((file) => ({
    service: file.split('/')[0],
    config: /** @type {any} */ (readJson(join(workspace.nats, 'consumers', file))),
  }));
  const partitions = [...new Set(consumers.map(({ config }) => config.filter_subject.split('.').at(-1)))];
  return {
    asyncapi: '3.1.0',
    id: 'urn:commonplace:events',
    info: {
      title: 'Commonplace integration events',
      version,
      description:
        'What the services tell each other. Generated from the classes in libs/contracts; how it may change is in docs/contracts.md.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      jetstream: {
        host: '{host}',
        protocol: 'nats',
        description: 'NATS JetStream. Messages are stored before they are acknowledged.',
        variables: { host: { description: 'Host and port of the deployment.' } },
        'x-jetstream': {
          stream,
          consumers: families(consumers),
        },
      },
    },
    channels: Object.fromEntries(entries.map((entry) => [entry.event.name, channelOf(entry, partitions)])),
    operations: Object.fromEntries(entries.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(entries.map((entry) => [entry.event.name, messageOf(entry)])),
      schemas: componentsOf(entries, schemas),
    },
  };
}

/**
 * A service's consumers differ in their partition alone, so each family is said once.
 * @param {readonly { service: string | undefined, config: Record<string, any> }[]} consumers
 */
function families(consumers) {
  const said = consumers.map(({ service, config }) => {
    const partition = config['filter_subject'].split('.').at(-1);
    const general = Object.entries(config).map(([name, value]) => {
      return [name, typeof value === 'string' ? value.replace(partition, '{partition}') : value];
    });
    return JSON.stringify({ service, ...Object.fromEntries(general) });
  });
  return [...new Set(said)].map((family) => /** @type {object} */ (JSON.parse(family)));
}

/**
 * @param {CatalogueEntry} entry
 * @param {readonly string[]} partitions
 */
function channelOf({ event, description, owner, status }, partitions) {
  return {
    address: `${event.type}.{partition}`,
    title: event.type,
    description,
    messages: { [event.name]: { $ref: `#/components/messages/${event.name}` } },
    parameters: {
      partition: {
        description: "CRC-32 of the aggregate's id modulo the number of lanes.",
        enum: partitions,
      },
    },
    'x-owner': owner,
    'x-status': plainStatus(status),
  };
}

/**
 * @param {CatalogueEntry} entry
 * @returns {[string, object][]}
 */
function operationsOf({ event, owner, consumers, status }) {
  const common = {
    channel: { $ref: `#/channels/${event.name}` },
    messages: [{ $ref: `#/channels/${event.name}/messages/${event.name}` }],
  };
  /** @type {[string, object][]} */
  const sent =
    status.state === 'announced' || status.state === 'retired'
      ? []
      : [[`${owner}.send.${event.name}`, { action: 'send', tags: [{ name: owner }], ...common }]];
  return [
    ...sent,
    ...Object.entries(consumers)
      .filter(([, role]) => role === 'handles')
      .map(([service]) =>
        named(`${service}.receive.${event.name}`, {
          action: 'receive',
          tags: [{ name: service }],
          ...common,
        }),
      ),
  ];
}

/** @param {CatalogueEntry} entry */
function messageOf({ event, description }) {
  return {
    name: event.type,
    title: event.name,
    summary: description,
    contentType: 'application/cloudevents+json',
    payload: { $ref: `#/components/schemas/${event.name}Message` },
  };
}

/**
 * One pool of schemas: the envelope of each event, its payload, and what payloads share.
 * @param {readonly CatalogueEntry[]} entries
 * @param {ReadonlyMap<string, JsonSchema>} schemas
 */
export function componentsOf(entries, schemas) {
  /** @type {Record<string, JsonSchema>} */
  const shared = {};
  /** @type {[string, JsonSchema][]} */
  const own = entries.flatMap((entry) => {
    const { $schema, $id, title, $defs, ...payload } = schemas.get(entry.event.type) ?? {};
    for (const [name, definition] of Object.entries($defs ?? {})) shared[name] = definition;
    const { name } = entry.event;
    return [
      named(`${name}Message`, envelopeSchema(entry, { $ref: `#/components/schemas/${name}` })),
      named(name, payload),
    ];
  });
  return relinked(Object.fromEntries([...own, ...Object.entries(shared)]));
}

/**
 * @template T
 * @param {T} value
 * @returns {T} with what pointed into `$defs` pointing to the pool
 */
function relinked(value) {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

/**
 * @template T
 * @param {string} name
 * @param {T} value
 * @returns {[string, T]}
 */
function named(name, value) {
  return [name, value];
}
