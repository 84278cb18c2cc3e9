import { expect, test } from 'vitest'
import { makeWorld } from '../support/world.ts'

/** Reads what is told live until it says this. */
async function follow(url: string, says: string): Promise<void> {
  const response = await fetch(new URL('/live', url))
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (text.includes(says)) return
  }
  throw new Error(`The stream ended before it said ${says}:\n${text}`)
}

async function waiting(url: string): Promise<string | undefined> {
  const page = await (await fetch(url)).text()
  return /Waiting<\/span>\s*<span class="count">(\d+)/.exec(page)?.[1]
}

test('who is told to read the page again finds there what has happened', async () => {
  const world = await makeWorld()
  const { url } = await world.monitor()
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    expect(await waiting(url)).toBe(String(index)) // counted now, and kept for a while
    await world.put(`Acme/${name}.epub`, 'good')
    await world.processor.discoverFiles()
    await follow(url, 'event: refresh')
  }
  expect(await waiting(url)).toBe('3')
})
