/** Check 8: each consumer's filter finds events of the catalogue, and each subject has one publisher, its owner. */
import { join } from 'node:path';
import { OPERATOR } from '../nats/topology.mjs';
import { filesBelow, readJson } from './workspace.mjs';

/** @typedef {{ publish: { allow: string[] } }} Permissions */

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @param {import('./workspace.mjs').Workspace} workspace
 * @returns {string[]} sentences
 */
export function topologyViolations({ entries }, { nats }) {
  const consumers = filesBelow(join(nats, 'consumers')).map((file) => ({
    service: String(file.split('/')[0]),
    .../** @type {{ name: string, filter_subject: string }} */ (readJson(join(nats, 'consumers', file))),
  }));
  const partitions = [
    ...new Set(consumers.map(({ filter_subject }) => String(filter_subject.split('.').at(-1)))),
  ];
  const subjects = entries.flatMap(({ event, owner }) =>
    partitions.map((partition) => ({ subject: `${event.type}.${partition}`, owner })),
  );
  // The operator may do everything, and is no service.
  const identities = filesBelow(join(nats, 'permissions'))
    .map((file) => ({
      name: file.replace(/\.json$/, ''),
      permissions: /** @type {Permissions} */ (readJson(join(nats, 'permissions', file))),
    }))
    .filter(({ name }) => name !== OPERATOR);
  return [
    ...consumers
      .filter(({ filter_subject }) => !subjects.some(({ subject }) => matches(filter_subject, subject)))
      .map(
        ({ name, filter_subject }) =>
          `The consumer ${name} asks for ${filter_subject}, which matches no event of the catalogue: correct its filter in infra/nats/topology.mjs.`,
      ),
    ...unread(entries, consumers, partitions),
    ...publisherViolations(subjects, identities),
  ];
}

/**
 * @param {import('./load.mjs').Contracts['entries']} entries
 * @param {readonly { service: string, filter_subject: string }[]} consumers
 * @param {readonly string[]} partitions
 */
function unread(entries, consumers, partitions) {
  return entries.flatMap(({ event, consumers: roles }) =>
    Object.entries(roles)
      .filter(([, role]) => role === 'handles')
      .flatMap(([service]) => {
        const filters = consumers
          .filter((consumer) => consumer.service === service)
          .map(({ filter_subject }) => filter_subject);
        const missed = partitions.filter(
          (partition) => !filters.some((filter) => matches(filter, `${event.type}.${partition}`)),
        );
        return missed.length === 0
          ? []
          : [
              `${event.type}: no consumer of ${service} reads its partitions ${missed.join(', ')}: add them in infra/nats/topology.mjs.`,
            ];
      }),
  );
}

/**
 * @param {readonly { subject: string, owner: string }[]} subjects
 * @param {readonly { name: string, permissions: Permissions }[]} identities
 */
function publisherViolations(subjects, identities) {
  const sentences = subjects.flatMap(({ subject, owner }) => {
    const publishers = identities
      .filter(({ permissions }) => permissions.publish.allow.some((allowed) => matches(allowed, subject)))
      .map(({ name }) => name);
    const type = subject.replace(/\.[^.]+$/, '');
    return [
      ...(publishers.includes(owner)
        ? []
        : [`${type}: its owner ${owner} may not publish it: allow it in infra/nats/topology.mjs.`]),
      ...publishers
        .filter((name) => name !== owner)
        .map(
          (name) =>
            `${type}: ${name} may publish it, but ${owner} owns it: take the permission away in infra/nats/topology.mjs.`,
        ),
    ];
  });
  return [...new Set(sentences)];
}

/**
 * Whether a NATS subject with wildcards takes a subject: `*` is one token, `>` at the end one or more.
 * @param {string} filter
 * @param {string} subject
 */
export function matches(filter, subject) {
  const wanted = filter.split('.');
  const tokens = subject.split('.');
  if (wanted.at(-1) === '>') {
    wanted.pop();
    if (tokens.length <= wanted.length) return false;
    tokens.length = wanted.length;
  }
  return (
    wanted.length === tokens.length &&
    wanted.every((token, index) => token === '*' || token === tokens[index])
  );
}
