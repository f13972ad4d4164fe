import { Controller, Get, Module, Post } from '@nestjs/common';
import { CurrentUser, OptionalUser, Public } from '#platform';
import { ServiceKit } from '../kit/service-kit.js';
import { Issuer } from './issuer.js';
import { type Answer, Site } from './site.js';

@Controller('things')
class ThingsController {
  @Get('mine')
  mine(@CurrentUser() user: string): object {
    return { user };
  }

  @Get(':id')
  @Public()
  thing(@OptionalUser() user: string | undefined): object {
    return { user: user ?? null };
  }

  @Post()
  make(@CurrentUser() user: string): object {
    return { user };
  }

  @Post('unnamed')
  unnamed(@CurrentUser() user: string): object {
    return { user };
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const DEFINITION = {
  title: 'Test',
  description: 'Of the platform',
  version: '1',
  upcasters: [],
  name: 'cards',
  module: ThingsModule,
  routeNames: {
    'POST /things': 'makeThing',
    'GET /things/mine': 'listMyThings',
    'GET /things/{id}': 'getThing',
  },
};

export const SERVICE_DID = 'did:web:cards.commonplace.example';
export const MAKE = { audience: SERVICE_DID, lexiconMethod: 'example.commonplace.cards.makeThing' };
export const MINE = { audience: SERVICE_DID, lexiconMethod: 'example.commonplace.cards.listMyThings' };
export const GET = { audience: SERVICE_DID, lexiconMethod: 'example.commonplace.cards.getThing' };
export const OPERATOR_TOKEN = 'operator-token-of-this-spec-0123456789';

/** A service that takes ATProto's tokens, with a directory of did:plc and a host of one did:web beside it. */
export class AtprotoBench {
  static async start(): Promise<AtprotoBench> {
    const [directory, host] = await Promise.all([Site.at('127.0.0.1'), Site.at('127.0.0.1')]);
    const plc = await Issuer.k256(plcDid('a'));
    const web = await Issuer.p256(`did:web:localhost%3A${String(host.port)}`);
    host.serve('/.well-known/did.json', json(web.document));
    const env = {
      AUTH_MODE: 'atproto',
      SERVICE_DID,
      PLC_DIRECTORY_URL: directory.urlOf(''),
      DID_METHODS: 'plc,web,key',
      // Where the spec's own hosts are, and nothing else of the inside.
      FETCH_ALLOW_ADDRESSES: '127.0.0.1,::1',
      OPERATOR_TOKEN,
    };
    const bench = new AtprotoBench(directory, host, plc, web, await ServiceKit.start(DEFINITION, { env }));
    bench.list(plc);
    return bench;
  }

  private constructor(
    readonly directory: Site,
    readonly host: Site,
    readonly plc: Issuer,
    readonly web: Issuer,
    readonly service: ServiceKit,
  ) {}

  /** Shows the issuer's document, or another answer, in the directory. */
  list(issuer: Issuer, answer: Answer = json(issuer.document)): void {
    this.directory.serve(`/${issuer.did}`, answer);
  }

  /** Makes a thing: a write. */
  make(authorization: string): Promise<Response> {
    return fetch(new URL('/things', this.service.url), { method: 'POST', headers: { authorization } });
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await Promise.all([this.directory.close(), this.host.close()]);
  }
}

/** A did:plc by a letter of base32, 24 times: no two of a spec share one. */
export function plcDid(letter: string): string {
  return `did:plc:${letter.repeat(24)}`;
}

export function json(document: object): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/did+ld+json; charset=utf-8' });
    response.end(JSON.stringify(document));
  };
}

export function status(code: number): Answer {
  return (_request, response) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end('{}');
  };
}
