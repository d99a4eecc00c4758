import type { Signature } from '../git/commits.js'
import { Refusal } from '../world/refusal.js'
import { personalSignature, webSignature } from '../world/signatures.js'
import { type Body, optionalObject, optionalText, type RestCall, requiredText } from './call.js'

/** What {@link commitAuthorship} reads. */
export const authorshipFields: readonly string[] = ['author', 'committer'].flatMap((who) =>
  ['name', 'email', 'date'].map((field) => `${who}.${field}`),
)

interface Authorship {
  readonly author: Signature
  readonly committer: Signature
  /** GitHub signs what a bot commits without naming an author or committer of its own. */
  readonly signed: boolean
}

/** Who a commit made through the API is from. Source: GitHub docs, "About commit signature verification", for bots. */
export function commitAuthorship(call: RestCall): Authorship {
  const { world, identity, body } = call
  const seconds = world.clock.epoch()
  const self = personalSignature(identity.account, seconds)
  const author = optionalObject(body, 'author')
  const committer = optionalObject(body, 'committer')
  if (author === null && committer === null) {
    const signed = identity.kind === 'app'
    return { author: self, committer: signed ? webSignature(seconds) : self, signed }
  }
  const given = author === null ? self : signatureOf(author, seconds)
  return {
    author: given,
    committer: committer === null ? given : signatureOf(committer, seconds),
    signed: false,
  }
}

function signatureOf(body: Body, otherwise: number): Signature {
  const date = optionalText(body, 'date')
  const seconds = date === null ? otherwise : Math.floor(Date.parse(date) / 1000)
  if (!Number.isSafeInteger(seconds)) throw new Refusal(422, 'Invalid date')
  return { name: requiredText(body, 'name'), email: requiredText(body, 'email'), seconds }
}
