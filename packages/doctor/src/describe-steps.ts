import {
  assertArgument,
  createOptionCheck,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import type { SigningSteps } from './explain-steps.js'

/** A step of signing, described for people. */
export interface DescribedStep {
  /** The result of the step, such as `the base string`. */
  readonly title: string
  /** The sections of RFC 5849 that specify the step, such as `3.4.1.1`. */
  readonly sections: readonly string[]
  /** The result for this request, one string per line. Contains no secrets. */
  readonly lines: readonly string[]
}

const isSteps = isRecordWith(
  'the steps that explainSteps returned',
  optionChecks<Pick<SigningSteps, 'method' | 'parameters' | 'baseString'>>({
    required: {
      method: isString,
      parameters: createOptionCheck('an array', Array.isArray),
      baseString: isString,
    },
    optional: {},
  }),
)

/**
 * Describes the steps of signing in words, in order, so that you can compare them with those of a
 * program.
 *
 * @example
 *
 * ```ts
 * for (const { title, lines } of describeSteps(await explainSteps(request, { secrets: [secret] }))) {
 *   console.log(title, lines)
 * }
 * ```
 *
 * @param steps The steps that `explainSteps` returned.
 *
 * @returns The steps in words. For RSA, the step of the key is omitted, because only the consumer
 *   has the key.
 *
 * @see [RFC 5849, section 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)
 */
export function describeSteps(steps: SigningSteps): readonly DescribedStep[] {
  assertArgument('describeSteps', { steps }, isSteps)
  const { key, signature, receivedSignature } = steps
  const parameters = steps.parameters.map(
    ({ place, encodedName, encodedValue }) => `${place.padEnd(6)}  ${encodedName}=${encodedValue}`,
  )
  return [
    { title: 'the method', sections: ['3.4.1.1'], lines: [steps.method] },
    { title: 'the base string URI', sections: ['3.4.1.2'], lines: [steps.baseStringUri] },
    { title: 'the parameters, each encoded', sections: ['3.4.1.3.1', '3.6'], lines: parameters },
    { title: 'sorted and joined', sections: ['3.4.1.3.2'], lines: [steps.normalized] },
    { title: 'the base string', sections: ['3.4.1.1'], lines: [steps.baseString] },
    ...(key === undefined ? [] : [{ title: 'the key', sections: ['3.4.2'], lines: [key] }]),
    {
      title: `the signature, ${steps.signatureMethod}`,
      sections: [],
      lines: [
        ...(signature === undefined ? [] : [`${signature}  (by RFC 5849)`]),
        ...(receivedSignature === undefined ? [] : [`${receivedSignature}  (sent)`]),
      ],
    },
  ]
}
