import { type DynamicModule, type INestApplication, Module, type Type } from '@nestjs/common';
import {
  MODULE_METADATA,
  PARAMTYPES_METADATA,
  SELF_DECLARED_DEPS_METADATA,
} from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AdministrationController } from '../administration/administration.controller.js';
import { OPERATOR_TOKEN } from '../administration/operator-guard.js';
import type { AuthConfig } from '../auth/auth-config.js';
import { LexiconMethods, type RouteNames } from '../auth/lexicon-methods.js';
import { PeopleInAnswers } from '../people/people-in-answers.js';
import { describeConventions } from './conventions.js';

export interface ApiInfo {
  title: string;
  description: string;
  version: string;
}

interface Options {
  authMode: AuthConfig['mode'];
  isOperated: boolean;
  lexiconMethods: LexiconMethods;
  peopleInAnswers: PeopleInAnswers;
}

/** Serves the service's API description at `/openapi.json`, and a page to browse it at `/docs`. */
export function serveOpenApi(app: INestApplication, info: ApiInfo, options: Options): void {
  SwaggerModule.setup('docs', app, documentOf(app, info, options), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
}

/**
 * The description of a service that does not run: what people ask of it, with the identities of production. Nothing of
 * the service is started.
 */
export async function describeService(
  definition: ApiInfo & { name: string; module: Type; routeNames?: RouteNames },
  { isOperated = false }: { isOperated?: boolean } = {},
): Promise<OpenAPIObject> {
  const { name, module, routeNames = {} } = definition;
  const app = await NestFactory.create(
    routesOf(module, isOperated ? [AdministrationController] : []),
    new FastifyAdapter(),
    {
      logger: false,
      abortOnError: false,
    },
  );
  const lexiconMethods = new LexiconMethods(name, routeNames);
  const peopleInAnswers = new PeopleInAnswers();
  return documentOf(app, definition, { authMode: 'atproto', isOperated, lexiconMethods, peopleInAnswers });
}

@Module({})
class DescribedModule {
  static readonly description = 'The controllers of a service, to be read and not to be asked';
}

/** The controllers of a module, each with nothing in place of what it uses. */
function routesOf(module: Type, others: readonly Type[]): DynamicModule {
  const listOf = (key: string, of: Type): unknown[] => (Reflect.getMetadata(key, of) ?? []) as unknown[];
  const controllers = [...(listOf(MODULE_METADATA.CONTROLLERS, module) as Type[]), ...others];
  const used = controllers.flatMap((controller) => [
    ...listOf(PARAMTYPES_METADATA, controller),
    ...listOf(SELF_DECLARED_DEPS_METADATA, controller).map((dep) => (dep as { param: unknown }).param),
  ]);
  // The guard of the operators' routes has a token for a key.
  const providers = [...new Set([...used, OPERATOR_TOKEN])].map((token) => ({
    provide: token as Type,
    useValue: token === OPERATOR_TOKEN ? '' : {},
  }));
  return { module: DescribedModule, controllers, providers };
}

function documentOf(app: INestApplication, info: ApiInfo, options: Options): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(info.title)
    .setDescription(info.description)
    .setVersion(info.version);
  describeIdentity(builder, options.authMode);
  if (options.isOperated) {
    builder
      .addTag('administration', 'Parked events, pauses and the record of interventions: for operators')
      .addSecurity('operator', {
        type: 'apiKey',
        in: 'header',
        name: 'authorization',
        description: 'The operator token of this service: `Operator <token>`',
      });
  }
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_controller, method) => method,
  });
  describePublicRoutes(document, options.authMode);
  describeConventions(document);
  options.lexiconMethods.describeIn(document);
  options.peopleInAnswers.describeIn(document);
  return document;
}

/** Who asks a public route may say who they are: that they need not is marked at the route. */
function describePublicRoutes({ paths }: OpenAPIObject, authMode: AuthConfig['mode']): void {
  for (const { get } of Object.values(paths)) {
    const isPublic = get?.security?.some((needed) => Object.keys(needed).length === 0) ?? false;
    if (get !== undefined && isPublic) get.security = [{}, { [authMode]: [] }];
  }
}

function describeIdentity(builder: DocumentBuilder, authMode: AuthConfig['mode']): void {
  if (authMode === 'atproto') {
    builder.addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'Service-auth token of ATProto, its `lxm` the `x-lexicon-method` of the operation',
      },
      'atproto',
    );
  } else {
    builder.addSecurity('development', {
      type: 'apiKey',
      in: 'header',
      name: 'authorization',
      description: 'Development identity: `Development did:plc:…`',
    });
  }
  builder.addSecurityRequirements(authMode);
}
