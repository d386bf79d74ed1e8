import type { Place } from './finding';

/** The way to a value in a YAML file: keys and indexes. */
export type YamlPath = readonly (string | number)[];

/** Where something of a file stands: the value at a path, or the key that leads to it. */
export type Locate = (path: YamlPath, at?: 'value' | 'key') => Place;
