import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Registry } from 'prom-client';
import { AdministrationController } from './administration/administration.controller.js';
import { OPERATOR_TOKEN } from './administration/operator-guard.js';
import { DevelopmentIdentityGuard } from './auth.js';
import { Database } from './database.js';
import { HealthController, Readiness } from './health.js';
import { ProblemFilter } from './problem-filter.js';
import { SafeFetch } from './safe-fetch/safe-fetch.js';
import { requestValidation } from './validation.js';

/** Token of the public base URL of what the services show, a string. */
export const PUBLIC_URL = Symbol('PUBLIC_URL');

/** What every service's edge shares, for all its modules: database, identity, validation, problems, health. */
@Module({})
export class PlatformModule {
  /** @param operatorToken Without one there is no administration: its routes do not exist. */
  static forRoot(
    database: Database,
    registry: Registry,
    publicUrl: string,
    safeFetch: SafeFetch,
    operatorToken?: string,
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
        { provide: SafeFetch, useValue: safeFetch },
        ...(isOperated ? [{ provide: OPERATOR_TOKEN, useValue: operatorToken }] : []),
        { provide: APP_GUARD, useClass: DevelopmentIdentityGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
      exports: [Database, Registry, PUBLIC_URL, Readiness, SafeFetch],
    };
  }
}
