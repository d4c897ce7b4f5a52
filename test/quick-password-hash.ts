import { vi } from 'vitest'

// A login costs the example provider 0.2 s of a processor, on purpose. Tests in this process log in some
// hundred times; those that start the example as a program hash as it does.
vi.mock(import('../examples/photo-provider-express/src/password-hash.js'), () => ({
  hashPassword: (password) =>
    Promise.resolve({ salt: Buffer.alloc(0), digest: Buffer.from(password) }),
  isPassword: (password, { digest }) => Promise.resolve(Buffer.from(password).equals(digest)),
}))
