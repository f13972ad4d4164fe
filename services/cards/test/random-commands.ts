import fc from 'fast-check';
import { CONNECTION_TYPES } from '../src/domain/connection-type.js';
import { DomainError } from '../src/domain/domain-error.js';
import type { CardsWorld } from './cards-world.js';
import { somebody, somePage } from './some.js';

const PEOPLE = 2;
const PAGES = 4;

const who = fc.nat(PEOPLE - 1);
const page = fc.nat(PAGES - 1);
const nth = fc.nat(9);
const note = fc.option(fc.constantFrom('', 'a', 'b'), { nil: undefined });
const type = fc.option(fc.constantFrom(...CONNECTION_TYPES), { nil: undefined });

const command = fc.oneof(
  fc.record({
    do: fc.constant('save' as const),
    who,
    page,
    note: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    into: fc.option(who, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('remove' as const), who, card: nth }),
  fc.record({
    do: fc.constantFrom('collect' as const, 'uncollect' as const),
    who,
    card: nth,
    collection: who,
  }),
  fc.record({ do: fc.constant('draw' as const), who, page, other: page, type, note }),
  fc.record({ do: fc.constant('edit' as const), who, connection: nth, type, note }),
  fc.record({ do: fc.constantFrom('swap' as const, 'undraw' as const), who, connection: nth, page }),
);

/** What a researcher does; numbers choose among the people, pages and things of a `Play`. */
export type Command = typeof command extends fc.Arbitrary<infer Value> ? Value : never;

export const commands = (maxLength: number): fc.Arbitrary<Command[]> =>
  fc.array(command, { minLength: 3, maxLength });

/** Two researchers, each with an open collection, who do what random commands say. */
export class Play {
  readonly people = Array.from({ length: PEOPLE }, somebody);
  /** An open one of each. */
  readonly collections: string[] = [];
  readonly cards: string[] = [];
  readonly #connections: string[] = [];
  readonly #pages = Array.from({ length: PAGES }, somePage);

  static async begin(world: CardsWorld): Promise<Play> {
    const play = new Play(world);
    for (const authorId of play.people) {
      const made = await world.createCollection.execute({ authorId, name: 'Of all', access: 'OPEN' });
      play.collections.push(made.id);
    }
    return play;
  }

  private constructor(private readonly world: CardsWorld) {}

  /** What is refused changes nothing, which is as good a command as any. */
  async run(one: Command): Promise<void> {
    try {
      await this.#run(one);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }

  async #run(one: Command): Promise<void> {
    const { world } = this;
    const by = at(this.people, one.who);
    switch (one.do) {
      case 'save': {
        const collectionIds = one.into === undefined ? [] : [at(this.collections, one.into)];
        const save = { curatorId: by, url: at(this.#pages, one.page), note: one.note, collectionIds };
        this.cards.push((await world.saveToLibrary.execute(save)).card.id);
        return;
      }
      case 'remove':
        await world.removeFromLibrary.execute({ by, cardId: at(this.cards, one.card) });
        return;
      case 'collect':
      case 'uncollect': {
        const link = {
          by,
          cardId: at(this.cards, one.card),
          collectionId: at(this.collections, one.collection),
        };
        if (one.do === 'collect') this.cards.push((await world.addCard.execute(link)).card.id);
        else await world.removeCard.execute(link);
        return;
      }
      case 'draw': {
        const source = { url: at(this.#pages, one.page) };
        const target = { url: at(this.#pages, one.other) };
        const drawn = await world.drawConnection.execute({ ...one, curatorId: by, source, target });
        this.#connections.push(drawn.connection.id);
        return;
      }
      case 'edit':
        await world.changeConnection.edit({
          ...one,
          by,
          connectionId: at(this.#connections, one.connection),
        });
        return;
      case 'swap':
        await world.changeConnection.swap({
          by,
          connectionId: at(this.#connections, one.connection),
          sourceUrl: at(this.#pages, one.page),
        });
        return;
      case 'undraw':
        await world.removeConnection.execute({ by, connectionId: at(this.#connections, one.connection) });
    }
  }
}

/** One of them, counted round; nobody's id where there is none yet. */
function at(things: readonly string[], index: number): string {
  return things[index % Math.max(things.length, 1)] ?? '0190c0de-0000-7000-8000-000000000000';
}
