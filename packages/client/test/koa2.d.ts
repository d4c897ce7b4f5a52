// The parts of Koa 2 that the tests use are identical to those of Koa 3.
declare module 'koa2' {
  export { default } from 'koa'
}
