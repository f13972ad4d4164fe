import { Resolver } from 'node:dns/promises';
import { DidDocuments } from '../auth/did-documents.js';
import { DidResolver } from '../auth/did-resolver.js';
import type { SafeFetch } from '../safe-fetch/safe-fetch.js';
import { HandleResolver } from './handle-resolver.js';
import { People } from './people.js';
import type { PeopleConfig } from './people-config.js';
import { PersonLookup } from './person-lookup.js';
import { ProfileReader } from './profile-reader.js';

export function createPeople({ plcDirectoryUrl, dnsServers }: PeopleConfig, safeFetch: SafeFetch): People {
  const dns = new Resolver({ timeout: 2_000, tries: 2 });
  if (dnsServers.length > 0) dns.setServers(dnsServers);
  // Of their own: who is shown must not push the documents of those who ask out of memory.
  const documents = new DidDocuments(
    new DidResolver(safeFetch, { plcDirectoryUrl, didMethods: new Set(['plc', 'web']) }),
  );
  const handles = new HandleResolver(safeFetch, (name) => dns.resolveTxt(name));
  return new People(new PersonLookup(documents, handles, new ProfileReader(safeFetch)));
}
