import type { Seen, Target } from './intents.ts';
import { type Random, Zipf } from './random.ts';

export interface KnownCard {
  id: string;
  owner: string;
  url: string;
}

export interface KnownHighlight {
  id: string;
  owner: string;
  cardId: string;
}

export interface KnownConnection {
  id: string;
  owner: string;
  /** The URLs of its two works. */
  ends: readonly [string, string];
}

export interface KnownCollection {
  id: string;
  author: string;
  open: boolean;
  collaborators: readonly string[];
  /** When it was acknowledged, by the generator's clock: others hear of it a moment later. */
  at: number;
}

export interface KnownLink {
  cardId: string;
  collectionId: string;
  by: string;
}

/** Whole sets that things leave and that one is picked from. */
export class Pool<T> {
  readonly #items: T[] = [];
  readonly #keys: string[] = [];
  readonly #places = new Map<string, number>();

  add(key: string, item: T): void {
    if (this.#places.has(key)) return;
    this.#places.set(key, this.#items.push(item) - 1);
    this.#keys.push(key);
  }

  delete(key: string): void {
    const place = this.#places.get(key);
    if (place === undefined) return;
    this.#places.delete(key);
    const last = this.#items.pop();
    const lastKey = this.#keys.pop();
    if (last === undefined || lastKey === undefined || lastKey === key) return;
    this.#items[place] = last;
    this.#keys[place] = lastKey;
    this.#places.set(lastKey, place);
  }

  get(key: string): T | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#items[place];
  }

  get items(): readonly T[] {
    return this.#items;
  }
}

/** A researcher, and what the generator has been told of theirs. */
export class Person {
  readonly cards = new Pool<KnownCard>();
  readonly highlights = new Pool<KnownHighlight>();
  readonly connections = new Pool<KnownConnection>();
  readonly follows = new Pool<Target>();
  readonly bells = new Pool<Target>();
  readonly mutes = new Pool<Target>();
  unread: { seen: Seen; cursor: string }[] = [];

  readonly did: string;

  constructor(did: string) {
    this.did = did;
  }
}

/** Who there is, what they know, and how popular each is. */
export class People {
  readonly all: readonly Person[];
  readonly cards = new Pool<KnownCard>();
  readonly collections = new Pool<KnownCollection>();
  readonly links = new Pool<KnownLink>();
  readonly #byDid: ReadonlyMap<string, Person>;
  readonly #popularity: Zipf;
  readonly #works: Zipf;

  /** @param prefix Letters that make these people others than those of another run. */
  constructor(options: { people: number; works: number; prefix?: string }) {
    const { people, works, prefix = 'load' } = options;
    this.all = Array.from({ length: people }, (_, index) => new Person(didOf(prefix, index)));
    this.#byDid = new Map(this.all.map((person) => [person.did, person]));
    this.#popularity = new Zipf(people, 0.8);
    this.#works = new Zipf(works, 0.7);
  }

  /** Some are more active, and more looked at, than others. */
  person(random: Random): Person {
    const person = this.all[this.#popularity.draw(random)];
    if (person === undefined) throw new RangeError('There is nobody');
    return person;
  }

  /** @throws RangeError for a stranger */
  of(did: string): Person {
    const person = this.#byDid.get(did);
    if (person === undefined) throw new RangeError(`${did} is none of them`);
    return person;
  }

  work(random: Random): string {
    return `https://example.org/works/${String(this.#works.draw(random))}`;
  }
}

/** `did:plc:` and 24 characters of base32. */
function didOf(prefix: string, index: number): string {
  const digits = 'abcdefghijklmnopqrstuvwxyz234567';
  let name = '';
  for (let rest = index; name.length < 6; rest = Math.floor(rest / 32))
    name = (digits[rest % 32] ?? 'a') + name;
  return `did:plc:${prefix.padEnd(18, 'a').slice(0, 18)}${name}`;
}
