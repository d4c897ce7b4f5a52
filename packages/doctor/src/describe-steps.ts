import {
  assertArgument,
  createOptionCheck,
  isRecordWith,
  isString,
  optionChecks,
} from '@oauthplus/core/internal'

import type { SigningSteps } from './explain-steps.js'

/** A step of signing as it is shown to people. */
export interface DescribedStep {
  /** What is made in it, such as `the base string`. */
  readonly title: string
  /** The sections of RFC 5849 that say how, such as `3.4.1.1`. */
  readonly sections: readonly string[]
  /** What it gives for this request, line by line. Contains no secret. */
  readonly lines: readonly string[]
}

const isSteps = isRecordWith(
  'the steps that explainSteps has listed',
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
 * Puts the steps of signing into words, in their order, to compare them with those of a
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
 * @param steps The steps, as `explainSteps` lists them.
 *
 * @returns The steps in words. That of the key is left out for RSA, whose key only the Consumer has.
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
