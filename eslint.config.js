import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Names that the plain JavaScript files may use without importing them; each is there from Node 20 on. */
const NODE_GLOBALS = [
  'AbortController',
  'AbortSignal',
  'Buffer',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
  'clearInterval',
  'clearTimeout',
  'console',
  'fetch',
  'performance',
  'process',
  'setImmediate',
  'setInterval',
  'setTimeout',
];

/** A test that is skipped, or that keeps the others from running, says nothing and looks green. */
const NO_FOCUSED_OR_SKIPPED_TESTS = ['describe', 'it', 'test'].flatMap((object) =>
  ['only', 'skip', 'todo', 'failing'].map((property) => ({ object, property })),
);

export default defineConfig(
  // Generated: libs/contracts/types, test/client/types.
  globalIgnores(['dist/', '.data/', 'coverage/', 'samples/', 'libs/contracts/types/', 'test/client/types/']),
  {
    // A rule that is wrong for a line is wrong here: exceptions are made in this file, where they are seen.
    linterOptions: { noInlineConfig: true },
  },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['.dependency-cruiser.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-globals': ['error', 'fdescribe', 'fit', 'xdescribe', 'xit', 'xtest'],
      'no-restricted-properties': ['error', ...NO_FOCUSED_OR_SKIPPED_TESTS],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'prefer-const': 'error',

      // In files with decorators it stands aside by itself: there a class in a signature must stay a value.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: false } },
      ],

      // Nest's modules are empty classes under a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Nest and the eventing library call the methods they are handed; rejections reach their filters.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `async` without `await` keeps a promise-returning signature honest: what it throws becomes a rejection.
      '@typescript-eslint/require-await': 'off',
      // The events, requests and settings are classes for their decorators' sake: what has their shape is one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Nest's `EventPattern<string>(…)` resolves to another overload without its argument.
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
    },
  },
  {
    // The launcher and the configuration are plain JavaScript with JSDoc types, checked by the compiler. What
    // JSON.parse gives is `any` there, and a cast in a comment would say no more than the code below it.
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
    rules: {
      'no-undef': 'error',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: {
      // `expect(response.json()).toEqual(…)`: the expectation is the check of what came.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Skips what needs a broker that can not be had here, aloud; in CI it fails instead.
    files: ['test/support/brokers/available.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
);
