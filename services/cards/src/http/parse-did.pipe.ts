import { isValidDid } from '@atproto/syntax';
import { Injectable, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '#platform';

/** A path's DID, checked by the AT protocol's own library. */
@Injectable()
export class ParseDidPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isValidDid(value)) return value;
    throw new ProblemError({
      status: 400,
      code: 'invalid-request',
      title: 'The request is not valid',
      errors: [{ field: 'did', message: 'did must be a DID such as did:plc:… or did:web:…' }],
    });
  }
}
