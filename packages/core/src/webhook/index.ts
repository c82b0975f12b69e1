export { post } from './exchange.ts';
export { type OpenReceiver, Receiver, type ReceiverOptions } from './receiver.ts';
export { ShipError } from './ship-error.ts';
export { isWebhookId, parseWebhookSecret, signWebhook } from './signature.ts';
export { type OpenWebhook, Webhook, type WebhookOptions } from './webhook.ts';
