import { respondToConnect } from '../../../lib/connect.js'

export { respondToConnect as GET, respondToConnect as POST }
