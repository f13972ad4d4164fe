import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { isValidDid } from '@atproto/syntax';
import { ValidateBy, ValidateIf, type ValidationError, type ValidationOptions } from 'class-validator';
import { type FieldError, ProblemError } from './problem.js';

/** Every message of a tree of validation errors, with the path of its field. */
function fieldErrors(errors: readonly ValidationError[], prefix = ''): FieldError[] {
  return errors.flatMap((error) => {
    const field = prefix === '' ? error.property : `${prefix}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...fieldErrors(error.children ?? [], field)];
  });
}

/** The pipe in front of every HTTP handler: DTO classes are the truth, unknown fields are refused. */
export function requestValidation(): ValidationPipe {
  return new RequestValidation({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => refusalOf(fieldErrors(errors)),
  });
}

function refusalOf(errors: FieldError[]): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'invalid-request',
    title: 'The request is not valid',
    detail: 'See "errors" for each field that was refused.',
    errors,
  });
}

/**
 * Fields named as a member of every object (`toString`, `__proto__`): class-transformer drops them before
 * class-validator could refuse them, so a client would not learn that they were ignored.
 */
function membersOfObject(value: unknown, prefix = ''): FieldError[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const field = prefix === '' ? key : `${prefix}.${key}`;
    return Object.hasOwn(Object.prototype, key)
      ? [{ field, message: `property ${key} should not exist` }]
      : membersOfObject(child, field);
  });
}

class RequestValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      const strangers = metadata.type === 'body' || metadata.type === 'query' ? membersOfObject(value) : [];
      if (strangers.length > 0) throw refusalOf(strangers);
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      // A body built to break the libraries: nested thousands deep, or with a key such as "constructor".
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
      throw new ProblemError({
        status: 400,
        code: 'invalid-request',
        title: 'The request is not valid',
        detail:
          'The body can not be read: it is nested too deeply, or has a field of a name that is not allowed.',
      });
    }
  }
}

/**
 * The field may be left out. Unlike class-validator's `IsOptional` it may not be `null`, which no handler expects.
 */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value: unknown) => value !== undefined);
}

/**
 * The text has from `min` to `max` characters. Characters are code points, as JSON Schema (`maxLength`) and PostgreSQL
 * (`char_length`) count them: a letter outside the basic plane is one. class-validator's `Length` leaves out others.
 */
export function Characters(min: number, max: number): PropertyDecorator {
  return ValidateBy({
    name: 'characters',
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'string') return false;
        // No code point has more than two units: a text that is much too long is not taken apart.
        const count = value.length > 2 * max ? value.length : Array.from(value).length;
        return count >= min && count <= max;
      },
      defaultMessage: (arguments_) => {
        const range = min === 0 ? `at most ${String(max)}` : `${String(min)} to ${String(max)}`;
        return `${arguments_?.property ?? 'value'} must have ${range} characters`;
      },
    },
  });
}

/** The value is a syntactically valid DID, by the AT protocol's own library. */
export function IsDid(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isDid',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isValidDid(value),
        defaultMessage: (arguments_) =>
          `${arguments_?.property ?? 'value'} must be a DID such as did:plc:… or did:web:…`,
      },
    },
    options,
  );
}
