/** The services' HTTP APIs as one person uses them. */
import { StartError } from './servers/processes.mjs';

/** @typedef {Record<string, unknown>} Json */

export class Api {
  #urls;
  #did;

  /**
   * @param {Record<string, string>} urls by service
   * @param {string} did who asks
   */
  constructor(urls, did) {
    this.#urls = urls;
    this.#did = did;
  }

  /**
   * @param {string} service
   * @param {string} path
   */
  get(service, path) {
    return this.#send(service, 'GET', path);
  }

  /**
   * @param {string} service
   * @param {string} path
   * @returns {Promise<{ items: Json[], next: string | null }>}
   */
  async getPage(service, path) {
    const answer = await this.#send(service, 'GET', path);
    const { items, next } = /** @type {{ items?: Json[], next?: string | null }} */ (answer);
    return { items: items ?? [], next: next ?? null };
  }

  /**
   * Every item of a listing, page by page.
   * @param {string} service
   * @param {string} path
   */
  async getAll(service, path) {
    /** @type {Json[]} */
    const all = [];
    let cursor = '';
    do {
      const page = await this.getPage(
        service,
        `${path}?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      all.push(...page.items);
      cursor = page.next ?? '';
    } while (cursor !== '');
    return all;
  }

  /**
   * @param {string} service
   * @param {string} path
   * @param {Json} body
   */
  post(service, path, body) {
    return this.#send(service, 'POST', path, { type: 'application/json', content: JSON.stringify(body) });
  }

  /**
   * @param {string} service
   * @param {string} path
   * @param {{ type: string, content: string | Buffer }} body
   */
  postRaw(service, path, body) {
    return this.#send(service, 'POST', path, body);
  }

  /**
   * @param {string} service
   * @param {string} path
   */
  put(service, path) {
    return this.#send(service, 'PUT', path);
  }

  /**
   * @param {string} service
   * @param {string} method
   * @param {string} path
   * @param {{ type: string, content: string | Buffer }} [body]
   * @returns {Promise<Json>}
   */
  async #send(service, method, path, body) {
    const response = await fetch(`${this.#urls[service]}${path}`, {
      method,
      headers: {
        authorization: `Development ${this.#did}`,
        ...(body ? { 'content-type': body.type } : {}),
      },
      ...(body ? { body: body.content } : {}),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (response.ok) return text === '' ? {} : JSON.parse(text);
    throw new StartError(
      'request-failed',
      `${service} answered ${response.status} to ${method} ${path}: ${text}`,
    );
  }
}
