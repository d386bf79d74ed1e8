import type { z } from 'zod';

type Definition = z.core.$ZodTypeDef & Readonly<Record<string, unknown>>;

function definition(schema: z.core.$ZodType): Definition {
  return schema._zod.def as Definition;
}

/** Schemas of the same place: what stands behind defaults, options, pipes and unions. */
function unwrapped(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const def = definition(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return unwrapped(def['innerType'] as z.core.$ZodType);
    case 'pipe': {
      const input = def['in'] as z.core.$ZodType;
      return unwrapped(definition(input).type === 'transform' ? (def['out'] as z.core.$ZodType) : input);
    }
    case 'union':
      return (def['options'] as readonly z.core.$ZodType[]).flatMap(unwrapped);
    default:
      return [schema];
  }
}

function childOf(schema: z.core.$ZodType, name: string | number): readonly z.core.$ZodType[] {
  const def = definition(schema);
  switch (def.type) {
    case 'object': {
      const shape = def['shape'] as Readonly<Record<string, z.core.$ZodType>>;
      const child = Object.hasOwn(shape, name) ? shape[String(name)] : undefined;
      return child === undefined ? [] : unwrapped(child);
    }
    case 'array':
      return unwrapped(def['element'] as z.core.$ZodType);
    case 'record':
      return unwrapped(def['valueType'] as z.core.$ZodType);
    default:
      return [];
  }
}

/** The keys that a schema knows for the mapping at a path, in the order in which they are written down. */
export function knownKeys(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let level = unwrapped(schema);
  for (const name of path) level = level.flatMap((each) => childOf(each, name));
  const keys = level.flatMap((each) => {
    const def = definition(each);
    return def.type === 'object' ? Object.keys(def['shape'] as object) : [];
  });
  return [...new Set(keys)];
}
