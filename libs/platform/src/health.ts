import { Controller, Get, Header, Inject, NotFoundException, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { Public } from './auth.js';
import { ProblemError } from './problem.js';
import { RATE_LIMITS, type RateLimitConfig, Unlimited } from './rate-limits.js';
import { Readiness } from './readiness.js';

/** What operators and orchestrators ask: alive, ready, and figures. */
@ApiExcludeController()
@Public()
@Unlimited()
@Controller()
export class HealthController {
  readonly #readiness: Readiness;
  readonly #registry: Registry;
  readonly #proxyHeader: string | undefined;

  constructor(
    @Inject(Readiness) readiness: Readiness,
    @Inject(Registry) registry: Registry,
    @Inject(RATE_LIMITS) { addressHeader }: RateLimitConfig,
  ) {
    this.#readiness = readiness;
    this.#registry = registry;
    this.#proxyHeader = addressHeader;
  }

  /** The process runs and answers. What it needs may be away: starting it anew would not bring that back. */
  @Get('livez')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Database, migrations and broker are there, it is not too far behind, and not draining. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ok' }> {
    const obstacles = await this.#readiness.obstacles();
    if (obstacles.length === 0) return { status: 'ok' };
    throw new ProblemError({
      status: 503,
      code: 'not-ready',
      title: 'Not ready',
      detail: obstacles.join('; '),
      headers: { 'retry-after': '1' },
    });
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
