import { Router } from 'express';
import { db } from '../lib/db.js';
import { stripe } from '../lib/stripe.js';

export const checkout = Router();

checkout.post('/', async (request, response) => {
  const lines = await db.product.findMany({ where: { id: { in: request.body.products } } });
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: lines.map((line) => ({ price: line.stripePrice, quantity: 1 })),
    success_url: `${process.env.SHOP_URL}/thanks`,
    cancel_url: `${process.env.SHOP_URL}/basket`,
  });
  response.json({ session: session.id });
});
