import { Controller, Get, Header, Inject, Optional } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth.js';
import { ProblemError } from '../problem.js';
import { type LexiconMethod, LexiconMethods } from './lexicon-methods.js';
import { ServiceIdentity } from './service-identity.js';

/** What clients need to ask their PDS for a token. */
@ApiExcludeController()
@Public()
@Controller()
export class ServiceIdentityController {
  constructor(
    @Inject(LexiconMethods) private readonly methods: LexiconMethods,
    @Optional() @Inject(ServiceIdentity) private readonly identity?: ServiceIdentity,
  ) {}

  @Get('.well-known/did.json')
  @Header('cache-control', 'public, max-age=300')
  document(): object {
    const document = this.identity?.document;
    if (document !== undefined) return document;
    throw new ProblemError({
      status: 404,
      code: 'not-found',
      title: 'There is nothing here',
      detail: 'The DID of this service is no did:web, or it has none.',
    });
  }

  @Get('lexicon-methods')
  @Header('cache-control', 'public, max-age=300')
  table(): readonly LexiconMethod[] {
    return this.methods.table;
  }
}
