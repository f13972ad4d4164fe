import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { AuthConfig } from './auth/auth-config.js';
import type { LexiconMethods } from './auth/lexicon-methods.js';
import { IDEMPOTENCY_KEY } from './idempotency/idempotency-key.js';
import type { PeopleInAnswers } from './people/people-in-answers.js';

export interface ApiInfo {
  title: string;
  description: string;
  version: string;
}

/** Serves the service's API description at `/openapi.json`, and a page to browse it at `/docs`. */
export function serveOpenApi(
  app: INestApplication,
  info: ApiInfo,
  options: {
    authMode: AuthConfig['mode'];
    isOperated: boolean;
    lexiconMethods: LexiconMethods;
    peopleInAnswers: PeopleInAnswers;
  },
): OpenAPIObject {
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
  const config = builder.build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
  });
  describeKeys(document);
  options.lexiconMethods.describeIn(document);
  options.peopleInAnswers.describeIn(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
  return document;
}

/** Every command of a person takes a key; those of operators do not. */
function describeKeys({ paths }: OpenAPIObject): void {
  for (const [path, { post, put, patch, delete: remove }] of Object.entries(paths)) {
    if (path.startsWith('/admin/')) continue;
    for (const operation of [post, put, patch, remove]) {
      operation?.parameters?.push({
        name: IDEMPOTENCY_KEY,
        in: 'header',
        required: false,
        description:
          'A string of your own, new for each command: asked again under it within 24 hours, the command is not done again and its answer is repeated',
        schema: { type: 'string', minLength: 1, maxLength: 257 },
      });
    }
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
