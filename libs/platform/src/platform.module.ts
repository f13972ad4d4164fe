import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Registry } from 'prom-client';
import { AdministrationController } from './administration/administration.controller.js';
import { OPERATOR_TOKEN } from './administration/operator-guard.js';
import { DevelopmentIdentityGuard } from './auth.js';
import type { ServiceConfig } from './config.js';
import { Database } from './database.js';
import { HealthController, Readiness } from './health.js';
import { AnswersAgain } from './idempotency/answered-before.js';
import { ForgetAnswers } from './idempotency/forget-answers.js';
import { Idempotency } from './idempotency/idempotency.interceptor.js';
import { ProblemFilter } from './problem-filter.js';
import { RATE_LIMITS, RateLimits } from './rate-limits.js';
import { SafeFetch } from './safe-fetch/safe-fetch.js';
import { requestValidation } from './validation.js';

/** Token of the public base URL of what the services show, a string. */
export const PUBLIC_URL = Symbol('PUBLIC_URL');

/** Token of whether pages that people name are read in the background, a boolean. */
export const READS_PAGES = Symbol('READS_PAGES');

/** What every service's edge shares, for all its modules: database, identity, validation, problems, health. */
@Module({})
export class PlatformModule {
  /** @param operatorToken Without one there is no administration: its routes do not exist. */
  static forRoot(
    database: Database,
    registry: Registry,
    {
      publicUrl,
      operatorToken,
      rateLimits,
      fetch,
    }: Pick<ServiceConfig, 'publicUrl' | 'operatorToken' | 'rateLimits' | 'fetch'>,
  ): DynamicModule {
    const isOperated = operatorToken !== undefined;
    return {
      module: PlatformModule,
      global: true,
      controllers: [HealthController, ...(isOperated ? [AdministrationController] : [])],
      providers: [
        Readiness,
        { provide: Database, useValue: database },
        { provide: Registry, useValue: registry },
        { provide: PUBLIC_URL, useValue: publicUrl },
        { provide: SafeFetch, useValue: new SafeFetch(fetch.reachable, fetch.userAgent) },
        { provide: READS_PAGES, useValue: fetch.readsPages },
        ...(isOperated ? [{ provide: OPERATOR_TOKEN, useValue: operatorToken }] : []),
        { provide: RATE_LIMITS, useValue: rateLimits },
        { provide: APP_GUARD, useClass: DevelopmentIdentityGuard },
        { provide: APP_GUARD, useClass: RateLimits },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_FILTER, useClass: AnswersAgain },
        { provide: APP_INTERCEPTOR, useClass: Idempotency },
        ForgetAnswers,
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
      exports: [Database, Registry, PUBLIC_URL, READS_PAGES, Readiness, SafeFetch],
    };
  }
}
