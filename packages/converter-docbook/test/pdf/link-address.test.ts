import { expect, test } from 'vitest'
import { linkAddress } from '../../src/pdf/link-address.ts'

test.each([
  ['https://example.org/a b', 'https://example.org/a%20b'],
  ['mailto:stones@example.org', 'mailto:stones@example.org'],
  ['www.example.org', 'http://www.example.org'],
  ['stones.example.org/of/the hill', 'http://stones.example.org/of/the%20hill'],
  ['stones@example.org', 'mailto:stones@example.org'],
])('%s leads to %s', (written, address) => {
  expect(linkAddress(written)).toBe(address)
})

test.each([
  'docs/usage.md#start',
  '../hill.txt',
  'hill.ja.html',
  'LICENSE',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,x',
])('%s is no address in a package', (written) => {
  expect(linkAddress(written)).toBeUndefined()
})
