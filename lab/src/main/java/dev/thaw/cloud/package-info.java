/// The front of the cloud: one port that takes requests for all services. Start reading at
/// [dev.thaw.cloud.Front]; the services are the packages beside.
@NullMarked
package dev.thaw.cloud;

import org.jspecify.annotations.NullMarked;
