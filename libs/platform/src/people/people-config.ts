import { Resolver } from 'node:dns/promises';
import { type AuthConfig, readPlcDirectoryUrl } from '../auth/auth-config.js';

/** Where it is asked how people are called. */
export interface PeopleConfig {
  plcDirectoryUrl: string;
  /** Name servers, as addresses with or without a port; the machine's own where there are none. */
  dnsServers: readonly string[];
}

/**
 * @param problems What is wrong is added here.
 * @returns undefined where people are DIDs and nothing more.
 */
export function readPeople(
  env: NodeJS.ProcessEnv,
  auth: AuthConfig,
  problems: string[],
): PeopleConfig | undefined {
  const handles = env['HANDLES'] ?? 'off';
  if (handles !== 'on' && handles !== 'off') {
    problems.push(`HANDLES must be "on" or "off", not "${handles}"`);
  }
  if (handles !== 'on') return undefined;
  const servers = (env['HANDLE_DNS_SERVERS'] ?? '').split(',').map((part) => part.trim());
  const dnsServers = servers.filter((part) => part !== '');
  try {
    new Resolver().setServers(dnsServers);
  } catch {
    problems.push(
      `HANDLE_DNS_SERVERS must name addresses, with or without a port, not "${dnsServers.join(',')}"`,
    );
  }
  const plcDirectoryUrl = auth.mode === 'atproto' ? auth.plcDirectoryUrl : readPlcDirectoryUrl(env, problems);
  return { plcDirectoryUrl, dnsServers };
}
