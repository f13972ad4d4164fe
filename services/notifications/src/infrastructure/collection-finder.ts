import { Injectable } from '@nestjs/common';
import { Database, ProblemError } from '#platform';

export interface FoundCollection {
  collectionId: string;
  authorId: string;
  name: string;
}

@Injectable()
export class CollectionFinder {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws ProblemError 404 `collection-not-found` */
  async get(collectionId: string): Promise<FoundCollection> {
    const [row] = await this.#database.sql<FoundCollection[]>`
      select collection_id as "collectionId", author_id as "authorId", name from collections
      where collection_id = ${collectionId} and not deleted`;
    if (row !== undefined) return row;
    throw new ProblemError({
      status: 404,
      code: 'collection-not-found',
      title: 'No such collection',
      detail:
        'It never was, or is deleted. One that was made a moment ago is known once the news of it has come.',
    });
  }
}
