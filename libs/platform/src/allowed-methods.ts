import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { answerProblem } from './problem-filter.js';
import { ProblemError } from './problem.js';

/**
 * Says which methods a path has: in answer to `OPTIONS` (204), and where it has others than the one that was asked for
 * (405). Before anybody is asked who they are, as for a path that is not there.
 *
 * To be called before there are routes.
 */
export function answerOtherMethods(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  // The router of Fastify tells of one method at a time, and of patterns only.
  const paths = findMyWay();
  const methods = new Set<HTTPMethod>();
  fastify.addHook('onRoute', ({ method, url }) => {
    // The one of CORS, which is about every path there is and is not.
    if (url === '*') return;
    for (const each of [method].flat() as HTTPMethod[]) {
      if (paths.hasRoute(each, url)) continue;
      methods.add(each);
      paths.on(each, url, () => undefined);
    }
  });
  const allowedAt = (url: string): string[] => {
    const found = [...methods].filter((method) => paths.find(method, url) !== null);
    return found.length === 0 ? [] : [...found, 'OPTIONS'].sort();
  };
  // A preflight is for CORS, which answers it where the origin is listed.
  fastify.addHook('onRequest', (request, reply, done) => {
    const isPlain = request.headers['access-control-request-method'] === undefined;
    const allowed = request.method === 'OPTIONS' && isPlain ? allowedAt(request.url) : [];
    if (allowed.length === 0) done();
    else void reply.status(204).header('allow', allowed.join(', ')).send();
  });
  // Behind the hooks that set the headers of CORS, so that a page can read why.
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const allowed = request.is404 ? allowedAt(request.url) : [];
    if (allowed.length === 0) done(null, payload);
    else answerProblem(reply, notAllowed(request.method, allowed.join(', ')), request.url);
  });
}

function notAllowed(method: string, allow: string): ProblemError {
  return new ProblemError({
    status: 405,
    code: 'method-not-allowed',
    title: 'The method is not allowed here',
    detail: `There is no ${method} for this path; it has ${allow}.`,
    headers: { allow },
  });
}
