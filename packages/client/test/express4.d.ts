// Express 4 is here under another name; what these tests use of it has the types of Express 5.
declare module 'express4' {
  export { default } from 'express'
}
