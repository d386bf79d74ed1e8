import { z } from 'zod';
import { writtenYaml } from './entry-lines';
import { yamlData } from './read-yaml';

/** How one key of an entry is asked for. `any`: written as YAML, because no form draws it better. */
export const formFieldSchema = z.object({
  key: z.string(),
  form: z.enum(['text', 'secret', 'duration', 'number', 'choice', 'words', 'any']),
  required: z.boolean(),
  /** What holds where nothing is written; empty where there is no such thing. */
  fallback: z.string(),
  choices: z.array(z.string()),
});
export type FormField = z.infer<typeof formFieldSchema>;

const propertySchema = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  default: z.unknown().optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
});
type Property = z.infer<typeof propertySchema>;

const objectSchema = z.looseObject({ properties: z.record(z.string(), propertySchema).default({}), required: z.array(z.string()).default([]) });

/** The fields of an entry, drawn from its schema, so that a new kind needs no form of its own. */
export function formFields(schema: z.ZodType): readonly FormField[] {
  const { properties, required } = objectSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties).map(([key, property]) => ({
    key,
    form: formOf(property),
    required: required.includes(key),
    fallback: typeof property.default === 'string' || typeof property.default === 'number' ? String(property.default) : '',
    choices: property.enum ?? [],
  }));
}

function formOf({ type, enum: choices, pattern = '', items }: Property): FormField['form'] {
  if (choices !== undefined) return 'choice';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'array' && items?.type === 'string') return 'words';
  if (type !== 'string') return 'any';
  if (pattern.startsWith('^secret:')) return 'secret';
  return pattern.endsWith('(ms|s|m|h|d)$') ? 'duration' : 'text';
}

/** What was typed for a field as the value that YAML is given; a value that has not the form asked for stays text, for the check to refuse. */
export function typedValue(field: FormField | undefined, text: string): unknown {
  switch (field?.form) {
    case 'number':
      return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
    case 'choice':
      // A grade is written without quotes, as people do.
      return /^\d{3}$/.test(text) ? Number(text) : text;
    case 'words':
      return text.split(/[\s,]+/).filter((word) => word !== '');
    case 'any':
      return yamlData(text)?.value ?? text;
    default:
      return text;
  }
}

/** What a form shows of a value that is written down: typed again, it means the same. */
export function typedText(field: FormField | undefined, value: unknown): string {
  const words: readonly unknown[] = field?.form === 'words' && Array.isArray(value) ? value : [];
  if (words.length > 0 && words.every((word) => typeof word === 'string' && /^[^\s,]+$/.test(word))) return words.join(', ');
  if (field?.form !== 'any' && (typeof value === 'string' || typeof value === 'number')) return String(value);
  return writtenYaml(value, true);
}
