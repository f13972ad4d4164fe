/** What each verb of the operator's command does. */
import { say } from '../output.mjs';
import { StartError } from '../servers/processes.mjs';
import { badOption } from './options.mjs';
import { printAudit, printEvent, printEvents, printGroups, printLag } from './print.mjs';

/**
 * @typedef {import('./client.mjs').AdminClient} AdminClient
 * @typedef {import('./options.mjs').EventsOptions} EventsOptions
 */

/** @type {Readonly<Record<string, (clients: readonly AdminClient[], options: EventsOptions) => Promise<void>>>} */
export const VERBS = { lag, parked, show, retry, discard, pause, resume, republish, audit };

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function lag(clients, options) {
  const lags = await Promise.all(
    clients.map(async (client) => ({ service: client.service, ...(await client.lag()) })),
  );
  tell(options, lags, printLag);
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function parked(clients, options) {
  const filter = filterOf(options);
  /** @param {unknown[]} items */
  const isNone = (items) => items.length === 0 && !options.json;
  if (options.each) {
    const events = await listOf(clients, options, (client) => client.events(filter, options.limit));
    if (isNone(events)) say('Nothing is parked that fits.');
    else tell(options, events, printEvents);
  } else {
    const groups = await listOf(clients, options, (client) => client.groups(filter, options.limit));
    if (isNone(groups)) say('Nothing is parked that fits.');
    else tell(options, groups, printGroups);
  }
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function show(clients, options) {
  const { event } = await find(clients, options);
  tell(options, event, printEvent);
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function retry(clients, options) {
  const { reason } = options;
  if (options.subject !== undefined) {
    const { client, event } = await find(clients, options);
    const answer = await client.retry(event.eventId, { reason });
    tell(options, answer, () => say(`${client.service} tries ${event.eventId} again now.`));
    return;
  }
  const filter = filterOf(options);
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  if (!isNarrowed && !options.all)
    throw badOption('Say which event to retry: its id, a filter, or --all for everything that failed.');
  const answers = await Promise.all(
    clients.map(async (client) => {
      const { retried } = await client.retryAll({ ...filter, reason });
      return { service: client.service, retried };
    }),
  );
  tell(options, answers, () => {
    for (const { service, retried } of answers) say(`${service}: ${retried} tried again now`);
  });
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function discard(clients, options) {
  const reason = required(options, 'reason');
  const { client, event } = await find(clients, options);
  await client.discard(event.eventId, { reason });
  tell(options, { discarded: 1 }, () =>
    say(`${client.service} has given ${event.eventId} up; its body is in the audit.`),
  );
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function pause(clients, options) {
  await control(clients, options, 'pause', { reason: required(options, 'reason') });
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function resume(clients, options) {
  await control(clients, options, 'resume', { reason: options.reason });
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 * @param {'pause' | 'resume'} verb
 * @param {{ reason: string | undefined }} why
 */
async function control(clients, options, verb, why) {
  required(options, 'service');
  for (const client of clients) {
    const state = await client.control(verb, why);
    tell(options, state, () =>
      say(
        state.paused
          ? `${client.service} is paused by ${state.changedBy} since ${state.changedAt}: ${state.reason}`
          : `${client.service} handles events.`,
      ),
    );
  }
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function republish(clients, options) {
  const { subject: aggregateId, from, to, reason } = options;
  required(options, 'service');
  const [client] = clients;
  if (client === undefined || clients.length > 1) throw badOption('--service must name one service.');
  if (aggregateId === undefined || from === undefined || to === undefined)
    throw badOption('Say what to publish again: republish <aggregate id> --from=<first> --to=<last>.');
  const answer = await client.republish({ aggregateId, from, to, reason });
  tell(options, answer, () => say(`${client.service} publishes ${answer.republished} events again.`));
}

/**
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function audit(clients, options) {
  const records = await listOf(clients, options, (client) => client.audit(options.limit));
  records.sort((a, b) => b.at.localeCompare(a.at));
  if (records.length === 0 && !options.json) say('Nobody has changed anything.');
  else tell(options, records, printAudit);
}

/**
 * The services' lists, one behind the other; each item says whose it is.
 * @template T
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 * @param {(client: AdminClient) => Promise<import('./client.mjs').Listed<T>>} list
 */
async function listOf(clients, options, list) {
  const all = [];
  for (const client of clients) {
    const { items, more } = await list(client);
    all.push(...items.map((item) => ({ service: client.service, ...item })));
    if (more && !options.json)
      say(`${client.service} has more than ${options.limit}: say --limit=<rows> to see them.\n`);
  }
  return all;
}

/**
 * The parked event that is meant, at the one service that has it.
 * @param {readonly AdminClient[]} clients
 * @param {EventsOptions} options
 */
async function find(clients, { subject, verb }) {
  if (subject === undefined) throw badOption(`Say which event: ${verb} <event id>.`);
  const found = [];
  for (const client of clients) {
    try {
      found.push({ client, event: await client.event(subject) });
    } catch (error) {
      if (!(error instanceof StartError) || error.code !== 'parked-event-not-found') throw error;
    }
  }
  const [first, second] = found;
  if (first === undefined) {
    throw new StartError(
      'no-such-event',
      `No event ${subject} is parked at ${clients.map(({ service }) => service).join(', ')}.`,
      'It was handled or discarded meanwhile, or its id is another: npm run events -- parked --each lists them.',
    );
  }
  if (second !== undefined)
    throw badOption(
      `The event is parked at ${found.map(({ client }) => client.service).join(' and ')}: say --service.`,
    );
  return first;
}

/** @param {EventsOptions} options */
function filterOf({ status, type, signature, aggregate }) {
  return { status, type, signature, aggregateId: aggregate };
}

/**
 * @param {EventsOptions} options
 * @param {'reason' | 'service'} name
 * @returns {string}
 */
function required(options, name) {
  const value = options[name];
  if (value === undefined) throw badOption(`${options.verb} needs --${name}.`);
  return value;
}

/**
 * @template T
 * @param {EventsOptions} options
 * @param {T} answer
 * @param {(answer: T) => void} print
 */
function tell({ json }, answer, print) {
  if (json) say(JSON.stringify(answer, null, 2));
  else print(answer);
}
