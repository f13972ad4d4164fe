import { isValidDid, isValidHandle } from '@atproto/syntax';
import { Inject, Injectable, Optional, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { ProblemError } from '../problem.js';
import { People } from './people.js';

/** Documents a path's `did` that `PersonPipe` reads. */
export const ApiPerson = (): MethodDecorator =>
  ApiParam({
    name: 'did',
    description: 'DID of the person, or their handle',
    example: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  });

/**
 * Who a path's `did` is: a DID, or a handle where handles are looked up. For queries only: a command says whom it means
 * for ever, and a handle may be another's tomorrow.
 */
@Injectable()
export class PersonPipe implements PipeTransform<string, Promise<string>> {
  readonly #people: People | undefined;

  constructor(@Optional() @Inject(People) people?: People) {
    this.#people = people;
  }

  /** @throws ProblemError 400 `invalid-request`, 404 `unknown-handle`, 503 `handle-unavailable` */
  async transform(value: string): Promise<string> {
    if (isValidDid(value)) return value;
    if (!isValidHandle(value)) throw invalid('did must be a DID such as did:plc:…, or a handle');
    if (this.#people === undefined) throw invalid('did must be a DID: handles are not looked up here');
    const named = await this.#people.didOf(value.toLowerCase());
    switch (named.status) {
      case 'found':
        return named.value;
      case 'unknown':
        throw new ProblemError({
          status: 404,
          code: 'unknown-handle',
          title: 'Nobody has this handle',
          detail: 'Its domain and the document of whom it names must both say so.',
          errors: [{ field: 'did', message: 'did must be a DID, or a handle that somebody has' }],
        });
      case 'unavailable':
        throw new ProblemError({
          status: 503,
          code: 'handle-unavailable',
          title: 'It can not be known now whose handle this is',
          detail: 'Try again, or ask by DID.',
          headers: { 'retry-after': '5' },
        });
    }
  }
}

function invalid(message: string): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'invalid-request',
    title: 'The request is not valid',
    errors: [{ field: 'did', message }],
  });
}
