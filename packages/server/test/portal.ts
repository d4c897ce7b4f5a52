import { memoryStore } from '../src/index.js'
import type { PortalOptions, ProviderOptions, ProviderResponse } from '../src/index.js'
import { FORM, raw, testProvider } from './neutral-requests.js'
import type { TestProvider, TestUser } from './neutral-requests.js'

/** A request of a browser for a page of the portal. */
export interface PortalTestRequest {
  readonly method?: string
  /** The query, with its question mark. */
  readonly query?: string | undefined
  readonly form?: Readonly<Record<string, string | readonly string[]>>
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly userId?: string | null
}

/** A provider with a portal, and how jane, bob and ann use it: all may register, ann may review. */
export interface TestPortal extends TestProvider {
  readonly developer: (request?: PortalTestRequest) => Promise<ProviderResponse>
  readonly reviewer: (request?: PortalTestRequest) => Promise<ProviderResponse>
}

export const PORTAL: PortalOptions<TestUser> = {
  csrfKey: 'a key of at least thirty-two bytes',
  mayRegister: () => true,
  mayReview: ({ id }) => id === 'ann',
}

export async function testPortal(
  options: Partial<ProviderOptions<TestUser>> = {},
  portal: Partial<PortalOptions<TestUser>> = {},
): Promise<TestPortal> {
  const app = await testProvider({
    store: memoryStore(),
    findUser: (id) => (['jane', 'bob', 'ann'].includes(id) ? { id } : undefined),
    ...options,
    portal: { ...PORTAL, ...portal },
  })
  const open =
    (name: 'respondDeveloper' | 'respondReviewer', path: string, user: string) =>
    async (request: PortalTestRequest = {}): Promise<ProviderResponse> => {
      const { form, query = '', headers = [], userId = user } = request
      const { method = form === undefined ? 'GET' : 'POST' } = request
      const body = form && new URLSearchParams(flatten(form)).toString()
      const neutral = raw({
        method,
        url: `${path}${query}`,
        headers: [...(form ? [FORM] : []), ...headers],
        body,
      })
      const response = await app.provider.portal?.[name](neutral, {
        getUserId: () => userId,
        getLoginUrl: (returnTo) => `/login?next=${encodeURIComponent(returnTo)}`,
        developerUrl: 'developer',
        reviewerUrl: 'admin',
        applicationsUrl: 'applications',
      })
      if (response === undefined) throw new Error('This provider has no portal')
      return response
    }
  return {
    ...app,
    developer: open('respondDeveloper', '/oauth/developer', 'jane'),
    reviewer: open('respondReviewer', '/oauth/admin', 'ann'),
  }
}

/** Returns the values of the hidden fields of a form of a page: of the one that contains the string. */
export function hiddenFields({ body }: ProviderResponse, contains = ''): Record<string, string> {
  const form = body.match(/<form[\s\S]*?<\/form>/g)?.find((html) => html.includes(contains)) ?? ''
  const fields = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}

/** Returns the title of a page, without the marks of isolated strings. */
export function titleOf({ body }: ProviderResponse): string {
  return (/<h1>(.*?)<\/h1>/.exec(body)?.[1] ?? '').replaceAll(/<\/?bdi>/g, '')
}

function flatten(
  form: Readonly<Record<string, string | readonly string[]>>,
): [name: string, value: string][] {
  return Object.entries(form).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  )
}
