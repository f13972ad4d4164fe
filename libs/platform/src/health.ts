import { Controller, Get, Header, Inject, Injectable, NotFoundException, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { TRANSPORT, type Transport } from '#eventing';
import type { FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { Public } from './auth.js';
import { Database } from './database.js';
import { ProblemError } from './problem.js';
import { RATE_LIMITS, type RateLimitConfig, Unlimited } from './rate-limits.js';

/** Longest wait for one answer of a dependency. */
const CHECK_TIMEOUT_MS = 2_000;

/** Whether this replica takes requests: asked by the load balancer, told by the shutdown. */
@Injectable()
export class Readiness {
  #draining = false;

  drain(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }
}

/** What operators and orchestrators ask: alive, ready, and figures. */
@ApiExcludeController()
@Public()
@Unlimited()
@Controller()
export class HealthController {
  readonly #database: Database;
  readonly #transport: Transport;
  readonly #readiness: Readiness;
  readonly #registry: Registry;
  readonly #proxyHeader: string | undefined;

  constructor(
    @Inject(Database) database: Database,
    @Inject(TRANSPORT) transport: Transport,
    @Inject(Readiness) readiness: Readiness,
    @Inject(Registry) registry: Registry,
    @Inject(RATE_LIMITS) { addressHeader }: RateLimitConfig,
  ) {
    this.#database = database;
    this.#transport = transport;
    this.#readiness = readiness;
    this.#registry = registry;
    this.#proxyHeader = addressHeader;
  }

  /** The process runs and answers. */
  @Get('livez')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Database and broker answer, and the service is not draining. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ok'; checks: Record<string, 'ok'> }> {
    if (this.#readiness.draining) throw notReady('The service is shutting down');
    const failures = (
      await Promise.all([
        failureOf('database', () => this.#database.ping()),
        failureOf('broker', () => this.#transport.check()),
      ])
    ).filter((failure) => failure !== undefined);
    if (failures.length > 0) throw notReady(failures.join('; '));
    return { status: 'ok', checks: { database: 'ok', broker: 'ok' } };
  }

  /** For those who ask from inside: through the proxy, which says whom it asks for, there is nothing here. */
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(@Req() request: FastifyRequest): Promise<string> {
    if (this.#proxyHeader !== undefined && request.headers[this.#proxyHeader] !== undefined)
      throw new NotFoundException();
    return this.#registry.metrics();
  }
}

function notReady(detail: string): ProblemError {
  return new ProblemError({
    status: 503,
    code: 'not-ready',
    title: 'Not ready',
    detail,
    headers: { 'retry-after': '1' },
  });
}

async function failureOf(name: string, check: () => Promise<void>): Promise<string | undefined> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${String(CHECK_TIMEOUT_MS)} ms`));
  }, CHECK_TIMEOUT_MS);
  try {
    await Promise.race([check(), timeout]);
    return undefined;
  } catch (error) {
    return `${name}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    clearTimeout(timer);
  }
}
