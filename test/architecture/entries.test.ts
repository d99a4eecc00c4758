import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** An entry waits for its action to end before the rest of its file is evaluated, so a value below that line is not there yet. */
test('what an action needs is made before it starts', () => {
  const late = readdirSync('src/actions').flatMap((file) => {
    const [, below = ''] = readFileSync(`src/actions/${file}`, 'utf8').split(/^await start\(/m)
    return [...below.matchAll(/^(?:export )?(?:const|let|class) (\w+)/gm)].map(
      ([, name]) => `${file}: ${name}`,
    )
  })
  expect(late).toEqual([])
})
