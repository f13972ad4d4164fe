import { setTimeout as delay } from 'node:timers/promises';
import { Api } from '../../infra/dev/api.mjs';
import { waitFor } from '../support/wait-for.js';
import type { SideBySide } from './side-by-side.js';

/** Who owns the collections, and so is told of each save by somebody else. */
const OWNER = 'did:plc:owneraaaaaaaaaaaaaaaaaaa';
const SAVERS = ['did:plc:saveraaaaaaaaaaaaaaaaaaa', 'did:plc:saverbbbbbbbbbbbbbbbbbbb'];
const PAUSE_MS = 20;

/** People who save cards into open collections without a pause, through whichever processes there are. */
export class Load {
  /** Cards that were answered for, by collection, in the order of their saves. */
  readonly saved: ReadonlyMap<string, string[]>;
  readonly #system: SideBySide;
  readonly #runs: Promise<void>[];
  #ending = false;
  #count = 0;

  private constructor(system: SideBySide, collections: readonly string[]) {
    this.#system = system;
    this.saved = new Map(collections.map((collection) => [collection, []]));
    this.#runs = [...this.saved].map(([collection, cards], index) =>
      this.#save(SAVERS[index] ?? OWNER, collection, cards),
    );
    // The failure is thrown where it is waited for.
    for (const run of this.#runs) run.catch(() => undefined);
  }

  static async begin(system: SideBySide): Promise<Load> {
    const [url = ''] = system.urlsOf('cards');
    const owner = new Api({ cards: url }, OWNER);
    const collections: string[] = [];
    for (const [index] of SAVERS.entries()) {
      const { id } = await owner.post('cards', '/collections', {
        name: `Of ${String(index)}`,
        access: 'OPEN',
      });
      collections.push(String(id));
    }
    return new Load(system, collections);
  }

  /** Waits until so many more cards are saved. */
  async more(count: number): Promise<void> {
    const wanted = this.#count + count;
    await Promise.race([
      waitFor(`${String(count)} more saves`, () => this.#count >= wanted || undefined, 60_000),
      // Ends early only by failing.
      Promise.all(this.#runs),
    ]);
  }

  async end(): Promise<void> {
    this.#ending = true;
    await Promise.all(this.#runs);
  }

  async #save(saver: string, collection: string, cards: string[]): Promise<void> {
    for (let number = 1; !this.#ending; number += 1) {
      const url = `https://example.org/${collection}/${String(number)}`;
      const { id } = await this.#asked(saver, { url, collectionIds: [collection] }, number);
      cards.push(String(id));
      this.#count += 1;
      await delay(PAUSE_MS);
    }
  }

  /** A process that is about to end may let a request go; a save that is asked for twice is the same. */
  async #asked(saver: string, body: Record<string, unknown>, turn: number): Promise<Record<string, unknown>> {
    let attempt = 0;
    return waitFor('a save', async () => {
      const urls = this.#system.urlsOf('cards');
      const url = urls[(turn + attempt++) % urls.length] ?? '';
      return new Api({ cards: url }, saver).post('cards', '/cards', body).catch(() => undefined);
    });
  }
}
