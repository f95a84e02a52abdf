/// What CloudFormation knows of each type of resource: which operations make, change and delete it.
/// Types work only through the operations that users call; start reading at [ResourceType].
@NullMarked
package dev.thaw.cloud.cloudformation.resource;

import org.jspecify.annotations.NullMarked;
