/**
 * Pure libraries of many small files. They are read as one with the main process's code, which halves the start of
 * every command; what has native parts, or is a program of its own, stays in node_modules.
 */
export const bundled = [
  'zod',
  'yaml',
  'mdast-util-from-markdown',
  'mdast-util-frontmatter',
  'mdast-util-gfm-table',
  'micromark-extension-frontmatter',
  'micromark-extension-gfm-table',
  're2js',
  'saxes',
  'commander',
  '@noble/hashes',
  'ical.js',
  'diff',
  'ssh-config',
];
