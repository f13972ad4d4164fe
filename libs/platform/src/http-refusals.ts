import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem } from './problem-filter.js';
import { PROBLEM_MEDIA_TYPE, ProblemError } from './problem.js';

/** Answers what the router refuses before any handler or filter is asked: a URL that it can not read. */
export function refuseUrl(
  error: Error & { statusCode?: number },
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem =
    error.statusCode === 414
      ? new ProblemError({
          status: 414,
          code: 'url-too-long',
          title: 'The URL is too long',
          detail: 'A parameter in the path of the URL is longer than the 100 characters that are taken here.',
        })
      : new ProblemError({
          status: 400,
          code: 'malformed-url',
          title: 'The URL can not be read',
          detail: 'The path of the URL has a "%" that does not begin a valid percent escape of UTF-8.',
        });
  // Without the instance: what can not be read is no URI to repeat.
  answerProblem(reply, problem);
}

/** Answers what node:http refuses before there is a request, and ends the connection. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const problem = problemOf(error.code);
    const { status } = problem;
    const body = JSON.stringify(problem.toProblem());
    socket.write(
      [
        `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
        `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
        `Content-Length: ${String(Buffer.byteLength(body))}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroy(error);
}

function problemOf(code: string | undefined): ProblemError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ProblemError({
        status: 408,
        code: 'request-timeout',
        title: 'The request took too long to arrive',
      });
    case 'HPE_HEADER_OVERFLOW':
      return new ProblemError({
        status: 431,
        code: 'headers-too-large',
        title: 'The request line and headers are too large',
        detail: 'Send less than 16 KiB of them.',
      });
    default:
      return new ProblemError({ status: 400, code: 'malformed-request', title: 'This is not HTTP' });
  }
}
