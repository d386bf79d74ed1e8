/**
 * An id for a person from the name that they gave: `Kim Min-ji` gives `kim-min-ji`. A name without Latin letters gives
 * `me`, because ids are typed, spoken and used in paths.
 */
export function personIdOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '');
  return id === '' ? 'me' : id;
}
