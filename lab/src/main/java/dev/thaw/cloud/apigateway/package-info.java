/// API Gateway's first version: REST APIs as they are edited, imported, deployed and exported. What
/// a deployment froze is offered to the door as [dev.thaw.gateway.rest.RestApis].
@NullMarked
package dev.thaw.cloud.apigateway;

import org.jspecify.annotations.NullMarked;
