// Express 4 is installed under another name; the parts that these tests use have the types of Express 5.
declare module 'express4' {
  export { default } from 'express'
}
