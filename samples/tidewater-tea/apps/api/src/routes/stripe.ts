import express, { Router } from 'express';
import { sendReceipt } from '../lib/mail.js';
import { storeInvoice } from '../lib/invoices.js';
import { stripe } from '../lib/stripe.js';
import { parcels } from '../lib/queue.js';

export const stripeHook = Router();

stripeHook.post('/', express.raw({ type: 'application/json' }), async (request, response) => {
  const event = stripe.webhooks.constructEvent(
    request.body,
    request.headers['stripe-signature'] as string,
    process.env.STRIPE_WEBHOOK_SECRET as string,
  );
  switch (event.type) {
    case 'checkout.session.completed':
      await sendReceipt(event.data.object.customer_details?.email ?? '');
      await storeInvoice(event.data.object.id);
      await parcels.add('ship', { order: event.data.object.id });
      break;
    case 'charge.refunded':
      await parcels.add('return', { charge: event.data.object.id });
      break;
  }
  response.sendStatus(200);
});
