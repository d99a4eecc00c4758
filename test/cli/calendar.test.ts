import { expect, test } from 'vitest'
import { call } from './output.js'

const repo = 'test/scenarios/window-freeze/given/repository'
const calendar = (...args: readonly string[]) => call('calendar', '--repo', repo, ...args)

test('of each window it is told whether it is open, why it is not, and when it opens next, there and in UTC', async () => {
  const { code, out } = await calendar('--at', '2026-11-20T13:00:00Z')
  expect({ code, out }).toEqual({
    code: 0,
    out: `office-hours: closed: Nobody is there to help.
  from Mon 2026-11-23 at 09:00 in Europe/Berlin (2026-11-23 at 08:00 UTC), until Mon 2026-11-23 at 17:00 in Europe/Berlin (2026-11-23 at 16:00 UTC)
  from Tue 2026-11-24 at 09:00 in Europe/Berlin (2026-11-24 at 08:00 UTC), until Tue 2026-11-24 at 17:00 in Europe/Berlin (2026-11-24 at 16:00 UTC)
  from Wed 2026-11-25 at 09:00 in Europe/Berlin (2026-11-25 at 08:00 UTC), until Wed 2026-11-25 at 17:00 in Europe/Berlin (2026-11-25 at 16:00 UTC)
no-freeze: closed: Nothing is changed before the sale.
  from Wed 2026-11-25 at 00:00 in Europe/Berlin (2026-11-24 at 23:00 UTC), without an end within a year
`,
  })
})

test('programs are told the same as one document', async () => {
  const { out } = await calendar('--at', '2026-11-26', '--json')
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    at: '2026-11-26T00:00:00Z',
    windows: [
      { name: 'office-hours', zone: 'Europe/Berlin', open: false },
      {
        name: 'no-freeze',
        open: true,
        why: null,
        openings: [{ from: '2026-11-24T23:00:00Z', until: null }],
      },
    ],
    problems: [],
  })
})

test('a time that is none, and a folder without a calendar, are wrong usage', async () => {
  expect(await calendar('--at', 'tomorrow')).toMatchObject({
    code: 2,
    err: '--at is a day or a moment, as in 2026-11-20 or 2026-11-20T08:00:00+01:00, and not "tomorrow".\n',
  })
  expect(await call('calendar', '--repo', 'test/scenarios/happy-path/given/repository')).toMatchObject({
    code: 2,
    err: 'There is no .github/issueops/calendar.yml in test/scenarios/happy-path/given/repository.\n',
  })
})
