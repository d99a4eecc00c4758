import { expect, test } from 'vitest'
import { blocksOf, pages, pageText } from './pages.js'
import { readYamlBlock } from './read-yaml-block.js'

const blocks = pages.flatMap((page) => blocksOf(pageText(page)).map((block) => ({ page, ...block })))

test('every block says what it is in, or is a drawing', () => {
  const others = blocks.filter(({ language }) => !['sh', 'yaml', 'json', 'js', 'text', ''].includes(language))
  expect(others).toEqual([])
})

test.each(
  blocks
    .filter(({ language }) => language === 'yaml')
    .map((block) => [block.page, block.line, block] as const),
)('the YAML of %s, line %i is what the toolkit takes', (_page, _line, block) => {
  expect(readYamlBlock(block).wrong).toEqual([])
})

test.each(
  blocks
    .filter(({ language }) => language === 'json')
    .map((block) => [block.page, block.line, block] as const),
)('the JSON of %s, line %i is JSON', (_page, _line, { text }) => {
  expect(() => JSON.parse(text)).not.toThrow()
})

test('the blocks of request types, forms and workflows are found', () => {
  const kinds = blocks.filter(({ language }) => language === 'yaml').map((block) => readYamlBlock(block).kind)
  const found = Object.fromEntries(
    ['request-type', 'form', 'workflow'].map((kind) => [kind, kinds.includes(kind as never)]),
  )
  expect(found).toEqual({ 'request-type': true, form: true, workflow: true })
})
