import { readConfig } from './config.js';

const env = {
  DATABASE_URL: 'postgres://localhost/x',
  NATS_URL: 'nats://localhost',
  AUTH_MODE: 'development',
};

describe('PUBLIC_URL', () => {
  it('is a reserved name unless said', () => {
    expect(readConfig('cards', env).publicUrl).toBe('https://commonplace.example');
    expect(readConfig('cards', { ...env, PUBLIC_URL: 'http://localhost:3000/app' }).publicUrl).toBe(
      'http://localhost:3000/app',
    );
  });

  it.each(['commonplace.example', 'ftp://commonplace.example', 'https://'])('is not "%s"', (url) => {
    expect(() => readConfig('cards', { ...env, PUBLIC_URL: url })).toThrow(/PUBLIC_URL must be/);
  });
});
