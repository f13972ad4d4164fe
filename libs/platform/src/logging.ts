import type { LoggerService } from '@nestjs/common';
import { currentLogFields } from '#eventing';
import { type DestinationStream, destination, type Logger as Pino, pino } from 'pino';

/** Structured logs of one service: one JSON object a line, on standard output unless said. */
export function createLogger(
  service: string,
  level: string,
  output: DestinationStream = destination(1),
): Pino {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers.authorization'],
    // What a line says by itself takes precedence.
    mixin: () => ({ ...currentLogFields() }),
  };
  return pino(options, output);
}

/**
 * Nest's logger on pino. Nest calls `log(message, …rest, context)`; an object as the message becomes fields,
 * with the next argument as its text.
 */
export class PinoLogger implements LoggerService {
  readonly #pino: Pino;

  constructor(logger: Pino) {
    this.#pino = logger;
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.#write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  #write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const details = rest.slice(0, context === undefined ? rest.length : -1);
    if (message instanceof Error) {
      this.#pino[level]({ context, err: message }, message.message);
    } else if (typeof message === 'object' && message !== null) {
      this.#pino[level]({ context, ...message }, typeof details[0] === 'string' ? details[0] : undefined);
    } else {
      const stack = details.find((detail) => typeof detail === 'string');
      this.#pino[level]({ context, ...(stack === undefined ? {} : { stack }) }, String(message));
    }
  }
}
