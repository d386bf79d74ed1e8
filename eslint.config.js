import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const tests = ['**/*.test.{ts,tsx}', 'tests/**'];
const toolConfigs = ['*.config.{js,ts}', '.dependency-cruiser.cjs', 'scripts/after-pack.mjs'];

/** Globals that hide a port. In core and services time, chance and the machine come in from outside. */
const portsInstead = {
  Date: 'Time comes from main/ports/clock.ts; core takes epoch milliseconds as an argument.',
  performance: 'Time comes from main/ports/clock.ts.',
  setTimeout: 'Waiting comes from main/ports/schedule.ts.',
  setInterval: 'Waiting comes from main/ports/schedule.ts.',
  setImmediate: 'Waiting comes from main/ports/schedule.ts.',
  queueMicrotask: 'Waiting comes from main/ports/schedule.ts.',
  crypto: 'Ids and nonces come from main/ports/ids.ts.',
  process: 'The machine is seen by main/platform and the adapters only; take what you need as an argument.',
  fetch: 'The network is reached through main/ports/http.ts.',
  console: 'Give a Result or a journal entry; logging is an adapter (main/ports/log.ts).',
};

/** Electron's IPC has one owner, because a check that is placed by hand is forgotten once. */
const rawIpc = {
  name: 'electron',
  importNames: ['ipcMain'],
  message: 'Only main/ipc/serve.ts owns ipcMain: add a call to core/ipc/contract.ts and a line to main/ipc/handlers.',
};

const rawSend = {
  selector:
    "CallExpression > MemberExpression.callee[object.property.name='webContents']" +
    '[property.name=/^(send|sendToFrame|postMessage)$/]',
  message: 'Raw webContents.send belongs to main/ipc/serve.ts: add a push to core/ipc/contract.ts and use tell().',
};

const defaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'No default exports: a named export keeps one name everywhere.',
};

const barrel = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that owns the name.',
};

export default defineConfig(
  globalIgnores(['out/', 'dist/', '.cache/', 'coverage/', 'test-results/', 'node_modules/']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A port is asynchronous even where one of its adapters, or a test's stand-in for it, has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': ['error', defaultExport, barrel, rawSend],
      'no-restricted-imports': ['error', { paths: [rawIpc] }],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Scripts are checked by the compiler (JSDoc); here only what it cannot say.
    files: ['**/*.mjs'],
    rules: {
      'no-restricted-syntax': ['error', defaultExport, barrel],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['core/**/*.ts', 'main/ports/**/*.ts', 'main/services/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-globals': ['error', ...Object.entries(portsInstead).map(([name, message]) => ({ name, message }))],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Ids and chance come from main/ports/ids.ts.' },
      ],
    },
  },
  {
    files: ['main/ipc/serve.ts'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-syntax': ['error', defaultExport, barrel] },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: tests,
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // What another tool gives a file is told in that tool's form.
    files: ['**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: toolConfigs,
    rules: { 'no-restricted-syntax': 'off', 'max-lines': 'off' },
  },
);
