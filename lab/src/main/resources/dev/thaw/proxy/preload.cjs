// Made by `thaw exec`. Node reads no proxy from its environment, so this leads what is for AWS's hosts to thaw.
'use strict';

const net = require('net');

const domains = JSON.parse('__DOMAINS__');
const customers = new RegExp('__CUSTOMERS__');
const port = Number('__PORT__');
const offline = '__OFFLINE__' === 'true';

function isAws(host) {
  const name = host.toLowerCase().replace(/[.]$/, '');
  return domains.some((domain) => name.endsWith('.' + domain)) && !customers.test(name);
}

function isLocal(host) {
  return /^(localhost|.*[.]localhost|127[.][0-9.]+|::1)$/i.test(host);
}

const connect = net.Socket.prototype.connect;

// Every client in Node, be it http, https, http2, fetch or tls, ends here; TLS itself stays the client's own, so it
// still checks the certificate against the name that it asked for.
net.Socket.prototype.connect = function (...args) {
  const normalized = Array.isArray(args[0]);
  const given = normalized ? args[0][0] : args[0];
  const options = given && typeof given === 'object' ? given : undefined;
  const host = options ? options.host : typeof args[1] === 'string' ? args[1] : undefined;
  if (typeof host !== 'string' || (options && options.path)) {
    return connect.apply(this, args);
  }
  if (isAws(host)) {
    if (!options) {
      return connect.apply(this, [port, '127.0.0.1', ...args.slice(2)]);
    }
    const led = Object.assign({}, options, { host: '127.0.0.1', port });
    delete led.lookup;
    if (!normalized) {
      return connect.apply(this, [led, ...args.slice(1)]);
    }
    const list = args[0].slice();
    for (const symbol of Object.getOwnPropertySymbols(args[0])) {
      list[symbol] = args[0][symbol];
    }
    list[0] = led;
    return connect.apply(this, [list, ...args.slice(1)]);
  }
  if (offline && !isLocal(host)) {
    const refusal = new Error("thaw exec --offline refuses " + host + ", which is not AWS's");
    refusal.code = 'ECONNREFUSED';
    this.connecting = true;
    process.nextTick(() => this.destroy(refusal));
    return this;
  }
  return connect.apply(this, args);
};
