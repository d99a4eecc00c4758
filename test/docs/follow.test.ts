import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followPage, freshCheckout } from './follow-page.js'

/** In milliseconds. A page starts the command a dozen times, and tests run beside each other on small machines. */
const pageTimeout = 180_000

let fresh = ''
beforeAll(() => {
  fresh = freshCheckout()
}, pageTimeout)
afterAll(() => rmSync(fresh, { recursive: true, force: true }))

test.each(['README.md', 'docs/tutorial.md'])(
  '%s can be followed word for word, and prints what it shows',
  (page) => {
    expect(followPage(page, fresh)).toEqual([])
  },
  pageTimeout,
)
