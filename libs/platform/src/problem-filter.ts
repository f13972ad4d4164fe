import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_MEDIA_TYPE, ProblemError } from './problem.js';

const TITLES: Record<number, [code: string, title: string]> = {
  400: ['invalid-request', 'The request is not valid'],
  401: ['unauthenticated', 'An identity is needed'],
  403: ['forbidden', 'Not allowed'],
  404: ['not-found', 'There is nothing here'],
  405: ['method-not-allowed', 'The method is not allowed here'],
  409: ['conflict', 'Changed at the same time'],
  413: ['too-large', 'The body is too large'],
  415: ['unsupported-media-type', 'The body is of a type that is not taken here'],
  429: ['too-many-requests', 'Too many requests'],
};

/** Answers every error as `application/problem+json`. What is not expected is logged, and its text kept inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = asProblem(error);
    if (problem.status >= 500 && problem !== error) {
      this.#logger.error({ err: error, method: request.method, url: request.url }, 'request failed');
    }
    answerProblem(reply, problem, request.url);
  }
}

/** @param instance what the problem is about: the request's URL, as it came */
export function answerProblem(reply: FastifyReply, problem: ProblemError, instance?: string): void {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .send(JSON.stringify(problem.toProblem(instance)));
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isConcurrencyConflict(error)) {
    return new ProblemError({
      status: 409,
      code: 'concurrency-conflict',
      title: 'Changed at the same time',
      detail: 'Somebody else changed this at the same time. Load it again and repeat the request.',
    });
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    const [code, title] = TITLES[status] ?? ['request-refused', 'The request was refused'];
    return new ProblemError({ status, code, title, detail: error instanceof Error ? error.message : title });
  }
  return new ProblemError({
    status: 500,
    code: 'internal-error',
    title: 'Something went wrong on our side',
    detail: 'The failure was logged. Try again; if it stays, tell the operators the time of this answer.',
  });
}

/** Known by its code, because the engine that throws it is no dependency of the edge's error format. */
function isConcurrencyConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'concurrency-conflict';
}

/** Nest's exceptions and Fastify's errors (body too large, bad JSON, wrong media type) carry a status. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number')
    return error.statusCode;
  return undefined;
}
