import { Injectable } from '@nestjs/common';
import { eq, sql } from 'drizzle-orm';
import { Database } from '#platform';
import type { UrlMetadata } from '../domain/metadata.js';
import { type LookupStatus, pageLookups } from '../infrastructure/schema.js';

/** What is known of the page behind a URL, and how far the reading of it has come. */
export interface WorkMetadata {
  /** unknown: no card has asked for it. */
  status: LookupStatus | 'unknown';
  metadata: UrlMetadata;
  /** Why the last attempt came to nothing, a stable code. */
  reason: string | undefined;
  /** When it is tried again. */
  nextAttemptAt: Date | undefined;
}

/** What became known of the page behind a URL. */
@Injectable()
export class GetWorkMetadata {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param url normalised */
  async execute(url: string): Promise<WorkMetadata> {
    const [row] = await this.#database.db
      .select()
      .from(pageLookups)
      .where(eq(pageLookups.urlKey, sql`md5(${url})::uuid`));
    if (row === undefined) {
      return { status: 'unknown', metadata: {}, reason: undefined, nextAttemptAt: undefined };
    }
    const { status, metadata, reason, dueAt } = row;
    return {
      status,
      metadata: metadata ?? {},
      reason: reason ?? undefined,
      nextAttemptAt: status === 'pending' && reason !== null ? dueAt : undefined,
    };
  }
}
