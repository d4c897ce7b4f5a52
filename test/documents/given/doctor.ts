import type { DiagnosedRequest } from '@oauthplus/doctor'

export declare const request: DiagnosedRequest
