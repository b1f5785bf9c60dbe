import nock from 'nock';
import test from 'node:test';

test('a basket becomes a session', async () => {
  nock('https://api.stripe.com').post('/v1/checkout/sessions').reply(200, { id: 'cs_test' });
});
