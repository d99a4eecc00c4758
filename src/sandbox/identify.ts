import { Lacking } from './lacking.js'
import { anybody, type Identity } from './world/identity.js'
import { Refusal } from './world/refusal.js'
import type { TokenBook } from './world/tokens.js'

/**
 * Who sends a request: by a token, or by the password that git and old clients send it as.
 * @throws Refusal 401 for a token that the sandbox did not give out, Lacking for what an App signs itself.
 */
export function identify(tokens: TokenBook, authorization: string | null): Identity {
  if (authorization === null) return anybody
  const token = tokenIn(authorization)
  const found = tokens.find(token)
  if (found !== null) return found
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    throw new Lacking('an App cannot speak for itself here, only by the token of an installation')
  throw new Refusal(401, 'Bad credentials')
}

function tokenIn(authorization: string): string {
  const basic = /^basic +(\S+)$/i.exec(authorization)?.[1]
  if (basic === undefined) return /^(?:token|bearer) +(\S+)$/i.exec(authorization)?.[1] ?? ''
  const [user = '', password = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return password === '' ? user : password
}
