import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { playStory } from '../src/cli/simulate/play-story.js'
import { readStory } from '../src/cli/simulate/read-story.js'

const template = 'templates/types/image-promotion'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issueops-promotion-'))
  mkdirSync(join(folder, 'given'))
  cpSync(template, join(folder, 'given/repository'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Everything that can become of a promotion, on one issue. */
const story = `
title: One ticket for three environments
repository: acme/platform
people: { alice: read, bob: write, carol: maintain, dan: maintain, erin: maintain }
story:
  - alice: files
    form: image-promotion.yml
    title: "Promotion: shop"
    answers: { application: shop, version: 1.6.0 }
  - bob: comments
    text: /approve
  # It is in dev alone, and nobody skips a stage.
  - bob: comments
    text: /promote production
  - signal: { status: kustomization/shop-dev/0c9c2e41, state: success, app: flux }
  # Staging begins by itself, and whoever approves dev does not approve staging.
  - bob: comments
    text: /approve
  - carol: comments
    text: /approve
  - signal: { status: kustomization/shop-staging/0c9c2e41, state: success, app: flux }
  # What runs in production worked until now.
  - signal: { status: kustomization/shop-production/0c9c2e41, state: success, app: flux, on: tip }
  - alice: comments
    text: /promote
  - dan: comments
    text: /approve
  - erin: comments
    text: /approve
  - signal: { status: kustomization/shop-production/0c9c2e41, state: failure, app: flux }
  - alice: waits
    hours: 1
  # The middle one is taken back, and production before it.
  - alice: comments
    text: /rollback staging carts are empty
  - dan: comments
    text: /approve
  - erin: comments
    text: /approve
  - carol: comments
    text: /approve
`

test('the built-in promotion carries one ticket through three stages with approvers of each, stops where one fails, and takes the middle one back', async () => {
  writeFileSync(join(folder, 'given/story.yml'), story)
  const played = await playStory(readStory(folder))
  const states = played.scenes.map(({ run }) => run?.state)
  expect(states).toEqual([
    'awaiting-approval',
    'merged',
    'merged',
    'awaiting-approval',
    'awaiting-approval',
    'merged',
    'reached',
    'reached',
    'awaiting-approval',
    'awaiting-approval',
    'merged',
    'merged',
    'failed',
    'awaiting-approval',
    'awaiting-approval',
    'awaiting-approval',
    'merged',
  ])
  const again = played.scenes.map(({ run }) => run?.again.writes)
  expect(again.filter((writes) => writes !== 0)).toEqual([])
  expect(played.ledger?.findings).toEqual([])
  // Of the three dev alone has the new version in the end.
  expect([...played.diff.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, path]) => path)).toEqual([
    'apps/dev/shop/kustomization.yaml',
  ])
})

test('its request type has at most sixty lines, tests and all', () => {
  const type = readFileSync(join(template, '.github/issueops/image-promotion.yml'), 'utf8')
  expect(type.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
})
