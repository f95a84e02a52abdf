/// HTTP/1.1 as messages: the connection that stamps its phases for measuring, and the parts it
/// shares with our own listener.
@NullMarked
package dev.thaw.wire.http;

import org.jspecify.annotations.NullMarked;
