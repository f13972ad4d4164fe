import { readPeople } from './people-config.js';

const DEVELOPMENT = { mode: 'development' } as const;

function read(env: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  return { config: readPeople(env, DEVELOPMENT, problems), problems };
}

describe('what people are called', () => {
  it('is asked of nobody unless it is said', () => {
    expect(read({})).toEqual({ config: undefined, problems: [] });
  });

  it('is asked of the machine’s name servers and the directory of all, unless others are named', () => {
    expect(read({ HANDLES: 'on' })).toEqual({
      config: { plcDirectoryUrl: 'https://plc.directory', dnsServers: [] },
      problems: [],
    });
    const named = {
      HANDLES: 'on',
      HANDLE_DNS_SERVERS: '10.0.0.1, [fd00::1]:5353',
      PLC_DIRECTORY_URL: 'http://plc',
    };
    expect(read(named)).toEqual({
      config: { plcDirectoryUrl: 'http://plc', dnsServers: ['10.0.0.1', '[fd00::1]:5353'] },
      problems: [],
    });
  });

  it('is asked where those do whose tokens it takes', () => {
    const problems: string[] = [];
    const plcDirectoryUrl = 'https://plc.example.com';
    const auth = {
      mode: 'atproto',
      serviceDid: 'did:web:a.example.com',
      plcDirectoryUrl,
      didMethods: new Set(['plc'] as const),
    } as const;
    expect(readPeople({ HANDLES: 'on' }, auth, problems)).toEqual({ plcDirectoryUrl, dnsServers: [] });
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['another word than on and off', { HANDLES: 'yes' }, 'HANDLES must be'],
    [
      'a name server by its name',
      { HANDLES: 'on', HANDLE_DNS_SERVERS: 'ns.example.com' },
      'HANDLE_DNS_SERVERS',
    ],
    ['a directory that is no URL', { HANDLES: 'on', PLC_DIRECTORY_URL: 'plc' }, 'PLC_DIRECTORY_URL must be'],
  ])('is not asked with %s', (_, env, problem) => {
    expect(read(env).problems).toEqual([expect.stringContaining(problem)]);
  });
});
