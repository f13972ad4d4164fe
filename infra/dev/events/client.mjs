/** The administration of one service over HTTP. */
import { StartError } from '../servers/processes.mjs';

/**
 * @typedef {Record<string, unknown>} Json
 * @typedef {import('#eventing').ParkedFilter} Filter
 */

/**
 * Items of a list, and whether there are more.
 * @template T
 * @typedef {{ items: T[], more: boolean }} Listed
 */

const TIMEOUT_MS = 30_000;
const PAGE = 100;

export class AdminClient {
  #url;
  #headers;

  /**
   * @param {string} service
   * @param {string} url
   * @param {{ token: string, operator: string }} identity
   */
  constructor(service, url, { token, operator }) {
    this.service = service;
    this.#url = url;
    this.#headers = { authorization: `Operator ${token}`, 'x-operator': operator };
  }

  /** @returns {Promise<import('#eventing').ServiceLag>} */
  lag() {
    return /** @type {Promise<import('#eventing').ServiceLag>} */ (this.#send('GET', '/lag'));
  }

  /**
   * @param {Filter} filter
   * @param {number} limit
   */
  groups(filter, limit) {
    const list = this.#list('/parked/groups', { ...filter }, limit);
    return /** @type {Promise<Listed<import('#eventing').ParkedGroup>>} */ (list);
  }

  /**
   * @param {Filter} filter
   * @param {number} limit
   */
  events(filter, limit) {
    const list = this.#list('/parked', { ...filter }, limit);
    return /** @type {Promise<Listed<import('#eventing').ParkedEvent>>} */ (list);
  }

  /** @param {string} id */
  event(id) {
    const event = this.#send('GET', `/parked/${encodeURIComponent(id)}`);
    return /** @type {Promise<import('#eventing').ParkedEventDetail>} */ (event);
  }

  /**
   * @param {string} id
   * @param {{ reason: string | undefined }} why
   */
  retry(id, why) {
    return /** @type {Promise<{ retried: number }>} */ (this.#send('POST', `/parked/${id}/retry`, why));
  }

  /** @param {Filter & { reason: string | undefined }} filter */
  retryAll(filter) {
    return /** @type {Promise<{ retried: number }>} */ (this.#send('POST', '/parked/retry', { ...filter }));
  }

  /**
   * @param {string} id
   * @param {{ reason: string }} why
   */
  async discard(id, why) {
    await this.#send('POST', `/parked/${id}/discard`, why);
  }

  /**
   * @param {'pause' | 'resume'} verb
   * @param {{ reason: string | undefined }} why
   */
  control(verb, why) {
    return /** @type {Promise<import('#eventing').ConsumerControl>} */ (this.#send('POST', `/${verb}`, why));
  }

  /** @param {{ aggregateId: string, from: number, to: number, reason: string | undefined }} range */
  republish(range) {
    return /** @type {Promise<{ republished: number }>} */ (this.#send('POST', '/republish', range));
  }

  /** @param {number} limit */
  audit(limit) {
    return /** @type {Promise<Listed<import('#eventing').AuditRecord>>} */ (this.#list('/audit', {}, limit));
  }

  /**
   * @param {string} path
   * @param {Record<string, string | undefined>} query
   * @param {number} limit
   * @returns {Promise<Listed<unknown>>}
   */
  async #list(path, query, limit) {
    const items = [];
    /** @type {string | null} */
    let cursor = null;
    do {
      const search = new URLSearchParams({ limit: String(Math.min(limit - items.length, PAGE)) });
      for (const [name, value] of Object.entries({ ...query, cursor: cursor ?? undefined }))
        if (value !== undefined) search.set(name, value);
      const page = /** @type {{ items: unknown[], next: string | null }} */ (
        await this.#send('GET', `${path}?${search.toString()}`)
      );
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== null && items.length < limit);
    return { items, more: cursor !== null };
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Json} [body] Fields that are undefined are left out.
   * @returns {Promise<unknown>}
   */
  async #send(method, path, body) {
    const response = await this.#fetch(method, path, body);
    const text = await response.text();
    const answer = parsed(text);
    if (response.ok && answer !== undefined) return answer;
    throw this.#refusal(response.status, answer ?? {});
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Json} [body]
   */
  async #fetch(method, path, body) {
    try {
      return await fetch(`${this.#url}/admin/events${path}`, {
        method,
        headers: { ...this.#headers, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new StartError(
        'not-running',
        `${this.service} does not answer at ${this.#url}: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`,
        'Start the system with npm start, or say where it runs with --data or --url.',
      );
    }
  }

  /**
   * @param {number} status
   * @param {Partial<import('#platform').Problem>} problem
   */
  #refusal(status, problem) {
    const { code, detail, title, errors } = problem;
    if (code === 'operator-token-refused') {
      return new StartError(
        'wrong-token',
        `${this.service} refuses the operator token.`,
        'Set OPERATOR_TOKEN to the one that the service was started with; for npm start it is in its data folder.',
      );
    }
    if (status === 404 && (code === undefined || code === 'not-found')) {
      return new StartError(
        'no-administration',
        `${this.service} has no administration at ${this.#url}.`,
        'Start the service with an OPERATOR_TOKEN, or correct its URL.',
      );
    }
    const fields = (errors ?? []).map(({ message }) => `\n  ${message}`);
    return new StartError(
      code ?? 'request-failed',
      `${this.service}: ${detail ?? title ?? `answer ${status}`}${fields.join('')}`,
    );
  }
}

/**
 * @param {string} text
 * @returns {Json | undefined}
 */
function parsed(text) {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
