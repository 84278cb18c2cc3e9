import { once } from 'node:events'
import { createServer } from 'node:net'
import { toError } from '@rittdoc-batch/core'
import type { ConfigFile } from '../config/config-schema.ts'
import type { Check, Found } from './examination.ts'

/** How long somebody who listens there may take to tell who it is, in milliseconds. */
const ANSWER_MS = 3_000

const EVERY_ADDRESS = new Set(['0.0.0.0', '::'])

/** Looks whether the status page can be served. A run works without it, so nothing here makes a doctor fail. */
export function checkMonitor({ host, port }: ConfigFile['monitor']): Check {
  return {
    name: 'status page',
    area: 'machine',
    async look(signal): Promise<Found> {
      const reached = EVERY_ADDRESS.has(host) ? '127.0.0.1' : host
      const url = `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}/`
      const problem = await whyNotListening(host, port)
      if (problem === undefined) return `${url} is free`
      if (await isOurs(url, signal)) return `${url} is served by a rittdoc-batch that runs`
      return { warning: `Could not listen on ${host}:${port}: ${problem}. Set another monitor.host or monitor.port` }
    },
  }
}

async function whyNotListening(host: string, port: number): Promise<string | undefined> {
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    return undefined
  } catch (error) {
    return toError(error).message
  } finally {
    server.close()
  }
}

async function isOurs(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/healthz', url), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    })
    const { status } = (await answer.json()) as { readonly status?: unknown }
    return status === 'ok' || status === 'overdue'
  } catch {
    return false
  }
}
