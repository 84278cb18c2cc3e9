import { setFlagsFromString } from 'node:v8'
import { expect, test } from 'vitest'
import { makeClient } from '../src/settings.ts'

test('the settings that the SDK copies for every request are kept in the form that V8 copies quickly', () => {
  setFlagsFromString('--allow-natives-syntax')
  const isFast = new Function('object', 'return %HasFastProperties(object)')
  const { config } = makeClient({ bucket: 'books', endpoint: 'http://127.0.0.1:1' })
  expect([isFast(config), isFast({ ...config })]).toEqual([true, true])
})
