import { AGGREGATES } from './aggregates.mjs';
import { addToCatalogue, exportFromIndex, fixture } from './contract-edits.mjs';
import { ChangeSet, GenerateError } from './change-set.mjs';
import { spellings, template } from './template.mjs';

/** Services whose handlers are laid out alike; those of another are written by hand. */
const CONSUMERS = ['feeds', 'notifications'];
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

/**
 * @typedef {object} EventRequest
 * @property {string} context the service that publishes it
 * @property {string} name `card-starred`: what happened, past tense
 * @property {string | undefined} aggregate of which it tells; the one whose name it begins with, unless given
 * @property {readonly string[]} consumers
 */

/**
 * Everything that a new event needs: real where it can be, else a stub that says what is to be written there.
 * @param {string} root
 * @param {EventRequest} request
 * @returns {ChangeSet} nothing is written yet
 * @throws GenerateError
 */
export function newEvent(root, { context, name, aggregate: wanted, consumers }) {
  if (!NAME.test(name)) {
    throw new GenerateError(`"${name}" is no event's name: two words at least, past tense: card-starred.`);
  }
  const own = AGGREGATES.filter((one) => one.context === context);
  const aggregate = own.find(
    (one) => one.name === (wanted ?? own.find((o) => name.startsWith(`${o.name}-`))?.name),
  );
  if (aggregate === undefined) {
    const known = AGGREGATES.map((one) => `${one.context} --aggregate ${one.name}`).join(', ');
    throw new GenerateError(
      `Say which aggregate of ${context} raises it. Known: ${known} (infra/generate/aggregates.mjs).`,
    );
  }
  for (const consumer of consumers) {
    if (!CONSUMERS.includes(consumer)) {
      throw new GenerateError(`No handler is laid out for ${consumer}, only for ${CONSUMERS.join(' and ')}.`);
    }
  }
  const { Event, event } = spellings(name);
  const type = `events.${context}.${name}`;
  const values = {
    ...{ context, name, Event, event, type },
    aggregate: aggregate.name,
    aAggregate: `a ${aggregate.name}`,
    idField: `${aggregate.name}Id`,
    subject: aggregate.subject,
    consumers: consumers.map((consumer) => `${consumer}: 'handles'`).join(', '),
    consumerNames: consumers.map((consumer) => `'${consumer}'`).join(', '),
  };
  const changes = new ChangeSet(root);
  addContract(changes, values);
  addToAggregate(changes, aggregate, values);
  for (const consumer of consumers) addConsumer(changes, consumer, values);
  addAct(changes, values, consumers.length > 0);
  return changes;
}

/** @typedef {Readonly<Record<'context' | 'name' | 'Event' | 'event' | 'type' | 'aggregate' | 'idField', string>>} Values */

/**
 * @param {ChangeSet} changes
 * @param {Values} values
 */
function addContract(changes, values) {
  const { context, name, Event, idField } = values;
  const folder = `libs/contracts/fixtures/${context}/${name}.v1`;
  changes.create(`libs/contracts/src/${context}/${name}.v1.ts`, template('event/contract.ts', values));
  addToCatalogue(
    changes,
    `${Event}V1`,
    `./${context}/${name}.v1.js`,
    template('event/catalogue-entry.ts', values),
  );
  exportFromIndex(changes, `${Event}V1`, `./${context}/${name}.v1.js`);
  const valid = {
    [idField]: '0198c5d8-0000-7000-8000-000000000001',
    byId: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
    at: '2026-11-22T09:30:00.000Z',
  };
  changes.create(`${folder}/minimal.json`, fixture(valid));
  changes.create(
    `${folder}/maximal.json`,
    fixture({ ...valid, byId: 'Unwritten: an example with every field' }),
  );
  const wrong = {
    'at-no-instant': { ...valid, at: 'yesterday' },
    'by-id-empty': { ...valid, byId: '' },
    'by-id-not-a-string': { ...valid, byId: 7 },
    'by-id-too-long': { ...valid, byId: 'd'.repeat(2_049) },
    'id-not-a-uuid': { ...valid, [idField]: 'one' },
    'nothing-there': {},
  };
  for (const [title, data] of Object.entries(wrong)) {
    changes.create(`${folder}/invalid/${title}.json`, fixture(data));
  }
}

/**
 * @param {ChangeSet} changes
 * @param {import('./aggregates.mjs').AggregateFiles} aggregate
 * @param {Values} values
 */
function addToAggregate(changes, aggregate, values) {
  const { Event, name } = values;
  changes.insert(aggregate.events, {
    anchor: /^\/\*\* Everything that happens to /,
    where: 'before',
    text: template('event/domain-event.ts', values),
  });
  // In front of the union's first member, whether or not it stands on lines of its own.
  const union = /^export type \w+Event =(?=\s*\|)/m.test(changes.read(aggregate.events));
  changes.insert(aggregate.events, {
    anchor: /^export type \w+Event =/,
    where: 'after',
    text: union ? ` | ${Event}` : ` ${Event} |`,
  });
  changes.insert(aggregate.source, {
    anchor: /(?<=^export class \w+ extends Aggregate<[\s\S]*?^ {2}\})(?=\n\}\n)/,
    where: 'after',
    text: `\n${template('event/raising-site.ts', values).trimEnd()}`,
  });
  changes.insert(aggregate.translation, {
    anchor: '  switch (event.type) {\n',
    where: 'after',
    text: template('event/translation.ts', values),
  });
  for (const { file, anchor, template: path } of aggregate.told) {
    changes.insert(file, { anchor, where: 'after', text: template(path, values) });
  }
  changes.importFrom(aggregate.translation, `${Event}V1`, '#contracts');
  const folder = aggregate.source.slice(0, aggregate.source.lastIndexOf('/'));
  changes.create(`${folder}/${name}.unit.spec.ts`, template('event/raised.unit.spec.ts', values));
}

/**
 * @param {ChangeSet} changes
 * @param {string} consumer
 * @param {Values} given
 */
function addConsumer(changes, consumer, given) {
  const values = { ...given, consumer };
  const { Event, name } = given;
  const service = `services/${consumer}/src`;
  changes.create(`${service}/events/${name}.controller.ts`, template('event/controller.ts', values));
  changes.create(`${service}/application/handle-${name}.ts`, template('event/handler.ts', values));
  changes.insert(`${service}/app.module.ts`, {
    anchor: "import { Module } from '@nestjs/common';\n",
    where: 'after',
    text: `import { ${Event}Controller } from './events/${name}.controller.js';\n`,
  });
  changes.insert(`${service}/app.module.ts`, {
    anchor: 'controllers: [',
    where: 'after',
    text: `${Event}Controller, `,
  });
  changes.insert(`test/contracts/expected/${consumer}.ts`, {
    anchor: /^export const \w+: Readonly<Record<string, Expectation>> = \{\n/,
    where: 'after',
    text: template('event/expectation.ts', values),
  });
}

/**
 * @param {ChangeSet} changes
 * @param {Values} values
 * @param {boolean} isConsumed
 */
function addAct(changes, values, isConsumed) {
  const { event, name } = values;
  changes.create(`test/contracts/acts/${name}.ts`, template('event/act.ts', values));
  if (isConsumed) {
    changes.create(
      `test/contracts/acts/${name}.int.spec.ts`,
      template('event/end-to-end.int.spec.ts', values),
    );
  }
  const commands = 'test/contracts/support/commands.ts';
  changes.insert(commands, {
    anchor: "import type { RunningSystem } from './running-system.js';\n",
    where: 'before',
    text: `import { ${event} } from '../acts/${name}.js';\n`,
  });
  changes.insert(commands, {
    anchor: '  // Acts in files of their own: acts/<event>.ts.\n',
    where: 'after',
    text: `  await ${event}(system);\n`,
  });
}
