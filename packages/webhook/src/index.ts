export { DeliveryError } from './delivery-error.ts';
export { Endpoint, type EndpointConnection, type EndpointOptions } from './endpoint.ts';
export { type GetDocumentOptions, getDocument, isLoopbackUrl } from './get-document.ts';
export { type Answer, post } from './post.ts';
export { isWebhookId, parseWebhookSecret, signWebhook } from './signature.ts';
export { Webhook, type WebhookConnection, type WebhookOptions } from './webhook.ts';
