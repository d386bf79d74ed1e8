/** What can be wrong with duty, in the order in which troubles of one moment are told. */
export const warningKinds = ['gap', 'double', 'unknown', 'no-siren', 'siren-down', 'untried', 'unwatched'] as const;
