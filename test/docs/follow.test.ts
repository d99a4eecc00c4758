import { expect, test } from 'vitest'
import { followPage } from './follow-page.js'

test.each(['docs/tutorial.md', 'README.md'])(
  '%s can be followed word for word, and prints what it shows',
  (page) => {
    expect(followPage(page)).toEqual([])
  },
)
