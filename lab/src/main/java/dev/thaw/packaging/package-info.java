/// From what a user has, a directory or a zip, to a deployment package and the handler in it. Start
/// reading at [dev.thaw.packaging.Packager].
@NullMarked
package dev.thaw.packaging;

import org.jspecify.annotations.NullMarked;
