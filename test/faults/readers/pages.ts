import { HttpClient } from '../../../bench/load/http.ts';
import { persist } from '../kinds/kind.ts';

const READ_DEADLINE_MS = 10_000;

/** Asks the services, as somebody or as nobody. */
export class Pages {
  readonly #http = new HttpClient();
  readonly #urlOf: (service: string) => string;

  constructor(urlOf: (service: string) => string) {
    this.#urlOf = urlOf;
  }

  /**
   * Every page of a list.
   *
   * @param path may have a query
   */
  async all<T>(service: string, path: string, did?: string): Promise<T[]> {
    const items: T[] = [];
    const joint = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: T[]; next: string | null } = await this.get(
        service,
        `${path}${joint}limit=100${query}`,
        did,
      );
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }

  /** @throws Error where there is no such thing */
  async get<T>(service: string, path: string, did?: string): Promise<T> {
    const found = await this.find<T>(service, path, did);
    if (found === undefined) throw new Error(`GET ${path} of ${service}: there is no such thing`);
    return found;
  }

  /**
   * A connection that died in a fault may be noticed only now: that costs one answer, which is asked for again.
   *
   * @returns undefined where there is no such thing
   */
  async find<T>(service: string, path: string, did?: string): Promise<T | undefined> {
    return persist(async () => {
      const result = await this.#http.send({
        url: this.#urlOf(service) + path,
        method: 'GET',
        headers: did === undefined ? {} : { authorization: `Development ${did}` },
        timeoutMs: 30_000,
      });
      if (result.answered && result.status === 200) return result.body as T;
      if (result.answered && result.status === 404) return undefined;
      throw new Error(`GET ${path} of ${service}: ${JSON.stringify(result)}`);
    }, READ_DEADLINE_MS);
  }

  close(): void {
    this.#http.close();
  }
}
