// Portkey's gateway has no option for its address: every server of this process listens on loopback only.
const { Server } = require("node:net");
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  const callback = rest.find((argument) => typeof argument === "function");
  const options = typeof port === "object" ? { ...port, host: "127.0.0.1" } : { port, host: "127.0.0.1" };
  return listen.call(this, options, callback);
};
