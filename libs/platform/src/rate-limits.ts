import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  type OnModuleInit,
  SetMetadata,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { userOf } from './auth.js';
import { ProblemError } from './problem.js';

/** How much one person, or one address that says no person, may ask for in a minute; 0: as much as they like. */
export interface RateLimitConfig {
  reads: number;
  writes: number;
  /** The header in which the proxy in front says the client's address; without one it is the connection's. */
  addressHeader: string | undefined;
}

export const RATE_LIMITS = Symbol('RATE_LIMITS');

const UNLIMITED = Symbol('unlimited');
/** The route, or all of the controller's, counts against no limit. */
export const Unlimited = (): ClassDecorator & MethodDecorator => SetMetadata(UNLIMITED, true);

const WINDOW_MS = 60_000;
/** People and addresses that are remembered; who is forgotten has a fresh minute. */
const REMEMBERED = 50_000;
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const COUNTED_AS = Symbol('counted as');
type CountedRequest = FastifyRequest & { [COUNTED_AS]?: string };

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * Counts what each person asks of this replica, reads and writes apart, and refuses what is too much. It stands behind
 * the guard that knows who asks, so that nobody is counted as somebody else. Headers as in
 * draft-ietf-httpapi-ratelimit-headers.
 */
@Injectable()
export class RateLimits implements CanActivate, OnModuleInit {
  readonly #config: RateLimitConfig;
  readonly #adapter: HttpAdapterHost;
  readonly #reflector: Reflector;
  readonly #limiters = new Map<'reads' | 'writes', Limiter>();

  constructor(@Inject(RATE_LIMITS) config: RateLimitConfig, adapter: HttpAdapterHost, reflector: Reflector) {
    this.#config = config;
    this.#adapter = adapter;
    this.#reflector = reflector;
  }

  async onModuleInit(): Promise<void> {
    if (this.#config.reads === 0 && this.#config.writes === 0) return;
    const fastify = this.#adapter.httpAdapter.getInstance<FastifyInstance>();
    // It has no hook of its own: it would run before anybody knows who asks.
    await fastify.register(rateLimit, { global: false, cache: REMEMBERED });
    for (const kind of ['reads', 'writes'] as const) {
      if (this.#config[kind] === 0) continue;
      const options = { max: this.#config[kind], timeWindow: WINDOW_MS, keyGenerator: counted };
      this.#limiters.set(kind, fastify.createRateLimit(options));
    }
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<CountedRequest>();
    const kind = READS.has(request.method) ? 'reads' : 'writes';
    const limiter = this.#limiters.get(kind);
    if (limiter === undefined || this.#isUnlimited(context)) return true;
    request[COUNTED_AS] = userOf(context) ?? this.#addressOf(request);
    const found = await limiter(request);
    if (found.isAllowed) return true;
    const { max, remaining, ttlInSeconds, isExceeded } = found;
    const headers = {
      'ratelimit-policy': `"${kind}";q=${String(max)};w=${String(WINDOW_MS / 1_000)}`,
      ratelimit: `"${kind}";r=${String(remaining)};t=${String(ttlInSeconds)}`,
    };
    if (isExceeded) throw tooMany(kind, max, { ...headers, 'retry-after': String(ttlInSeconds) });
    context.switchToHttp().getResponse<FastifyReply>().headers(headers);
    return true;
  }

  #isUnlimited(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    return this.#reflector.getAllAndOverride<boolean | undefined>(UNLIMITED, places) === true;
  }

  #addressOf(request: FastifyRequest): string {
    const { addressHeader } = this.#config;
    const said = addressHeader === undefined ? undefined : request.headers[addressHeader];
    return typeof said === 'string' ? said : request.ip;
  }
}

function counted(request: CountedRequest): string {
  return request[COUNTED_AS] ?? request.ip;
}

function tooMany(kind: string, max: number, headers: Record<string, string>): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'rate-limited',
    title: 'Too many requests',
    detail: `At most ${String(max)} ${kind} are taken from you in a minute: wait as "Retry-After" says.`,
    headers,
  });
}
