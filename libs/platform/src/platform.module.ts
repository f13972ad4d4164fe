import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { Registry } from 'prom-client';
import { DevelopmentIdentityGuard } from './auth.js';
import { Database } from './database.js';
import { HealthController, Readiness } from './health.js';
import { ProblemFilter } from './problem-filter.js';
import { requestValidation } from './validation.js';

/** What every service's edge shares, for all its modules: database, identity, validation, problems, health. */
@Module({})
export class PlatformModule {
  static forRoot(database: Database, registry: Registry): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      controllers: [HealthController],
      providers: [
        Readiness,
        { provide: Database, useValue: database },
        { provide: Registry, useValue: registry },
        { provide: APP_GUARD, useClass: DevelopmentIdentityGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
      exports: [Database, Registry, Readiness],
    };
  }
}
