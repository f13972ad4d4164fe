import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '#platform';

export const IMPORT_CONTENT_TYPES = [
  'application/octet-stream',
  'application/vnd.citationstyles.csl+json',
  'application/x-bibtex',
  'application/x-research-info-systems',
  'text/html',
  'text/plain',
  'text/x-bibtex',
];
const IMPORT_PATHS: readonly (string | undefined)[] = ['/imports', '/imports/preview'];

/** Lets files to import through as they come in; every other route takes JSON only. */
export function acceptImportBodies(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser(IMPORT_CONTENT_TYPES, (request, payload, done) => {
      if (IMPORT_PATHS.includes(request.routeOptions.url)) done(null, payload);
      else done(unsupported('Send "application/json".'));
    });
}

/**
 * The file, as it comes in.
 *
 * @throws ProblemError 400 `empty-import`, 415 `unsupported-media-type`
 */
export function importBody(request: FastifyRequest): AsyncIterable<Uint8Array> {
  const { body } = request;
  if (body instanceof Readable) return contentOf(body);
  if (body === undefined || body === null) {
    throw new ProblemError({
      status: 400,
      code: 'empty-import',
      title: 'There is nothing to import',
      detail: 'Send the file as the request body.',
    });
  }
  throw unsupported(`Send the file as it is, as one of ${IMPORT_CONTENT_TYPES.join(', ')}.`);
}

/** Whoever stops reading half-way still has an answer to give: the rest is let through, and the connection lives on. */
async function* contentOf(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } finally {
    body.resume();
  }
}

function unsupported(detail: string): ProblemError {
  return new ProblemError({
    status: 415,
    code: 'unsupported-media-type',
    title: 'The body is of a type that is not taken here',
    detail,
  });
}
