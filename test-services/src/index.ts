export { type FreePortOptions, freePort } from './free-port.ts'
export { missingService } from './missing-service.ts'
