import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** An action that started when its file is read could be tested as a process only, and what stands below its start would not be there yet. */
test('an action is a value: nothing starts by reading its file', () => {
  const starting = readdirSync('src/actions').filter((file) =>
    /^(?:await |void )|^start\(/m.test(readFileSync(`src/actions/${file}`, 'utf8')),
  )
  expect(starting).toEqual([])
})
