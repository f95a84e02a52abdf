package dev.thaw.measure.result;

import java.util.Optional;

/// The URL through which the function was called, and who answered there.
///
/// @param method such as `GET`
/// @param url as the user has it
/// @param address that it led to
/// @param port that was connected to, which is not the URL's where thaw stands for AWS
/// @param source where the address comes from: `literal`, `override`, `hosts-file`, `dns` or
///   `system`; with `override` nothing was looked up, and the phase `dns` costs nothing
/// @param tls such as `TLSv1.3`; empty on a plain connection
public record Reached(
    String method, String url, String address, int port, String source, Optional<String> tls) {}
