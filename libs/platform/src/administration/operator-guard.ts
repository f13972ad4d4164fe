import { createHash, timingSafeEqual } from 'node:crypto';
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { ApiHeader, ApiSecurity, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem.js';

/** Key of the operator's token among the providers. */
export const OPERATOR_TOKEN = Symbol('operator token');
/** Marks routes at which no user's identity counts. */
export const OPERATOR_ROUTE = Symbol('operator route');
const OPERATOR = Symbol('operator');

/** Who signs an intervention, where the request does not say. */
const NAMELESS = 'operator';
const NAME_HEADER = 'x-operator';
const NAME_RULE = 'must be 1 to 100 letters, digits, spaces or any of . @ : + - _';
const NAME = /^[\w .@:+-]{1,100}$/;

type OperatedRequest = FastifyRequest & { [OPERATOR]?: string };

/**
 * Opens a route to whoever sends the service's OPERATOR_TOKEN as `Authorization: Operator <token>`. A user's
 * identity never does.
 */
@Injectable()
export class OperatorGuard implements CanActivate {
  readonly #expected: Buffer;

  constructor(@Inject(OPERATOR_TOKEN) token: string) {
    this.#expected = digestOf(token);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<OperatedRequest>();
    const [scheme, token, ...rest] = (request.headers.authorization ?? '').trim().split(/\s+/);
    const isOperator =
      scheme?.toLowerCase() === 'operator' &&
      token !== undefined &&
      rest.length === 0 &&
      // Digests are of one length, so the time it takes says nothing of the token.
      timingSafeEqual(digestOf(token), this.#expected);
    if (!isOperator) {
      throw new ProblemError({
        status: 401,
        code: 'operator-token-refused',
        title: 'For operators only',
        detail: 'Send "Authorization: Operator <token>" with the OPERATOR_TOKEN of this service.',
        headers: { 'www-authenticate': 'Operator' },
      });
    }
    request[OPERATOR] = nameOf(request.headers[NAME_HEADER]);
    return true;
  }
}

/** The route, or all of the controller's, is for operators. */
export const OperatorOnly = (): ClassDecorator & MethodDecorator =>
  applyDecorators(
    SetMetadata(OPERATOR_ROUTE, true),
    UseGuards(OperatorGuard),
    ApiSecurity('operator'),
    ApiHeader({
      name: 'X-Operator',
      required: false,
      description: 'Your name, for the record of interventions',
    }),
    ApiUnauthorizedResponse({ description: 'Without the operator token' }),
  );

/** The name that the operator goes by. */
export const CurrentOperator = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    context.switchToHttp().getRequest<OperatedRequest>()[OPERATOR] ?? NAMELESS,
);

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function nameOf(header: string | string[] | undefined): string {
  if (header === undefined) return NAMELESS;
  if (typeof header === 'string' && NAME.test(header)) return header;
  throw new ProblemError({
    status: 400,
    code: 'invalid-operator',
    title: 'The operator has no such name',
    detail: `"X-Operator" ${NAME_RULE}`,
    errors: [{ field: 'X-Operator', message: `X-Operator ${NAME_RULE}` }],
  });
}
