import { attackCases } from './attack-cases.js'
import { expressSite } from './express-site.js'

attackCases('Express', expressSite)
