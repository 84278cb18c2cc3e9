import { type Fault, startFaultProxy } from '@rittdoc-batch/test-services'
import type { Address, Place } from '../place/place.ts'
import { type HttpFault, startHttpFaults } from './http-faults.ts'

/** What is wrong between the command line and its storage. */
export interface LineFault {
  /** What the network does. @default nothing */
  readonly tcp?: Fault | undefined
  /** What the service answers; for places that speak HTTP. @default what it is asked */
  readonly http?: HttpFault | undefined
}

/** The way to a storage, on which faults lie in wait. */
export interface Line extends Address {
  strike(fault: LineFault): Promise<void>
  /** Ends the connections that stand, too. */
  lift(): Promise<void>
  close(): Promise<void>
}

/** Opens a way to the server of a place. */
export async function openLine({ name, server }: Place): Promise<Line> {
  if (server === undefined) throw new Error('Expected a place with a server')
  const http = name === 's3' ? await startHttpFaults(server) : undefined
  const proxy = await startFaultProxy({ host: server.host, port: http?.port ?? server.port })
  return {
    ...{ host: proxy.host, port: proxy.port },
    async strike(fault) {
      http?.set(fault.http)
      await proxy.set(fault.tcp ?? { kind: 'none' })
    },
    async lift() {
      proxy.drop()
      http?.set(undefined)
      await proxy.set({ kind: 'none' })
    },
    async close() {
      await proxy.close()
      await http?.close()
    },
  }
}
