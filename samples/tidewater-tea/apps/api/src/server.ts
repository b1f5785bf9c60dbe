import * as Sentry from '@sentry/node';
import express from 'express';
import { carriers } from './routes/carriers.js';
import { checkout } from './routes/checkout.js';
import { stripeHook } from './routes/stripe.js';

Sentry.init({ dsn: process.env.SENTRY_DSN });

const app = express();
app.use('/webhooks/stripe', stripeHook);
app.use(express.json());
app.use('/webhooks/carriers', carriers);
app.use('/checkout', checkout);

app.listen(Number(process.env.PORT ?? 4000));
