import { json, status } from './atproto-bench.js';
import { NameServer } from './name-server.js';
import { type Answer, Site } from './site.js';

/** Somebody as their document, their domain and their profile have them. */
export interface Named {
  did: string;
  handle?: string;
  /** Whom the handle's domain names, where it is somebody else. */
  handleNames?: string;
  displayName?: string;
}

/** The part of ATProto's network that says how people are called: directory, name server, and everybody's server. */
export class PeopleBench {
  static async start(): Promise<PeopleBench> {
    const [directory, names, server] = await Promise.all([
      Site.at('127.0.0.1'),
      NameServer.start(),
      Site.at('127.0.0.1'),
    ]);
    return new PeopleBench(directory, names, server);
  }

  private constructor(
    readonly directory: Site,
    readonly names: NameServer,
    /** Where all profiles are. */
    readonly server: Site,
  ) {}

  /** Of a service that looks people up here. */
  get env(): Record<string, string> {
    return {
      HANDLES: 'on',
      PLC_DIRECTORY_URL: this.directory.urlOf(''),
      HANDLE_DNS_SERVERS: this.names.address,
      FETCH_ALLOW_ADDRESSES: '127.0.0.1',
    };
  }

  list({ did, handle, handleNames = did, displayName }: Named): void {
    const document = {
      '@context': ['https://www.w3.org/ns/did/v1'],
      id: did,
      alsoKnownAs: handle === undefined ? [] : [`at://${handle}`],
      service: [
        { id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: this.server.urlOf('') },
      ],
    };
    this.directory.serve(`/${did}`, json(document));
    if (handle !== undefined) this.names.serve(`_atproto.${handle}`, `did=${handleNames}`);
    if (displayName !== undefined) this.serveProfile(did, profile({ displayName }));
  }

  serveProfile(did: string, answer: Answer): void {
    const query = new URLSearchParams({ repo: did, collection: 'app.bsky.actor.profile', rkey: 'self' });
    this.server.serve(`/xrpc/com.atproto.repo.getRecord?${query.toString()}`, answer);
  }

  /** The directory answers no more. */
  silence(did: string): void {
    this.directory.serve(`/${did}`, status(503));
  }

  async close(): Promise<void> {
    await Promise.all([this.directory.close(), this.names.close(), this.server.close()]);
  }
}

/** A profile as its owner's server shows it. */
export function profile(value: object): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify({ uri: 'at://…', value: { $type: 'app.bsky.actor.profile', ...value } }));
  };
}
