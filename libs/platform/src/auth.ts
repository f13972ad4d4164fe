import { isValidDid } from '@atproto/syntax';
import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { OPERATOR_ROUTE } from './administration/operator-guard.js';
import { ProblemError } from './problem.js';

const PUBLIC = Symbol('public route');
const USER = Symbol('user');

type IdentifiedRequest = FastifyRequest & { [USER]?: string };

/** The route needs no identity. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** The DID of who asks. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const user = userOf(context);
  if (user === undefined) throw unauthenticated('This needs an identity.');
  return user;
});

/** The DID of who asks, of a route that needs none: undefined where nobody says who they are. */
export const OptionalUser = createParamDecorator((_: unknown, context: ExecutionContext) => userOf(context));

/** The DID of who asks, once it is known; undefined where nobody says who they are. */
export function userOf(context: ExecutionContext): string | undefined {
  return context.switchToHttp().getRequest<IdentifiedRequest>()[USER];
}

/**
 * Development's identity: whoever the request says it is. `Authorization: Development <DID>`.
 * `readConfig` refuses to select it in production.
 */
@Injectable()
export class DevelopmentIdentityGuard implements CanActivate {
  readonly #reflector: Reflector;

  constructor(reflector: Reflector) {
    this.#reflector = reflector;
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    // No user's identity counts there: the routes have a guard of their own.
    if (this.#isMarked(OPERATOR_ROUTE, context)) return true;
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const header = request.headers.authorization;
    if (header !== undefined) {
      request[USER] = didOf(header);
      return true;
    }
    if (this.#isMarked(PUBLIC, context)) return true;
    throw unauthenticated('Send "Authorization: Development <your DID>".');
  }

  #isMarked(mark: symbol, context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    return this.#reflector.getAllAndOverride<boolean | undefined>(mark, places) === true;
  }
}

function didOf(header: string): string {
  const [scheme, did, ...rest] = header.trim().split(/\s+/);
  if (scheme?.toLowerCase() !== 'development' || did === undefined || rest.length > 0) {
    throw unauthenticated('Only "Authorization: Development <DID>" is understood in this mode.');
  }
  if (!isValidDid(did)) throw unauthenticated(`"${did.slice(0, 100)}" is not a DID.`);
  return did;
}

function unauthenticated(detail: string): ProblemError {
  return new ProblemError({
    status: 401,
    code: 'unauthenticated',
    title: 'An identity is needed',
    detail,
    headers: { 'www-authenticate': 'Development' },
  });
}
