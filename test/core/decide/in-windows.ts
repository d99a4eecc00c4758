import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { published, rest } from './played.js'
import { policyOf, typeText, type World } from './world.js'

const anybody = 'from: [team:platform, role:maintain]'

/** A published request whose type has windows. The world begins on a Friday, at one o'clock in the night in Berlin. */
export function inWindows(rest_ = 'windows: [office-hours]\n', more = '', validFor = 0): World {
  const world = published()
  const text = `zone: Europe/Berlin
windows:
  office-hours:
    reason: Nobody is there to help.
    allow: [{ weekdays: mon-fri, hours: 09:00-17:00 }]
${more}`
  const policy = policyOf(
    `${validFor === 0 ? typeText : typeText.replace(anybody, `${anybody}\n    valid-for: ${validFor} hours`)}${rest_}`,
  )
  world.policy = {
    ...policy,
    types: [...policy.types, { path: '.github/issueops/calendar.yml', blob: gitBlobOid(text), text }],
  }
  rest(world)
  return world
}
