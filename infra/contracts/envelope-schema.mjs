/** The wire form around every payload, as docs/envelope.md describes it. */

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */

const text = { type: 'string', minLength: 1, maxLength: 512 };
const uuid = { type: 'string', format: 'uuid' };

const OPTIONAL = new Set(['traceparent', 'twins']);

/** Attributes of every event, but for the optional ones. `type`, `source` and `dataschema` follow from the event's type. */
const ATTRIBUTES = {
  specversion: { type: 'string', const: '1.0' },
  id: { ...uuid, description: 'UUIDv7, the same in every copy of the event.' },
  source: { ...text, description: 'The service that published it.' },
  type: { ...text, description: 'Context, name and major version of the event.' },
  subject: { ...text, description: "The aggregate's id." },
  time: { type: 'string', format: 'date-time', description: 'When its transaction appended it, in UTC.' },
  datacontenttype: { type: 'string', const: 'application/json' },
  dataschema: { ...text, description: 'The $id of the schema of `data`.' },
  partitionkey: { ...text, description: "The aggregate's id." },
  sequence: {
    type: 'string',
    pattern: '^[1-9][0-9]*$',
    description: '1, 2, 3, … without holes, over the integration events of one aggregate.',
  },
  sequencetype: { type: 'string', const: 'Integer' },
  correlationid: { ...text, description: 'The same for everything that one request led to.' },
  causationid: { ...text, description: 'The request or the event that was the direct cause.' },
  traceparent: {
    ...text,
    description: 'W3C trace context; there when the request brought one, or what published it is traced.',
  },
  twins: { ...text, description: 'Types published for the same act beside this one, with commas between.' },
};

/**
 * @param {import('./load.mjs').CatalogueEntry} entry
 * @param {JsonSchema} data
 * @returns {JsonSchema}
 */
export function envelopeSchema({ event, owner, description }, data) {
  return {
    description,
    type: 'object',
    properties: {
      ...ATTRIBUTES,
      type: { ...ATTRIBUTES.type, const: event.type },
      source: { ...ATTRIBUTES.source, const: `/services/${owner}` },
      dataschema: { ...ATTRIBUTES.dataschema, const: `urn:commonplace:schema:${event.type}` },
      data,
    },
    required: [...Object.keys(ATTRIBUTES).filter((name) => !OPTIONAL.has(name)), 'data'],
  };
}
