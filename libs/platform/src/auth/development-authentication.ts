import { isValidDid } from '@atproto/syntax';
import { type Authentication, unauthenticated } from './authentication.js';

/**
 * Development's identity: whoever the request says it is. `Authorization: Development <DID>`.
 * `readConfig` refuses to select it in production.
 */
export class DevelopmentAuthentication implements Authentication {
  readonly scheme = 'Development';
  readonly hint = 'Send "Authorization: Development <your DID>".';

  identify(authorization: string): string {
    const [scheme, did, ...rest] = authorization.trim().split(/\s+/);
    if (scheme?.toLowerCase() !== 'development' || did === undefined || rest.length > 0) {
      const detail = 'Only "Authorization: Development <DID>" is understood in this mode.';
      throw unauthenticated(detail, this.scheme);
    }
    if (!isValidDid(did)) throw unauthenticated(`"${did.slice(0, 100)}" is not a DID.`, this.scheme);
    return did;
  }
}
