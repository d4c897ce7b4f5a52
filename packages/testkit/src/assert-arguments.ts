// The suites have their own implementation of the RFC. Only this file imports core, for argument checks.
import {
  assertArgument,
  assertOptions,
  createOptionCheck,
  isBoolean,
  isFunction,
  isInteger,
  isMapOf,
  isNonEmptyString,
  isObjectOf,
  isString,
  isStringArray,
  isTimeout,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { ProgramRunOptions, RunOptions } from './checks/run-checks.js'
import type {
  Approval,
  ConfiguredConsumer,
  ProviderConfig,
  XauthConsumer,
} from './provider-suite/provider-config.js'
import type { ProviderRunOptions } from './provider-suite/provider-run-options.js'
import type { TestProviderOptions } from './test-provider/test-provider-options.js'

const MAX_PARALLEL = 64

const isUrl = createOptionCheck(
  'an absolute http or https URL',
  (value) => typeof value === 'string' && /^https?:\/\/[^/]/.test(value) && URL.canParse(value),
)
const isTokenMethod = createOptionCheck(
  "'GET' or 'POST'",
  (value) => value === 'GET' || value === 'POST',
)
const CONSUMER = {
  required: { key: isString },
  optional: {
    secret: isString,
    privateKey: isString,
    signatureMethod: isString,
    methods: isStringArray,
    allowsTwoLegged: isBoolean,
    allowsXauth: isBoolean,
    callback: isString,
  },
}
const isConsumer = isObjectOf(optionChecks<ConfiguredConsumer>(CONSUMER))
const isXauthConsumer = isObjectOf(
  optionChecks<XauthConsumer>({
    required: { ...CONSUMER.required, username: isString, password: isString },
    optional: CONSUMER.optional,
  }),
)
const isApproval = isObjectOf(
  optionChecks<Approval>({
    required: {},
    optional: { command: isString, url: isString, person: isBoolean },
  }),
)
const isConfig = isObjectOf(
  optionChecks<ProviderConfig>({
    required: {
      requestTokenUrl: isUrl,
      authorizeUrl: isUrl,
      accessTokenUrl: isUrl,
      resourceUrl: isUrl,
      approve: isApproval,
      consumer: isConsumer,
    },
    optional: {
      anyPathUrl: isString,
      callback: isString,
      otherConsumer: isConsumer,
      rsaConsumer: isConsumer,
      plaintextConsumer: isConsumer,
      disabledConsumer: isConsumer,
      forbiddenUrl: isUrl,
      revokeUrl: isString,
      tokenMethod: isTokenMethod,
      twoLeggedUrl: isString,
      twoLeggedConsumer: isConsumer,
      xauth: isXauthConsumer,
      features: isStringArray,
      userHeaders: isMapOf('an object of headers by name', isString),
      clockUrl: isString,
      requestTokenLifetimeSeconds: isInteger(1),
      accessTokenLifetimeSeconds: isInteger(1),
    },
  }),
)

const RUN: Readonly<Record<keyof RunOptions, OptionCheck>> = {
  subject: isString,
  only: isStringArray,
  expectedFailures: isStringArray,
  onCheck: isFunction,
  onResult: isFunction,
}
const PROVIDER_RUN_OPTIONS = optionChecks<ProviderRunOptions>({
  required: {},
  optional: { ...RUN, parallel: isInteger(1, MAX_PARALLEL) },
})
const PROGRAM_RUN_OPTIONS = optionChecks<ProgramRunOptions>({
  required: {},
  optional: {
    ...RUN,
    timeoutSeconds: isTimeout,
  },
})
const isProgram: OptionCheck = (value) =>
  typeof value === 'function' ? undefined : isCommand(value)
const isCommand = createOptionCheck(
  'a shell command as a string, or a function',
  (value) => isNonEmptyString(value) === undefined,
)

const TEST_PROVIDER_OPTIONS = optionChecks<TestProviderOptions>({
  required: {},
  optional: {
    callbacks: isStringArray,
    signatureMethods: isStringArray,
    publicKey: isString,
    password: isString,
    accessTokenLifetimeSeconds: isInteger(1),
    resource: isFunction,
  },
})

/** Asserts that a configuration has every required property and no unknown one. */
export function assertProviderConfig(functionName: string, config: unknown): void {
  assertArgument(functionName, { config }, isConfig)
}

/** Asserts that the options of a run against a provider are valid. */
export function assertProviderRunOptions(functionName: string, options: ProviderRunOptions): void {
  assertOptions(functionName, options, PROVIDER_RUN_OPTIONS)
}

/** Asserts that a program, given by the name of its parameter, and the options of its run are valid. */
export function assertProgramRun(
  functionName: string,
  program: Readonly<Record<string, unknown>>,
  options: ProgramRunOptions,
): void {
  assertArgument(functionName, program, isProgram)
  assertOptions(functionName, options, PROGRAM_RUN_OPTIONS)
}

/** Asserts that the options of a test provider are valid. */
export function assertTestProviderOptions(options: TestProviderOptions): void {
  assertOptions('createTestProvider', options, TEST_PROVIDER_OPTIONS)
}
