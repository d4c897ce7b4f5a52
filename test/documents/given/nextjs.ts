export const sessionOf = (request: Request): { readonly userId: string | undefined } => ({
  userId: request.headers.get('cookie') ?? undefined,
})
