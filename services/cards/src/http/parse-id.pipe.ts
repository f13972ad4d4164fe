import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { ProblemError } from '#platform';

/** A path's id: a UUID, in the lower case that ids are stored in. */
@Injectable()
export class ParseIdPipe implements PipeTransform<string, string> {
  transform(value: string, { data: field = 'id' }: ArgumentMetadata): string {
    if (isUUID(value)) return value.toLowerCase();
    throw new ProblemError({
      status: 400,
      code: 'invalid-request',
      title: 'The request is not valid',
      errors: [{ field, message: `${field} must be a UUID` }],
    });
  }
}
