import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { faultOf } from './json-fault.js';
import { ProblemError } from './problem.js';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Takes JSON bodies, and those only: what can not be read is refused with the place where it stops being JSON, and
 * nothing of it is repeated. An empty body is none, whatever its type says.
 */
export function acceptJsonBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  // Fastify's own refuses what would change prototypes.
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, bytes: Buffer, done: Done) => {
      if (bytes.length === 0) {
        done(null);
        return;
      }
      const text = textOf(bytes);
      if (text === undefined) {
        done(refusalOf('The body is not UTF-8.'));
        return;
      }
      void parse(request, text, (error, body) => {
        if (error === null) done(null, body);
        else done(refusalOf(describe(text)));
      });
    },
  );
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function describe(text: string): string {
  const fault = faultOf(text);
  if (fault === undefined) return 'The body has a field of a name that is not allowed.';
  const { line, column, expected } = fault;
  return `The body is not valid JSON: ${expected} is expected at line ${String(line)}, column ${String(column)}.`;
}

function refusalOf(detail: string): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'invalid-request',
    title: 'The request is not valid',
    detail,
  });
}
