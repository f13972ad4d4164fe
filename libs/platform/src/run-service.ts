import { type DynamicModule, Logger, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestMicroservice } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectTransport, EventingModule, EventServer, HandlerErrorFilter, type Upcaster } from '#eventing';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { answerOtherMethods } from './allowed-methods.js';
import { LexiconMethods, type RouteNames } from './auth/lexicon-methods.js';
import { allowOrigins, setSecurityPolicy } from './browser-policy.js';
import { ConfigError, readConfig, type ServiceConfig } from './config.js';
import { Database } from './database.js';
import { Readiness } from './readiness.js';
import { measureRequests } from './http-metrics.js';
import { refuseConnection, refuseUrl } from './http-refusals.js';
import { acceptJsonBodies } from './json-body.js';
import { surviveLostConnections } from './lost-connections.js';
import { createLogger, PinoLogger } from './logging.js';
import { serveOpenApi } from './openapi/serve-openapi.js';
import { PeopleInAnswers } from './people/people-in-answers.js';
import { PlatformModule } from './platform.module.js';
import { traceRequests } from './request-causation.js';
import { SafeFetch } from './safe-fetch/safe-fetch.js';
import { startTracing } from './tracing/start-tracing.js';
import { endUnusedConnections } from './unused-connections.js';

export interface ServiceDefinition {
  /** The bounded context: schema, consumer, event source and NATS identity carry this name. */
  name: string;
  title: string;
  description: string;
  version: string;
  module: Type;
  /** The contracts' steps from older majors of events to newer ones. */
  upcasters: readonly Upcaster[];
  /** What tokens of ATProto call each route; a route without a name is open to none of them. */
  routeNames?: RouteNames;
  /** Last word on the application before it is initialised: content types and the like. */
  configure?: (app: NestFastifyApplication) => void;
}

/** JSON bodies at most; imports set a limit of their own. */
const BODY_LIMIT_BYTES = 256 * 1024;
/** A request, with its body, takes no longer: an upload of 32 MiB at 0.5 MiB/s. */
const REQUEST_TIMEOUT_MS = 65_000;
/** Below the grace that the orchestrators give before they kill. */
export const STOP_DEADLINE_MS = 25_000;

/** A running service. */
export interface RunningService {
  app: NestFastifyApplication;
  url: string;
  /** Ends in order: no new requests, lanes let go, relay drained, connections closed. */
  stop(): Promise<void>;
  /** Resolves with the reason when the service can not go on and must be started anew. */
  lost: Promise<Error>;
}

@Module({})
class RootModule {
  // Nest needs a class to hang the imports on; what it imports is known only at run time.
  static readonly description = 'A service: platform, engine and its own module';
}

/** Starts a service from its definition and a checked configuration. */
export async function startService(
  definition: ServiceDefinition,
  config: ServiceConfig,
): Promise<RunningService> {
  const { name } = definition;
  const database = new Database({
    url: config.databaseUrl,
    ca: config.databaseCa,
    schema: name,
    max: config.databaseConnections,
    transactions: config.databaseConnections,
    applicationName: name,
  });
  const relayDatabase = new Database({
    url: config.databaseUrl,
    ca: config.databaseCa,
    schema: name,
    max: 3,
    applicationName: `${name}-relay`,
    synchronousCommit: 'off',
  });
  const transport = connectTransport({ service: name, name: config.replica, ...config.transports });
  const registry = new Registry();
  registry.setDefaultLabels({ service: name });
  collectDefaultMetrics({ register: registry });
  const safeFetch = new SafeFetch(config.fetch.reachable, config.fetch.userAgent);
  const lexiconMethods = new LexiconMethods(name, definition.routeNames ?? {});
  const peopleInAnswers = new PeopleInAnswers();

  const root: DynamicModule = {
    module: RootModule,
    imports: [
      PlatformModule.forRoot({
        service: name,
        database,
        registry,
        publicUrl: config.publicUrl,
        safeFetch,
        readsPages: config.fetch.readsPages,
        people: config.people,
        peopleInAnswers,
        rateLimits: config.rateLimits,
        maxLag: config.maxLag,
        auth: config.auth,
        lexiconMethods,
        operatorToken: config.operatorToken,
      }),
      EventingModule.forRoot({
        service: name,
        serviceVersion: definition.version,
        replica: config.replica,
        sql: database.sql,
        transactions: database.transactions,
        relaySql: relayDatabase.byKey,
        transport,
        registry,
        upcasters: definition.upcasters,
      }),
      definition.module,
    ],
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    root,
    new FastifyAdapter({
      bodyLimit: BODY_LIMIT_BYTES,
      requestTimeout: REQUEST_TIMEOUT_MS,
      forceCloseConnections: 'idle',
      frameworkErrors: refuseUrl,
      clientErrorHandler: refuseConnection,
    }),
    { bufferLogs: true, bodyParser: false },
  );
  traceRequests(app);
  measureRequests(app, registry);
  endUnusedConnections(app);
  setSecurityPolicy(app);
  answerOtherMethods(app);
  await allowOrigins(app, config.corsOrigins);
  acceptJsonBodies(app);
  definition.configure?.(app);
  serveOpenApi(app, definition, {
    authMode: config.auth.mode,
    isOperated: config.operatorToken !== undefined,
    lexiconMethods,
    peopleInAnswers,
  });
  await app.init();
  const options = { strategy: app.get(EventServer) };
  const events = app.connectMicroservice(options, { deferInitialization: true }) as NestMicroservice;
  events.useGlobalFilters(new HandlerErrorFilter());
  // The application has called the hooks of all modules. Deferred, its other half would call them again, and
  // everything that they start would run twice.
  events.setIsInitHookCalled(true);
  await app.startAllMicroservices();
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  const stop = async (): Promise<void> => {
    app.get(Readiness).drain();
    await app.close();
    await transport.close();
    await relayDatabase.close();
    await database.close();
  };
  return { app, url, stop, lost: transport.lost };
}

/** `main` of every service: reads the environment, starts, and stops in order on SIGTERM or SIGINT. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  let config: ServiceConfig;
  try {
    config = readConfig(definition.name, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 78; // EX_CONFIG
    return;
  }
  const pino = createLogger(definition.name, config.logLevel);
  Logger.overrideLogger(new PinoLogger(pino));
  if (config.auth.mode === 'development') {
    pino.warn(
      'development identities: every request may say who it is. Never let this be reached from outside.',
    );
  }
  surviveLostConnections(pino);
  const { replica, tracing } = config;
  const stopTracing =
    tracing && (await startTracing(tracing, { name: definition.name, version: definition.version, replica }));
  const service = await startService(definition, config);
  pino.info(
    {
      url: service.url,
      replica,
      isTraced: tracing !== undefined,
      transport: config.transports.publish.join(','),
    },
    `${definition.name} is up`,
  );

  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    pino.info({ reason }, 'stopping');
    // A client or a server that hangs must not keep the process for ever: nothing depends on the order of the stop.
    setTimeout(() => {
      pino.error('the stop takes too long; giving up on what is left');
      process.exit(1);
    }, STOP_DEADLINE_MS).unref();
    service
      .stop()
      .then(stopTracing)
      .then(
        () => {
          pino.info('stopped');
          process.exit();
        },
        (error: unknown) => {
          pino.error({ err: error }, 'the stop failed');
          process.exit(1);
        },
      );
  };
  void service.lost.then((error) => {
    pino.fatal({ err: error }, 'the broker connection has ended for good');
    process.exitCode = 1;
    stop('connection lost');
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
