import { isAtprotoDid, isDidWeb } from '@atproto/did';

/** Who says who a request is from. */
export type AuthConfig = { mode: 'development' } | AtprotoAuthConfig;

export interface AtprotoAuthConfig {
  mode: 'atproto';
  /** Of this service: what tokens name as their audience. */
  serviceDid: string;
  /** Base URL of the directory of did:plc. */
  plcDirectoryUrl: string;
  /** DID methods whose identities are let in. */
  didMethods: ReadonlySet<DidMethod>;
}

const DID_METHODS = ['plc', 'web', 'key'] as const;
export type DidMethod = (typeof DID_METHODS)[number];

/** @param problems What is wrong is added here. */
export function readAuth(env: NodeJS.ProcessEnv, problems: string[]): AuthConfig {
  const isProduction = env['NODE_ENV'] === 'production';
  const mode = env['AUTH_MODE'] ?? '';
  if (mode === 'atproto') return readAtproto(env, isProduction, problems);
  if (mode === '') {
    problems.push(
      'AUTH_MODE is not set: say "atproto", or "development" to let each request name its own identity',
    );
  } else if (mode !== 'development') {
    problems.push(`AUTH_MODE must be "atproto" or "development", not "${mode}"`);
  } else if (isProduction) {
    problems.push('AUTH_MODE=development lets anybody be anybody and is refused while NODE_ENV=production');
  }
  return { mode: 'development' };
}

function readAtproto(env: NodeJS.ProcessEnv, isProduction: boolean, problems: string[]): AtprotoAuthConfig {
  const serviceDid = env['SERVICE_DID'] ?? '';
  if (!isAtprotoDid(serviceDid)) {
    problems.push(`SERVICE_DID must be the did:web or did:plc of this service, not "${serviceDid}"`);
  }
  if (isProduction && isDidWeb(serviceDid) && serviceDid.startsWith('did:web:localhost')) {
    problems.push('SERVICE_DID names localhost, which is refused while NODE_ENV=production');
  }
  const plcDirectoryUrl = readPlcDirectoryUrl(env, problems);
  const didMethods = (env['DID_METHODS'] ?? 'plc,web').split(',').flatMap((part) => {
    const method = DID_METHODS.find((known) => known === part.trim());
    if (method !== undefined) return method;
    problems.push(`DID_METHODS must name ${DID_METHODS.join(', ')} (several with commas), not "${part}"`);
    return [];
  });
  if (isProduction && didMethods.includes('key')) {
    problems.push(
      'DID_METHODS=key lets in identities that nobody can revoke and is refused while NODE_ENV=production',
    );
  }
  return { mode: 'atproto', serviceDid, plcDirectoryUrl, didMethods: new Set(didMethods) };
}

/** @param problems What is wrong is added here. */
export function readPlcDirectoryUrl(env: NodeJS.ProcessEnv, problems: string[]): string {
  const url = env['PLC_DIRECTORY_URL'] ?? 'https://plc.directory';
  if (!/^https?:\/\//u.test(url) || !URL.canParse(url)) {
    problems.push(`PLC_DIRECTORY_URL must be an http or https URL, not "${url}"`);
  }
  return url;
}
