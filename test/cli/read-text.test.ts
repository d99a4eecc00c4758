import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { call, form } from './output.js'
import { repository } from './repository.js'

const root = repository({ 'form.yml': form, 'issue.md': '' })
mkdirSync(join(root, 'folder'))
writeFileSync(join(root, 'latin1.md'), Buffer.from([0x66, 0xfc, 0x72]))

test.each([
  ['gone.md', 'there is no such file. Check the path; it counts from the folder you are in.'],
  ['folder', 'it is a folder. Name a file in it.'],
  ['issue.md/x', 'a part of the path is a file and not a folder. Check the path.'],
  ['latin1.md', 'it is not UTF-8 text. Save it as UTF-8.'],
])(
  'a file that cannot be read is named, with what to do and no words of the machine: %s',
  async (name, why) => {
    const path = join(root, name)
    const err = `${path} cannot be read: ${why}\n`
    for (const args of [
      ['parse', '--form', join(root, 'form.yml'), '--body', path],
      ['parse', '--form', path, '--body', join(root, 'issue.md')],
      ['render', '--form', join(root, 'form.yml'), '--answers', path],
      ['schema', '--form', path],
      ['plan', '--repo', root, '--body', path],
      ['undo', '--repo', root, '--plan', path],
    ])
      expect(await call(...args)).toEqual({ code: 2, out: '', err })
  },
)
