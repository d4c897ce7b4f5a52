import type { ParameterList } from '@oauthplus/core'

export { parameterValue } from '@oauthplus/core'

export interface Tool {
  readonly launchUrl: string
}
export declare const tool: Tool
export declare function verifyLaunch(
  tool: Tool,
  request: Request,
): Promise<ParameterList | undefined>
export declare const launch: ParameterList
export declare function rolesOf(launch: ParameterList): ReadonlySet<string>
export declare function showTheGradeBook(userId: string | undefined): void
