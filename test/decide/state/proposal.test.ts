import { expect, test } from 'vitest'
import { published } from './played.js'

test.each([
  [
    'dev',
    'a member of `acme/platform` or somebody with the role **maintain** or higher has to comment `/approve` there',
  ],
  ['prod', '2 people (each a member of `acme/platform`) have to comment `/approve` there'],
] as const)(
  'the pull request of a request for %s names who has to approve on the issue, and notifies nobody again',
  (environment, line) => {
    const body = published(environment).pull?.body ?? ''
    expect(body).toContain(`**Approve on the issue, not here:** ${line}`)
    expect(body).not.toContain('@acme')
  },
)
