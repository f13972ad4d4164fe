import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { AuthConfig } from './auth/auth-config.js';
import type { LexiconMethods } from './auth/lexicon-methods.js';

export interface ApiInfo {
  title: string;
  description: string;
  version: string;
}

/** Serves the service's API description at `/openapi.json`, and a page to browse it at `/docs`. */
export function serveOpenApi(
  app: INestApplication,
  info: ApiInfo,
  options: { authMode: AuthConfig['mode']; isOperated: boolean; lexiconMethods: LexiconMethods },
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
  options.lexiconMethods.describeIn(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
  return document;
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
