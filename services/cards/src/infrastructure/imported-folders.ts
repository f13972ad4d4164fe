import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { and, eq } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict } from '#eventing';
import { anyOf, Database } from '#platform';
import { importedFolders } from './schema.js';

/** Which collections a curator's imported folders became. */
@Injectable()
export class ImportedFolders {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Ids of collections by the keys of those folders that have one. */
  async find(sql: TransactionSql, curatorId: string, keys: readonly string[]): Promise<Map<string, string>> {
    if (keys.length === 0) return new Map();
    const rows = await this.#database
      .drizzle(sql)
      .select()
      .from(importedFolders)
      .where(and(eq(importedFolders.curatorId, curatorId), anyOf(importedFolders.folderKey, [...keys])));
    return new Map(rows.map((row) => [row.folderKey, row.collectionId]));
  }

  /** @throws ConcurrencyConflict when another import has just given the folder a collection */
  async add(sql: TransactionSql, curatorId: string, folderKey: string, collectionId: string): Promise<void> {
    const added = await this.#database
      .drizzle(sql)
      .insert(importedFolders)
      .values({ curatorId, folderKey, collectionId })
      .onConflictDoNothing()
      .returning({ collectionId: importedFolders.collectionId });
    if (added.length === 0) throw new ConcurrencyConflict(collectionId);
  }
}

/** A folder's identity among its curator's: by its path, the outermost name first. A UUID. */
export function folderKeyOf(path: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(path)).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
}
