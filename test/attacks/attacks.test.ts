import { attackCases } from './attack-cases.js'
import { expressSite } from './express-site.js'
import { fastifySite } from './fastify-site.js'
import { fetchSite } from './fetch-site.js'
import { honoSite } from './hono-site.js'
import { koaSite } from './koa-site.js'

attackCases('Express', expressSite)
attackCases('Koa', koaSite)
attackCases('Fastify', fastifySite)
attackCases('fetch', fetchSite)
attackCases('Hono', honoSite)
