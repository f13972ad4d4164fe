import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';

/** The entity tag of an aggregate at this version. */
export function etagOf(version: number): string {
  return `"${String(version)}"`;
}

/** What a client says in `If-Match`: a command runs on the state that the client has seen, or not at all. */
export class Precondition {
  /** Undefined: every state will do. */
  readonly #tags: ReadonlySet<string> | undefined;

  /** @param header the value of `If-Match`; undefined where it was not sent */
  constructor(header: string | undefined) {
    const value = header?.trim();
    this.#tags =
      value === undefined || value === '*' ? undefined : new Set(value.split(',').map((tag) => tag.trim()));
  }

  /**
   * Called once the aggregate is loaded, in the command's transaction. Tags are compared strongly: a weak one matches
   * nothing.
   *
   * @throws ProblemError 412 `precondition-failed`
   */
  mustHoldFor(version: number): void {
    if (this.#tags === undefined || this.#tags.has(etagOf(version))) return;
    throw new ProblemError({
      status: 412,
      code: 'precondition-failed',
      title: 'It was changed meanwhile',
      detail:
        'It is not as your "If-Match" says: get it again, look at what changed, and ask with its new ETag.',
      errors: [{ field: 'If-Match', message: `If-Match must have ${etagOf(version)}, or be left out` }],
    });
  }
}

/** The request's `If-Match`. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): Precondition =>
    new Precondition(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** Documents that the route heeds `If-Match`. */
export function Conditional(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'ETag of what you have seen; where it is another by now, nothing happens (412)',
    }),
  );
}
