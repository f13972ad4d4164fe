/** Check 1, the services' side: who publishes and who handles is as the catalogue says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './workspace.mjs';

/** @typedef {import('./load.mjs').Contracts} Contracts */
/** @typedef {{ service: string, className: string }} Use */

/**
 * @param {Contracts} contracts
 * @param {import('./workspace.mjs').Workspace} workspace
 * @returns {string[]} sentences
 */
export function serviceViolations({ entries }, { services }) {
  const sources = filesBelow(services)
    .filter((file) => /^[^/]+\/src\/.*(?<!\.spec)\.ts$/.test(file))
    .map((file) => ({
      service: String(file.split('/')[0]),
      text: readFileSync(join(services, file), 'utf8'),
    }));
  const handled = usesIn(sources, /@OnEvents?\(\s*(\w+)/g);
  const published = usesIn(sources, /\beventOf\(\s*(\w+)/g);
  const named = new Set(entries.map(({ event }) => event.name));
  return [
    ...entries.flatMap((entry) => [
      ...consumerViolations(entry, handled),
      ...producerViolations(entry, published),
    ]),
    ...handled
      .filter(({ className }) => !named.has(className))
      .map(
        ({ service, className }) =>
          `${service} handles ${className}, which is not in the catalogue: hand the handler over to the version that is.`,
      ),
    ...published
      .filter(({ className }) => !named.has(className))
      .map(
        ({ service, className }) =>
          `${service} publishes ${className}, which is not in the catalogue: add it, or publish the version that is.`,
      ),
    ...twoMajors(entries, handled),
  ];
}

/**
 * @param {readonly { service: string, text: string }[]} sources
 * @param {RegExp} pattern
 * @returns {Use[]}
 */
function usesIn(sources, pattern) {
  const uses = sources.flatMap(({ service, text }) =>
    [...text.matchAll(pattern)].map((match) => ({ service, className: String(match[1]) })),
  );
  return [...new Map(uses.map((use) => [`${use.service} ${use.className}`, use])).values()];
}

/**
 * @param {import('./load.mjs').CatalogueEntry} entry
 * @param {readonly Use[]} handled
 */
function consumerViolations({ event, consumers }, handled) {
  const real = new Set(
    handled.filter(({ className }) => className === event.name).map(({ service }) => service),
  );
  const said = Object.entries(consumers)
    .filter(([, role]) => role === 'handles')
    .map(([service]) => service);
  return [
    ...said
      .filter((service) => !real.has(service))
      .map(
        (service) =>
          `${event.type}: the catalogue says that ${service} handles it, but no @OnEvent(${event.name}) is there: write the handler, or say "planned".`,
      ),
    ...[...real]
      .filter((service) => !said.includes(service))
      .map(
        (service) =>
          `${event.type}: ${service} handles it, but is not among its consumers in the catalogue: add ${service}: 'handles'.`,
      ),
  ];
}

/**
 * @param {import('./load.mjs').CatalogueEntry} entry
 * @param {readonly Use[]} published
 */
function producerViolations({ event, owner, status }, published) {
  const real = published.filter(({ className }) => className === event.name).map(({ service }) => service);
  const isPublished = status.state === 'active' || status.state === 'superseded';
  return [
    ...real
      .filter((service) => service !== owner)
      .map((service) => `${event.type}: ${service} publishes it, but ${owner} owns it: only its owner may.`),
    ...(!isPublished && real.includes(owner)
      ? [`${event.type}: ${owner} publishes it, but the catalogue calls it ${status.state}: mark it active.`]
      : []),
    ...(isPublished && !real.includes(owner)
      ? [
          `${event.type}: the catalogue calls it ${status.state}, but ${owner} does not publish it: publish it, or mark it announced.`,
        ]
      : []),
  ];
}

/**
 * Two versions of an event are two events of one act: who handled both would count the act twice.
 * @param {Contracts['entries']} entries
 * @param {readonly Use[]} handled
 */
function twoMajors(entries, handled) {
  const names = new Map(entries.map(({ event }) => [event.name, event.type.replace(/\.v\d+$/, '')]));
  const taken = Map.groupBy(
    handled.filter(({ className }) => names.has(className)),
    ({ service, className }) => `${service} handles two versions of ${names.get(className)}`,
  );
  return [...taken]
    .filter(([, uses]) => uses.length > 1)
    .map(([what]) => `${what}, which are two events of one act: keep one handler.`);
}
