import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OPERATOR_ROUTE } from './administration/operator-guard.js';
import { type Authentication, AUTHENTICATION, unauthenticated } from './auth/authentication.js';

const PUBLIC = Symbol('public route');
/** In a description of the API: nobody needs to say who they are. */
const NO_IDENTITY = {};
const USER = Symbol('user');

type IdentifiedRequest = FastifyRequest & { [USER]?: string };

/** The route needs no identity. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), ApiSecurity(NO_IDENTITY));

/** The DID of who asks. Not for routes that are `@Public()`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const user = userOf(context);
  if (user === undefined) throw new Error('The route is public: who asks may be nobody');
  return user;
});

/** The DID of who asks, of a route that needs none: undefined where nobody says who they are. */
export const OptionalUser = createParamDecorator((_: unknown, context: ExecutionContext) => userOf(context));

/** The DID of who asks, once it is known; undefined where nobody says who they are. */
export function userOf(context: ExecutionContext): string | undefined {
  return context.switchToHttp().getRequest<IdentifiedRequest>()[USER];
}

/** Lets a request in once it is known who it is from. A bad identity is refused on public routes too. */
@Injectable()
export class IdentityGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #authentication: Authentication;

  constructor(reflector: Reflector, @Inject(AUTHENTICATION) authentication: Authentication) {
    this.#reflector = reflector;
    this.#authentication = authentication;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    // No user's identity counts there: the routes have a guard of their own.
    if (this.#isMarked(OPERATOR_ROUTE, context)) return true;
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const header = request.headers.authorization;
    if (header !== undefined) {
      const call = { method: request.method, route: request.routeOptions.url ?? '' };
      request[USER] = await this.#authentication.identify(header, call);
      return true;
    }
    if (this.#isMarked(PUBLIC, context)) return true;
    throw unauthenticated(this.#authentication.hint, this.#authentication.scheme);
  }

  #isMarked(mark: symbol, context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    return this.#reflector.getAllAndOverride<boolean | undefined>(mark, places) === true;
  }
}
