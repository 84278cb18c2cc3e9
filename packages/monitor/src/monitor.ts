import { Readiness } from './health/readiness.ts'
import { Access } from './http/access.ts'
import { readAssets, versionOf } from './http/assets.ts'
import { buildApp } from './http/build-app.ts'
import { type Listening, listen } from './http/listen.ts'
import { Sessions } from './http/sessions.ts'
import { Metrics } from './metrics/metrics.ts'
import { expectMonitorOptions, type MonitorOptions } from './monitor-options.ts'
import { Watched } from './watch/watched.ts'

/**
 * Watches a processor and serves what it sees: a status page, `/healthz`, `/readyz` and `/metrics`. Listens from
 * {@link Monitor.start} to {@link Monitor.stop}; closes nothing that it was given. The registry is open while it listens.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #watched: Watched
  readonly #metrics: Metrics
  readonly #stopping = new AbortController()
  #listening: Listening | undefined

  /** Watches from now on. @throws ConfigError */
  constructor(options: MonitorOptions) {
    expectMonitorOptions(options)
    this.#options = options
    this.#watched = new Watched(options)
    this.#metrics = new Metrics(this.#watched, options.processor.events)
  }

  /** Address of the page; undefined while it does not listen. */
  get url(): string | undefined {
    if (this.#listening === undefined) return undefined
    const { host = '127.0.0.1' } = this.#options
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.#listening.port}/`
  }

  /** Begins to listen. @throws ConfigError when the address cannot be listened on, RegistryError */
  async start(): Promise<void> {
    const { host = '127.0.0.1', port = 9_464, token, allowedHosts = [] } = this.#options
    await this.#watched.readPast()
    const sessions = new Sessions(token)
    const assets = readAssets()
    const app = buildApp({
      ...{ watched: this.#watched, sessions, assets, version: versionOf(assets), metrics: this.#metrics },
      access: new Access({ host, allowedHosts, sessions }),
      readiness: new Readiness(this.#options),
      stopping: this.#stopping.signal,
    })
    this.#listening = await listen(app, host, port)
  }

  /** Ends all connections and the watching. Idempotent. A stopped monitor is not started again. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const listening = this.#listening
    this.#listening = undefined
    await listening?.close()
    this.#metrics.close()
    this.#watched.close()
  }
}
