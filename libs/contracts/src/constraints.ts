/** The constraints of published fields. Each means the same to class-validator and in the generated JSON Schema. */
// class-transformer reads types by it.
import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { IsArray, IsObject, IsString, Length, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';

/**
 * The field may be missing. Null is not missing: class-validator's own IsOptional lets null through to handlers
 * whose types know only of `undefined`.
 */
export function Optional(): PropertyDecorator {
  return ValidateIf(isPresent);
}

/** Known by identity to the schema generator, so that no other condition passes for it. */
export function isPresent(_object: object, value: unknown): boolean {
  return value !== undefined;
}

/** An object of the given class. ValidateNested alone lets an array, null and a missing field pass. */
export function Nested(type: () => new () => object): PropertyDecorator {
  return all(IsObject(), ValidateNested(), Type(type));
}

/** A list of objects of the given class. */
export function NestedList(type: () => new () => object): PropertyDecorator {
  return all(IsArray(), IsObject({ each: true }), ValidateNested({ each: true }), Type(type));
}

/** The DID of a person. No more is said than its length: whether it resolves is no property of an event. */
export function IsDid(options: { each?: boolean } = {}): PropertyDecorator {
  return all(IsString(options), Length(1, 2_048, options));
}

export const INSTANT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;

/** An instant in UTC, with `Z`: `2026-11-22T09:30:00.000Z`. */
export function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: isInstant,
      defaultMessage: (args) => `${args?.property ?? 'value'} must be an ISO 8601 instant in UTC`,
    },
  });
}

function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !INSTANT.test(value)) return false;
  const [year, month, day] = [value.slice(0, 4), value.slice(5, 7), value.slice(8, 10)].map(Number);
  return day !== undefined && day >= 1 && day <= daysOf(year ?? 0, month ?? 0);
}

/** 0 for what is no month. */
function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0;
}

/**
 * One of `values`, of which there will be more: an enum that may grow within a major. Whoever reads a value that
 * it does not know gets `fallback` instead, so no handler meets a value outside its own type.
 */
export function IsOpenEnum<T extends string>(values: readonly T[], fallback: T): PropertyDecorator {
  const known = new Set<unknown>(values);
  return all(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && !known.has(value) ? fallback : value,
    ),
    ValidateBy({
      name: 'isOpenEnum',
      constraints: [values, fallback],
      validator: {
        validate: (value) => known.has(value),
        defaultMessage: (args) => `${args?.property ?? 'value'} must be one of: ${values.join(', ')}`,
      },
    }),
  );
}

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
