export { ShipError } from './delivery-error.ts';
export { type OpenReceiver, Receiver, type ReceiverOptions } from './endpoint.ts';
export { post } from './post.ts';
export { isWebhookId, parseWebhookSecret, signWebhook } from './signature.ts';
export { type OpenWebhook, Webhook, type WebhookOptions } from './webhook.ts';
