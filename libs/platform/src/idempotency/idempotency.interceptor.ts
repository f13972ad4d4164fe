import { Readable } from 'node:stream';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { userOf } from '../auth.js';
import { Database } from '../database.js';
import { PROBLEM_MEDIA_TYPE, type ProblemError } from '../problem.js';
import { asProblem } from '../problem-filter.js';
import { AnsweredBefore } from './answered-before.js';
import { type Answer, findAnswer, type KeyOfPerson, storeAnswer, takeKey } from './answers.js';
import {
  answerErased,
  IDEMPOTENCY_KEY,
  idempotencyKeyOf,
  stillInFlight,
  usedForAnother,
} from './idempotency-key.js';
import { fingerprintOf } from './request-fingerprint.js';

const COMMANDS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Of an answer, those that say something of what was done. */
const KEPT_HEADERS = ['etag', 'location'];

/**
 * Gives a command that is asked again under its `Idempotency-Key` the answer that it had.
 *
 * Everything that the command does to the database and the answer to it are one transaction, which holds the key: there
 * is no effect without an answer to repeat, and whatever kills the process frees the key.
 */
@Injectable()
export class Idempotency implements NestInterceptor {
  readonly #transactions: Database['transactions'];

  constructor({ transactions }: Database) {
    this.#transactions = transactions;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const header = request.headers[IDEMPOTENCY_KEY.toLowerCase()];
    const person = userOf(context);
    if (header === undefined || person === undefined || !COMMANDS.has(request.method)) return next.handle();
    const owned = { person, key: idempotencyKeyOf(header) };
    return from(this.#once(owned, request, http.getResponse<FastifyReply>(), next));
  }

  async #once(
    owned: KeyOfPerson,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const isStreamed = request.body instanceof Readable;
    const fingerprint = fingerprintOf(request);
    const joint = this.#transactions.joint(async (sql) => {
      if (!(await takeKey(sql, owned))) throw stillInFlight();
      const found = await findAnswer(sql, owned);
      if (found === undefined) return;
      if (found === 'erased') throw answerErased();
      const { request: asked, ...answer } = found;
      throw asked.equals(fingerprint()) ? new AnsweredBefore(answer) : usedForAnother();
    });
    const commit = (answer: Answer): Promise<void> =>
      joint.commit((sql) => storeAnswer(sql, owned, fingerprint(), answer));
    // What is streamed says at its end only what it is; its command begins no transaction before.
    if (!isStreamed) await joint.open();
    let result: unknown;
    try {
      result = await this.#transactions.inside(joint, () =>
        lastValueFrom(next.handle(), { defaultValue: undefined }),
      );
    } catch (error) {
      const problem = error instanceof AnsweredBefore ? undefined : asProblem(error);
      if (problem !== undefined && isFinal(problem)) await commit(answerOf(problem, request.url));
      else await joint.rollBack(error);
      // What nobody reads would stand in the way of the connection's next request.
      if (request.body instanceof Readable) request.body.resume();
      throw error;
    }
    await commit(answerWith(result, reply));
    return result;
  }
}

/** Whether the same would be refused again, however often it is asked. */
function isFinal({ status, code }: ProblemError): boolean {
  return status < 500 && status !== 429 && code !== 'concurrency-conflict';
}

function answerOf(problem: ProblemError, url: string): Answer {
  return {
    status: problem.status,
    headers: { ...problem.headers, 'content-type': PROBLEM_MEDIA_TYPE },
    body: JSON.stringify(problem.toProblem(url)),
  };
}

function answerWith(result: unknown, reply: FastifyReply): Answer {
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  const headers = Object.fromEntries(kept);
  if (result === undefined) return { status: reply.statusCode, headers, body: null };
  return {
    status: reply.statusCode,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(result),
  };
}
