/** Which services the command speaks to: those that `npm start` runs from a data folder, or those it is told of. */
import { existsSync, readFileSync } from 'node:fs';
import { SERVICES } from '../../postgres/provision.mjs';
import { operatorTokenFile, readState } from '../state.mjs';
import { StartError } from '../servers/processes.mjs';
import { badOption } from './options.mjs';

/**
 * @typedef {object} Target
 * @property {Record<string, string>} urls Of the services that are meant.
 * @property {string} token
 */

/**
 * @param {import('./options.mjs').EventsOptions} options
 * @param {NodeJS.ProcessEnv} env
 * @returns {Target}
 * @throws {StartError} when nothing was started, or something is missing
 */
export function findTarget(options, env) {
  const { service, data } = options;
  if (service !== undefined && service !== 'all' && !SERVICES.includes(service))
    throw badOption(`There is no service "${service}", only ${SERVICES.join(', ')}.`);
  const told = toldUrls(options.url, env);
  const isTold = Object.keys(told).length > 0;
  const known = isTold ? told : startedUrls(data);
  const wanted = service === undefined || service === 'all' ? Object.keys(known) : [service];
  const urls = Object.fromEntries(wanted.map((name) => [name, known[name] ?? missing(name)]));
  const token = options.token ?? env['OPERATOR_TOKEN'] ?? (isTold ? undefined : startedToken(data));
  if (token === undefined || token === '') {
    throw new StartError(
      'no-token',
      'There is no operator token.',
      'Set OPERATOR_TOKEN to the one that the services were started with.',
    );
  }
  return { urls, token };
}

/**
 * @param {readonly string[]} options `<service>=<url>`
 * @param {NodeJS.ProcessEnv} env
 */
function toldUrls(options, env) {
  /** @type {Record<string, string>} */
  const urls = {};
  for (const name of SERVICES) {
    const url = env[`${name.toUpperCase()}_URL`];
    if (url !== undefined && url !== '') urls[name] = checked(name, url);
  }
  for (const option of options) {
    const [, name, url] = /^([a-z]+)=(.+)$/.exec(option) ?? [];
    if (name === undefined || url === undefined || !SERVICES.includes(name))
      throw badOption(`--url must be <service>=<url> with one of ${SERVICES.join(', ')}, not "${option}".`);
    urls[name] = checked(name, url);
  }
  return urls;
}

/**
 * @param {string} name
 * @param {string} url
 */
function checked(name, url) {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw badOption(`"${url}" is no URL of ${name}.`);
  return url.replace(/\/+$/, '');
}

/** @param {string} data */
function startedUrls(data) {
  const { ports } = readState(data);
  const urls = SERVICES.flatMap((name) => (ports[name] ? [[name, `http://127.0.0.1:${ports[name]}`]] : []));
  if (urls.length > 0) return Object.fromEntries(urls);
  throw new StartError(
    'nothing-started',
    `Nothing was started from ${data}.`,
    'Run npm start first, name its folder with --data, or say where the services are with --url.',
  );
}

/** @param {string} data */
function startedToken(data) {
  const file = operatorTokenFile(data);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * @param {string} name
 * @returns {never}
 */
function missing(name) {
  throw badOption(`Where ${name} is was not said: add --url=${name}=<url>.`);
}
