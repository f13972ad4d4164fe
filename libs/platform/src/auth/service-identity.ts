import { didWebToUrl, isDidWeb } from '@atproto/did';

/** A service as others address it. */
export class ServiceIdentity {
  readonly audiences: readonly string[];
  private readonly fragment: string;

  /** @param service `cards` */
  constructor(
    private readonly did: string,
    private readonly service: string,
  ) {
    this.fragment = `#commonplace_${service}`;
    this.audiences = [did, `${did}${this.fragment}`];
  }

  /** The DID document that the service serves itself; undefined where its DID has another home. */
  get document(): object | undefined {
    if (!isDidWeb(this.did)) return undefined;
    return {
      '@context': ['https://www.w3.org/ns/did/v1'],
      id: this.did,
      service: [
        {
          id: this.fragment,
          type: `Commonplace${this.service.slice(0, 1).toUpperCase()}${this.service.slice(1)}`,
          serviceEndpoint: didWebToUrl(this.did).origin,
        },
      ],
    };
  }
}
