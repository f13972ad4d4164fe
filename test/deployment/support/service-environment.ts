import { TRANSPORT_NAMES } from '../../../libs/eventing/src/index.js';
import { ConfigError, readConfig } from '../../../libs/platform/src/config.js';

/** What a service says of the environment that a deployment gives it. */
export interface Verdict {
  /** Why it would not start. */
  problems: string[];
  /** Variables that are set and that it never looks at, whichever transport it uses: misspelt, or of an older release. */
  unread: string[];
}

/** Reads the environment as the service does at its start, and watches what it looks at. */
export function judgeEnvironment(service: string, given: Readonly<Record<string, string>>): Verdict {
  const read = new Set<string>();
  const watched = (env: Record<string, string>): Record<string, string> =>
    new Proxy(env, {
      get(target, key) {
        if (typeof key !== 'string') return undefined;
        read.add(key);
        return target[key];
      },
    });
  const problems = problemsOf(() => readConfig(service, watched({ ...given })));
  for (const transport of TRANSPORT_NAMES)
    problemsOf(() => readConfig(service, watched({ ...given, EVENT_TRANSPORT: transport })));
  return { problems, unread: Object.keys(given).filter((key) => !read.has(key)) };
}

function problemsOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1);
    throw error;
  }
}

/** Seconds of `90s`, `1m30s` or `250ms`. */
export function secondsOf(duration: string): number {
  const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  const parts = [...duration.matchAll(/(\d+)(ms|s|m|h)/gu)];
  if (parts.length === 0 || parts.map(([text]) => text).join('') !== duration)
    throw new Error(`"${duration}" is no duration`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
}

/** Names of variables whose values nobody else may know. */
const SECRET_NAME = /(PASSWORD|SEED|TOKEN|SECRET|PRIVATE|DEFINITIONS)/u;

/** What of it is a secret that stands there for everybody to read, instead of coming from elsewhere. */
export function secretsIn(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const written = value.replaceAll(/\$\{[^}]+\}/gu, '');
    const inUrl = /:\/\/[^@/]*:[^@/]+@/u.test(written);
    return inUrl || (SECRET_NAME.test(name) && written !== '') ? [name] : [];
  });
}
