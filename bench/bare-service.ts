/**
 * The least that a service could be: a Nest application on Fastify with one route, a connection to PostgreSQL, and
 * nothing to do. Prints a line when it listens. Run as a process by the footprint bench, as its limit.
 */
import 'reflect-metadata';
import { Controller, Get } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import postgres from 'postgres';

class Health {
  check(): string {
    return 'ok';
  }
}
// Node strips types and leaves no decorators: they are applied by hand.
Controller()(Health);
Get('healthz')(Health.prototype, 'check', Object.getOwnPropertyDescriptor(Health.prototype, 'check') ?? {});

const bare = { module: Health, controllers: [Health] };

const sql = postgres(process.env['DATABASE_URL'] ?? '', { max: 2 });
await sql`select 1`;
const app = await NestFactory.create(bare, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.stdout.write('listening\n');
