import { readAuth } from './auth-config.js';

const ATPROTO = { AUTH_MODE: 'atproto', SERVICE_DID: 'did:web:cards.example.com' };

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  const problems: string[] = [];
  readAuth(env, problems);
  return problems;
}

describe('how requests say who they are from', () => {
  it('is by service-auth tokens, of the two methods of ATProto', () => {
    const problems: string[] = [];
    expect(readAuth({ ...ATPROTO, NODE_ENV: 'production' }, problems)).toEqual({
      mode: 'atproto',
      serviceDid: 'did:web:cards.example.com',
      plcDirectoryUrl: 'https://plc.directory',
      didMethods: new Set(['plc', 'web']),
    });
    expect(problems).toEqual([]);
  });

  it('is as they like, only where that is said by name', () => {
    expect(problemsOf({ AUTH_MODE: 'development' })).toEqual([]);
    expect(problemsOf({})).toEqual([expect.stringContaining('AUTH_MODE is not set')]);
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['an unknown mode', { AUTH_MODE: 'none' }, 'AUTH_MODE must be'],
    ['development in production', { AUTH_MODE: 'development', NODE_ENV: 'production' }, 'refused while'],
    ['no DID of the service', { AUTH_MODE: 'atproto' }, 'SERVICE_DID must be'],
    ['a service that is a did:key', { ...ATPROTO, SERVICE_DID: 'did:key:zQ3sh' }, 'SERVICE_DID must be'],
    [
      'localhost in production',
      { ...ATPROTO, SERVICE_DID: 'did:web:localhost%3A8080', NODE_ENV: 'production' },
      'SERVICE_DID names localhost',
    ],
    ['an unknown DID method', { ...ATPROTO, DID_METHODS: 'plc,ion' }, 'DID_METHODS must name'],
    [
      'did:key in production',
      { ...ATPROTO, DID_METHODS: 'plc,key', NODE_ENV: 'production' },
      'DID_METHODS=key',
    ],
    ['a directory that is no URL', { ...ATPROTO, PLC_DIRECTORY_URL: 'plc' }, 'PLC_DIRECTORY_URL must be'],
  ])('is not %s', (_, env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining(problem)]);
  });
});
