import js from '@eslint/js'
import jsdoc from 'eslint-plugin-jsdoc'
import regexp from 'eslint-plugin-regexp'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

import { publicFunctions } from './tooling/public-exports.js'

const SOURCES = ['packages/*/src/**/*.ts']
// One program for everything checks each file once. For a few files the program of their package is quicker.
const TYPES =
  process.env.LINT_ALL === '1'
    ? { project: ['./tsconfig.sources.json', './tsconfig.json'] }
    : { projectService: true }

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/.turbo/',
    'docs/site/',
    'reports/',
    'coverage/',
    'test/documents/.*/',
    'test/hosts/.*/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      complexity: ['error', 15],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { ...TYPES, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // `server.authenticate(request)` without `await` would let everyone in.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Stores and signature methods implement asynchronous interfaces, at times without waiting for anything.
      '@typescript-eslint/require-await': 'off',
      // Objects are closures here: no method has a `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: SOURCES,
    rules: {
      'no-console': 'error',
      // A property that is destructured so that the rest lacks it counts as used.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^node:', message: 'A platform is touched behind its seam alone.' }],
        },
      ],
    },
  },
  {
    // Strangers send what is read here. An expression that backtracks costs the square of what it reads.
    files: SOURCES,
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': 'error',
    },
  },
  {
    files: [
      // A program for a terminal: Node is its only platform.
      'packages/cli/src/**/*.ts',
      'packages/client/src/terminal/ask-in-terminal.ts',
      'packages/client/src/terminal/loopback-listener.ts',
      'packages/core/src/crypto-node.ts',
      'packages/core/src/rsa-node.ts',
      'packages/core/src/compute-hmac-by-hash.ts',
      'packages/core/src/key-objects.ts',
      'packages/server/src/diagnostics-channel.ts',
      'packages/store-redis/src/digests.ts',
      'packages/store-sqlite/src/open-database.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // A program for Node, and the sockets that it judges by.
    files: ['packages/testkit/src/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: SOURCES,
    plugins: { jsdoc },
    settings: { jsdoc: { mode: 'typescript' } },
    rules: {
      // The members of public types are typedoc's to ask for.
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          enableFixer: false,
          require: { ClassDeclaration: true },
          contexts: [
            'ExportNamedDeclaration > VariableDeclaration',
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
          ],
        },
      ],
      'jsdoc/require-description': 'error',
      'jsdoc/require-param-description': 'error',
      'jsdoc/require-returns-description': 'error',
      'jsdoc/check-param-names': ['error', { checkDestructured: false }],
      'jsdoc/check-tag-names': ['error', { definedTags: ['group', 'remarks'] }],
      'jsdoc/no-types': 'error',
    },
  },
  ...publicFunctions().map(([file, contexts]) => ({
    files: [file],
    rules: {
      'jsdoc/require-param': ['error', { contexts, checkDestructured: false }],
      'jsdoc/require-returns': ['error', { contexts }],
      'jsdoc/require-throws': ['error', { contexts }],
      'jsdoc/require-example': ['error', { contexts }],
    },
  })),
  {
    // A test file mirrors a source file, however many cases that has; a list of checks is as long as its chapter.
    files: [
      '**/*.test.ts',
      'packages/*/test/**',
      'test/**',
      'packages/testkit/src/*-suite/*-checks.ts',
      'packages/testkit/src/store-contract/*-cases.ts',
    ],
    rules: { 'max-lines': 'off' },
  },
  {
    // A base of mutants asks at every step whether its fault is planted.
    files: ['packages/testkit/test/mutants/**'],
    rules: { complexity: 'off' },
  },
)
