import { respondToOAuth } from '../../../lib/provider.js'

export { respondToOAuth as GET, respondToOAuth as OPTIONS, respondToOAuth as POST }
