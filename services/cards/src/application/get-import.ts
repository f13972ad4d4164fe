import { Injectable } from '@nestjs/common';
import { decodeCursor, type Page, pageOf } from '#platform';
import { DomainError } from '../domain/domain-error.js';
import {
  type ImportJob,
  type ImportRejection,
  ImportRepository,
} from '../infrastructure/import-repository.js';

/** How far one's own import is, and what it could not take. Another's import is not found. */
@Injectable()
export class GetImport {
  readonly #imports: ImportRepository;

  constructor(imports: ImportRepository) {
    this.#imports = imports;
  }

  /** @throws DomainError `import-not-found` */
  async execute(query: { id: string; curatorId: string }): Promise<ImportJob> {
    const job = await this.#imports.find(query.id, query.curatorId);
    if (job === undefined)
      throw new DomainError('not-found', 'import-not-found', `There is no import ${query.id}.`);
    return job;
  }

  /**
   * The records that could not be taken, in the file's order.
   *
   * @throws DomainError `import-not-found`; ProblemError 400 `invalid-cursor`
   */
  async rejections(query: {
    id: string;
    curatorId: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<Page<ImportRejection>> {
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isRecord).record;
    const job = await this.execute(query);
    const rejections = await this.#imports.listRejections(job.id, query.limit + 1, after);
    return pageOf(rejections, query.limit, ({ record }) => ({ record }));
  }
}

function isRecord(value: object): value is { record: number } {
  if (!('record' in value)) return false;
  const { record } = value;
  return typeof record === 'number' && Number.isInteger(record) && record >= 0 && record < 2 ** 31;
}
