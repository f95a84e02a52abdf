/// REST APIs (API Gateway v1): what a deployment froze, and how a request runs through it.
@NullMarked
package dev.thaw.gateway.rest;

import org.jspecify.annotations.NullMarked;
