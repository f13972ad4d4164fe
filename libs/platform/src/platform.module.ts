import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Consumption, TRANSPORT, type Transport } from '#eventing';
import { Registry } from 'prom-client';
import { AdministrationController } from './administration/administration.controller.js';
import { OPERATOR_TOKEN } from './administration/operator-guard.js';
import { IdentityGuard } from './auth.js';
import type { AuthConfig } from './auth/auth-config.js';
import { AUTHENTICATION } from './auth/authentication.js';
import { DevelopmentAuthentication } from './auth/development-authentication.js';
import { DidDocuments } from './auth/did-documents.js';
import { DidResolver } from './auth/did-resolver.js';
import { LexiconMethods } from './auth/lexicon-methods.js';
import { ServiceAuthentication } from './auth/service-authentication.js';
import { ServiceIdentity } from './auth/service-identity.js';
import { ServiceIdentityController } from './auth/service-identity.controller.js';
import { UsedTokens } from './auth/used-tokens.js';
import { Database } from './database.js';
import { HealthController } from './health.js';
import { AnswersAgain } from './idempotency/answered-before.js';
import { ForgetAnswers } from './idempotency/forget-answers.js';
import { Idempotency } from './idempotency/idempotency.interceptor.js';
import { createPeople } from './people/create-people.js';
import { PeopleBeside } from './people/people-beside.interceptor.js';
import type { PeopleConfig } from './people/people-config.js';
import { PeopleInAnswers } from './people/people-in-answers.js';
import { People } from './people/people.js';
import { ProblemFilter } from './problem-filter.js';
import { RATE_LIMITS, type RateLimitConfig, RateLimits } from './rate-limits.js';
import { SafeFetch } from './safe-fetch/safe-fetch.js';
import { Readiness } from './readiness.js';
import { requestValidation } from './validation.js';

/** Token of the public base URL of what the services show, a string. */
export const PUBLIC_URL = Symbol('PUBLIC_URL');

/** Token of whether pages that people name are read in the background, a boolean. */
export const READS_PAGES = Symbol('READS_PAGES');

export interface PlatformOptions {
  /** `cards` */
  service: string;
  database: Database;
  registry: Registry;
  publicUrl: string;
  safeFetch: SafeFetch;
  /** Whether pages that people name are read in the background. */
  readsPages: boolean;
  /** Where it is asked how people are called; undefined where it is not. */
  people: PeopleConfig | undefined;
  peopleInAnswers: PeopleInAnswers;
  rateLimits: RateLimitConfig;
  /** Events that it may be behind by and still be ready; 0: however many. */
  maxLag: number;
  auth: AuthConfig;
  lexiconMethods: LexiconMethods;
  /** Without one there is no administration: its routes do not exist. */
  operatorToken: string | undefined;
}

/** What every service's edge shares, for all its modules: database, identity, validation, problems, health. */
@Module({})
export class PlatformModule {
  static forRoot(options: PlatformOptions): DynamicModule {
    const { operatorToken } = options;
    const isOperated = operatorToken !== undefined;
    return {
      module: PlatformModule,
      global: true,
      controllers: [
        HealthController,
        ServiceIdentityController,
        ...(isOperated ? [AdministrationController] : []),
      ],
      providers: [
        {
          provide: Readiness,
          useFactory: (transport: Transport, consumption: Consumption) =>
            new Readiness(options, { database: options.database, transport, consumption }),
          inject: [TRANSPORT, Consumption],
        },
        { provide: Database, useValue: options.database },
        { provide: Registry, useValue: options.registry },
        { provide: PUBLIC_URL, useValue: options.publicUrl },
        { provide: SafeFetch, useValue: options.safeFetch },
        { provide: READS_PAGES, useValue: options.readsPages },
        { provide: RATE_LIMITS, useValue: options.rateLimits },
        { provide: LexiconMethods, useValue: options.lexiconMethods },
        ...authentication(options),
        ...naming(options),
        ...(isOperated ? [{ provide: OPERATOR_TOKEN, useValue: operatorToken }] : []),
        { provide: APP_GUARD, useClass: IdentityGuard },
        { provide: APP_GUARD, useClass: RateLimits },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_FILTER, useClass: AnswersAgain },
        { provide: APP_INTERCEPTOR, useClass: Idempotency },
        ForgetAnswers,
        { provide: APP_PIPE, useFactory: requestValidation },
      ],
      exports: [
        Database,
        Registry,
        PUBLIC_URL,
        READS_PAGES,
        Readiness,
        SafeFetch,
        ...(options.people === undefined ? [] : [People]),
      ],
    };
  }
}

function naming({ people, peopleInAnswers, safeFetch }: PlatformOptions): Provider[] {
  if (people === undefined) return [];
  return [
    { provide: People, useValue: createPeople(people, safeFetch) },
    { provide: PeopleInAnswers, useValue: peopleInAnswers },
    { provide: APP_INTERCEPTOR, useClass: PeopleBeside },
  ];
}

function authentication(options: PlatformOptions): Provider[] {
  const { auth, service, database, safeFetch, lexiconMethods } = options;
  if (auth.mode === 'development') {
    return [{ provide: AUTHENTICATION, useValue: new DevelopmentAuthentication() }];
  }
  const identity = new ServiceIdentity(auth.serviceDid, service);
  const documents = new DidDocuments(new DidResolver(safeFetch, auth));
  const usedTokens = new UsedTokens(database);
  return [
    { provide: ServiceIdentity, useValue: identity },
    {
      provide: AUTHENTICATION,
      useValue: new ServiceAuthentication(identity, lexiconMethods, documents, usedTokens),
    },
  ];
}
