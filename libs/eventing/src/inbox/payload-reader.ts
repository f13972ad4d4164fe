import { TransformationType, type TransformFnParams } from 'class-transformer';
import { defaultMetadataStorage as transformer } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';

type Fields = Record<string, unknown>;
type ContractClass = new () => object;

/** Reads a payload: an instance of the class that is valid, or `undefined` when somebody else has to look at it. */
export type PayloadReader = (data: unknown) => object | undefined;

/** What the two libraries know of one class, looked up once. */
interface ClassPlan {
  readonly contract: ContractClass;
  /** Fields that hold instances of another class, or lists of them. */
  readonly types: ReadonlyMap<string, ClassPlan>;
  readonly transforms: ReadonlyMap<string, readonly ((params: TransformFnParams) => unknown)[]>;
  readonly fields: readonly FieldPlan[];
  readonly names: ReadonlySet<string>;
}

interface FieldPlan {
  readonly name: string;
  /** The field is looked at only when all of them hold. */
  readonly conditions: readonly ((object: object, value: unknown) => unknown)[];
  readonly rules: readonly Rule[];
  /** Set when the field's own fields are validated too. */
  readonly nested: ClassPlan | undefined;
}

interface Rule {
  readonly constraints: unknown[];
  /** Said of each element where the value is a list. */
  readonly each: boolean;
  readonly validate: (value: unknown, args: ValidationArguments) => unknown;
}

/** Thrown inside only: this is for the libraries themselves. */
class NotPlain extends Error {}

/**
 * Makes a reader that does for a valid payload what `plainToInstance` and `validateSync` do, with the very functions
 * that the decorators registered, but without looking these up for each event again: that look-up is nine tenths of
 * the libraries' time, and was a third of all that a consumer does.
 *
 * It judges only what is plain and valid. Whatever else it meets, a field with another meaning in JavaScript, an
 * object that no class describes, a rule that does not hold, it leaves to the libraries, whose word on it and whose
 * messages count. So it can refuse nothing, and accept nothing that they would not.
 *
 * @returns `undefined` for a class with decorators that are not followed here (groups, discriminators, Expose, …).
 */
export function payloadReaderOf(contract: ContractClass): PayloadReader | undefined {
  let plan: ClassPlan;
  try {
    plan = planOf(contract, new Map());
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
  return (data) => {
    try {
      const instance = instantiate(plan, data);
      return isValid(plan, instance) ? instance : undefined;
    } catch {
      return undefined;
    }
  };
}

function planOf(contract: ContractClass, known: Map<ContractClass, ClassPlan>): ClassPlan {
  const planned = known.get(contract);
  if (planned !== undefined) return planned;
  const types = new Map<string, ClassPlan>();
  const transforms = new Map<string, readonly ((params: TransformFnParams) => unknown)[]>();
  const fields: FieldPlan[] = [];
  const metadata = getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false);
  const names = new Set(metadata.map(({ propertyName }) => propertyName));
  const plan: ClassPlan = { contract, types, transforms, fields, names };
  known.set(contract, plan);
  requirePlainClass(contract);
  for (const name of names) {
    const type = typeOf(contract, name);
    if (type !== undefined) types.set(name, planOf(type, known));
    const own = transformer.findTransformMetadatas(contract, name, TransformationType.PLAIN_TO_CLASS);
    if (own.some(({ options }) => options.groups !== undefined || options.since !== undefined))
      throw new NotPlain();
    if (own.length > 0) {
      transforms.set(
        name,
        own.map(({ transformFn }) => transformFn),
      );
    }
    fields.push(
      fieldOf(
        name,
        metadata.filter(({ propertyName }) => propertyName === name),
        types.get(name),
      ),
    );
  }
  // Nothing is known of it: the libraries refuse every value.
  if (fields.length === 0) throw new NotPlain();
  return plan;
}

function requirePlainClass(contract: ContractClass): void {
  const isPlain =
    Object.getOwnPropertyNames(contract.prototype).length === 1 &&
    Object.getPrototypeOf(contract.prototype) === Object.prototype &&
    transformer.getStrategy(contract) === 'none' &&
    transformer.getExposedMetadatas(contract).length === 0 &&
    transformer.getExcludedMetadatas(contract).length === 0;
  if (!isPlain) throw new NotPlain();
}

/** The class of the field's objects, if it has any. */
function typeOf(contract: ContractClass, name: string): ContractClass | undefined {
  const metadata = transformer.findTypeMetadata(contract, name) as
    ReturnType<typeof transformer.findTypeMetadata> | undefined;
  if (metadata === undefined) return undefined;
  const { typeFunction, options } = metadata as Partial<typeof metadata>;
  if (typeFunction === undefined || typeFunction.length > 0 || options?.discriminator !== undefined)
    throw new NotPlain();
  const type = (typeFunction as () => unknown)();
  if (typeof type !== 'function' || BUILT_IN.has(type)) throw new NotPlain();
  return type as ContractClass;
}

/** As types they convert what they are given. */
const BUILT_IN = new Set<unknown>([String, Number, Boolean, Date, Buffer, Array, Object, Map, Set]);

type ValidationMetadata = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

function fieldOf(
  name: string,
  metadata: readonly ValidationMetadata[],
  nested: ClassPlan | undefined,
): FieldPlan {
  const conditions: FieldPlan['conditions'][number][] = [];
  const rules: Rule[] = [];
  let isNested = false;
  for (const each of metadata) {
    const groups = each.groups as readonly string[] | undefined;
    if ((groups?.length ?? 0) > 0 || each.always !== undefined || each.validateIf !== undefined)
      throw new NotPlain();
    const constraints = (each.constraints as unknown[] | undefined) ?? [];
    if (each.type === ValidationTypes.CONDITIONAL_VALIDATION) {
      conditions.push(constraints[0] as FieldPlan['conditions'][number]);
    } else if (each.type === ValidationTypes.NESTED_VALIDATION) {
      isNested = true;
    } else if (each.type === ValidationTypes.CUSTOM_VALIDATION) {
      for (const { instance } of getMetadataStorage().getTargetValidatorConstraints(each.constraintCls)) {
        rules.push({
          constraints,
          each: each.each,
          validate: (value, args) => instance.validate(value, args),
        });
      }
    } else throw new NotPlain();
  }
  if (isNested && nested === undefined) throw new NotPlain();
  return { name, conditions, rules, nested: isNested ? nested : undefined };
}

function instantiate(plan: ClassPlan, data: unknown): object {
  if (!isPlainObject(data)) throw new NotPlain();
  const instance = new plan.contract() as Fields;
  for (const key of Object.keys(data)) {
    // `constructor`, `toString`, `__proto__`: none of these is a field for the libraries.
    if (key in Object.prototype) throw new NotPlain();
    if (!plan.names.has(key)) requireUnknown(plan.contract, key);
    const type = plan.types.get(key);
    let value = type === undefined ? simple(data[key]) : typed(type, data[key]);
    for (const transformFn of plan.transforms.get(key) ?? []) {
      value = transformFn({
        value,
        key,
        obj: data,
        type: TransformationType.PLAIN_TO_CLASS,
        options: {},
      });
    }
    instance[key] = value;
  }
  return instance;
}

/** A field without a rule that is converted all the same. */
function requireUnknown(contract: ContractClass, key: string): void {
  const converted =
    typeOf(contract, key) !== undefined ||
    transformer.findTransformMetadatas(contract, key, TransformationType.PLAIN_TO_CLASS).length > 0;
  if (converted) throw new NotPlain();
}

function typed(plan: ClassPlan, value: unknown): unknown {
  if (Array.isArray(value)) {
    return (value as unknown[]).map((each) => (isPrimitive(each) ? each : instantiate(plan, each)));
  }
  return isPrimitive(value) ? value : instantiate(plan, value);
}

/** What no class describes: a value, or a list of values. */
function simple(value: unknown): unknown {
  if (isPrimitive(value)) return value;
  if (Array.isArray(value) && value.every(isPrimitive)) return [...(value as unknown[])];
  throw new NotPlain();
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

function isPlainObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isValid(plan: ClassPlan, instance: object): boolean {
  const targetName = plan.contract.name;
  return plan.fields.every(({ name, conditions, rules, nested }) => {
    const value = (instance as Fields)[name];
    if (!conditions.every((holds) => Boolean(holds(instance, value)))) return true;
    for (const { constraints, each, validate } of rules) {
      const args = { targetName, property: name, object: instance, value, constraints };
      const holds = (single: unknown): boolean => validate(single, args) === true;
      if (!(each && Array.isArray(value) ? value.every(holds) : holds(value))) return false;
    }
    return nested === undefined || value === undefined || isValidNested(nested, value);
  });
}

function isValidNested(plan: ClassPlan, value: unknown): boolean {
  const isValidInstance = (each: unknown): boolean => each instanceof plan.contract && isValid(plan, each);
  return Array.isArray(value) ? value.every(isValidInstance) : isValidInstance(value);
}
