import { Injectable } from '@nestjs/common';
import { type Page, pageOf, positionOf } from '#platform';
import { type ImportJob, ImportRepository } from '../infrastructure/import-repository.js';

/** A researcher's imports, the newest first. */
@Injectable()
export class ListImports {
  readonly #imports: ImportRepository;

  constructor(imports: ImportRepository) {
    this.#imports = imports;
  }

  /** @throws ProblemError 400 `invalid-cursor` */
  async execute(query: {
    curatorId: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<Page<ImportJob>> {
    const jobs = await this.#imports.list(query.curatorId, query.limit + 1, positionOf(query.cursor));
    return pageOf(jobs, query.limit, (job) => ({ at: job.createdAt.getTime(), id: job.id }));
  }
}
