import { once } from 'node:events'
import { createServer } from 'node:http'
import { type RunningRgw, startRgw } from './start-rgw.ts'

/** Where test files find the broker of their run. */
export const BROKER = 'RITTDOC_TEST_RGW_BROKER'

/**
 * Serves one gateway to all test files of a run: it is started when the first of them asks (see `sharedRgw`), and not at
 * all when none does. A global setup of vitest. @returns what ends the gateway after the run
 */
export async function shareRgw(): Promise<() => Promise<void>> {
  let rgw: Promise<RunningRgw> | undefined
  const broker = createServer(async (_, response) => {
    rgw ??= startRgw()
    try {
      const { stop: _, ...service } = await rgw
      response.end(JSON.stringify(service))
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error))
    }
  })
  broker.listen(0, '127.0.0.1').unref()
  await once(broker, 'listening')
  const address = broker.address()
  if (address === null || typeof address === 'string') throw new Error('Expected the broker to have a port')
  process.env[BROKER] = `http://127.0.0.1:${address.port}`
  return async () => {
    broker.close()
    broker.closeAllConnections()
    await (await rgw?.catch(() => undefined))?.stop()
  }
}
