export { readPolicyFiles } from '../checkout/read-policy-files.js'
